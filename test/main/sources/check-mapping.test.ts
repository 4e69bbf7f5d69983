import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '#main/sources/byte-source.ts';
import type { MappingCheck } from '#main/sources/check-mapping.ts';
import { checkMappingOf } from '#main/sources/check-mapping.ts';
import { parseMapping } from '#shared/event/mapping.ts';

function check(content: string | Uint8Array, mapping: object): Promise<MappingCheck> {
  const parsed = parseMapping(mapping);
  if (!parsed.ok) expect.fail(parsed.error.join());
  return checkMappingOf(bytesSource('log', Buffer.from(content)), parsed.value);
}

const FINE = { problems: [], note: null };
const BY_MAIL = { identifiers: { email: { column: 'mail' } } };

describe('records of JSON', () => {
  test('that hold none of the identifier columns are a mistake in the mapping', async () => {
    const { problems } = await check('{"e":"a@x.example","at":{"utc":1}}\n{"f":2}\n', {
      identifiers: { email: { column: 'mail' }, phone: { column: 'at.local' } },
    });
    expect(problems).toEqual(['no sampled record holds "mail", "at.local"; there are "e", "at.utc", "f"']);
  });

  test('that hold one of them, in any record, are not', async () => {
    const content = '{"e":1}\n{"e":1,"mail":null}\n';
    expect(await check(content, BY_MAIL)).toEqual(FINE);
    expect(
      await check('{"who":{"mail":"a@x.example"}}', { identifiers: { email: { column: 'who.mail' } } }),
    ).toEqual(FINE);
    expect(
      await check('{"who.mail":"a@x.example"}', { identifiers: { email: { column: 'who.mail' } } }),
    ).toEqual(FINE);
  });

  test('that lack another column are read, and the lack is said', async () => {
    const mapping = { ...BY_MAIL, at: { column: 'when' }, traits: { city: { column: 'nope' } } };
    expect(await check('{"mail":"a@x.example","n":1}', mapping)).toEqual({
      problems: [],
      note: 'no sampled record holds "when", "nope"; there are "mail", "n"',
    });
  });

  test('need no column whose default says who it was, and no identifier at all', async () => {
    const byDefault = { identifiers: { shop: { column: 'shop', default: 'berlin' } } };
    expect((await check('{"n":1}', byDefault)).problems).toEqual([]);
    expect((await check('{"n":1}', { name: { column: 'what' } })).problems).toEqual([]);
  });

  test('may hold an object where the mapping wants all of it', async () => {
    const mapping = {
      ...BY_MAIL,
      traits: { address: { column: 'address' }, deep: { column: 'a.b.c.d.e.f' } },
    };
    const record = {
      mail: 'a@x.example',
      address: { city: 'Bremen' },
      a: { b: { c: { d: { e: { f: 1 } } } } },
    };
    expect(await check(JSON.stringify(record), mapping)).toEqual(FINE);
  });

  test('are looked at beyond the columns that fit on a screen', async () => {
    const wide = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`c${index}`, index]));
    expect(await check(JSON.stringify({ ...wide, mail: 'a@x.example' }), BY_MAIL)).toEqual(FINE);
  });

  test('say nothing where there are none', async () => {
    expect(await check('{"batch":[]}', BY_MAIL)).toEqual(FINE);
  });
});

describe('a path to the records', () => {
  const DOCUMENT = '{"meta":{"n":1},"data":{"rows":[{"mail":"a@x.example"}],"other":[]}}';

  test.each([
    ['a document', DOCUMENT],
    ['a packed document', gzipSync(DOCUMENT)],
    ['lines', `{"data":{}}\n${DOCUMENT}\n`],
    [
      'a document longer than what is looked at',
      `{"data":{"rows":[${`{"mail":"a@x.example"},`.repeat(20_000)}{}]}}`,
    ],
  ])('leads to the list of %s', async (_, content) => {
    expect(await check(content, { ...BY_MAIL, items: 'data.rows' })).toEqual(FINE);
  });

  test.each([
    ['a document', DOCUMENT],
    ['lines', `{"data":{}}\n${DOCUMENT}\n`],
  ])('that leads nowhere in %s is a mistake, and the lists there are are named', async (_, content) => {
    expect(await check(content, { ...BY_MAIL, items: 'data.nope' })).toEqual({
      problems: ['there is no list of records at "data.nope"; there are "data.rows", "data.other"'],
      note: null,
    });
  });
});

test('a table lacks no column, however many it has', async () => {
  const columns = [...Array.from({ length: 90 }, (_, index) => `c${index}`), 'mail'];
  const content = `${columns.join(',')}\n${columns.map((_, index) => index).join(',')}\n`;
  expect(await check(content, BY_MAIL)).toEqual(FINE);
  const { problems } = await check(content, { ...BY_MAIL, at: { column: 'when' } });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/"when".*"c0".*"c89".*"mail"/);
});
