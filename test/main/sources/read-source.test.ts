import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ParserPool } from '#main/parser/parser-pool.ts';
import { bytesSource } from '#main/sources/byte-source.ts';
import { readSource } from '#main/sources/read-source.ts';
import { event, places, readAll, rowsOf, WEFT_OPTIONS } from './read-all.ts';

const manyLines = (count: number): string =>
  Array.from({ length: count }, (_, i) => event(`e${i}`, { properties: { note: 'x'.repeat(400) } })).join(
    '\n',
  );

test('reads lines of JSON in order with their true line numbers', async () => {
  const read = await readAll(`${event('one')}\n\n${event('two')}\r\nnot json\n${event('three')}`);
  expect(read.rows).toEqual(['1:0 one', '3:0 two', '5:0 three']);
  expect(places(read)).toEqual(['4:0 not-json']);
});

test('takes a line that is a batch or a list apart', async () => {
  const batch = `{"sentAt":"x","batch":[${event('a')},${event('b')},7]}`;
  const read = await readAll(`${event('first')}\n${batch}\n[${event('c')}]\n`);
  expect(read.rows).toEqual(['1:0 first', '2:0 a', '2:1 b', '3:0 c']);
  expect(places(read)).toEqual(['2:2 not-an-object']);
});

test('delivers stretches strictly in order, each row and line once', async () => {
  const read = await readAll(manyLines(5000));
  expect(read.stretches.length).toBeGreaterThan(3);
  expect(read.rows).toEqual(Array.from({ length: 5000 }, (_, i) => `${i + 1}:0 e${i}`));
  const firstRows = read.stretches.map(({ firstRow }) => firstRow);
  expect(firstRows).toEqual(firstRows.toSorted((a, b) => a - b));
});

test.each([
  ['lines', manyLines(3000)],
  ['a document', `[\n${manyLines(3000).replaceAll('\n', ',\n')}\n]`],
  [
    'a wrapped list',
    `{"meta":{"data":[1]},"data":[\n${manyLines(3000).replaceAll('\n', ',\n')}\n],"more":{"a":"]"}}\n`,
  ],
])('goes on behind any checkpoint of %s as if it had never stopped', async (_, content) => {
  for (const bytes of [Buffer.from(content), gzipSync(content), Buffer.from(content, 'utf16le')]) {
    const whole = await readAll(bytes);
    expect(whole.rows.length).toBe(3000);
    expect(whole.rejections).toEqual([]);
    for (const [index, { checkpoint }] of whole.stretches.entries()) {
      const from = JSON.parse(JSON.stringify(checkpoint)) as typeof checkpoint;
      const rest = await readAll(bytes, { from });
      expect(rest.rows).toEqual(whole.stretches.slice(index + 1).flatMap(rowsOf));
      expect(rest.rejections).toEqual([]);
    }
  }
});

test('takes rows that are delimiters alone for none, as blank lines are', async () => {
  const options = { dialect: 'table', mapping: TABLE };
  const read = await readAll('name,email\nann,a@x.example\n,\n  ,""\n\nbob,b@x.example\n', options);
  expect(read.rows.map((row) => row.split(':')[0])).toEqual(['2', '6']);
  expect(read.rejections).toEqual([]);
});

test('goes on behind a checkpoint of a table', async () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => `"ann ""${i}""\nnote",a${i}@x.example`);
  const content = `name,email\r\n${rows.join('\r\n')}\r\n`;
  const options = { dialect: 'table', mapping: TABLE };
  const whole = await readAll(content, options);
  expect(whole.rows.length).toBe(40_000);
  expect(whole.rows.at(-1)).toBe(`${2 + 2 * 39_999}:0 ann "39999"\nnote`);
  expect(whole.stretches.length).toBeGreaterThan(2);
  const from = whole.stretches[0]!.checkpoint;
  const rest = await readAll(content, { ...options, from });
  expect(rest.rows).toEqual(whole.stretches.slice(1).flatMap(rowsOf));
});

const TABLE = {
  type: { fixed: 'track' },
  name: { column: 'name' },
  at: null,
  id: null,
  identifiers: [['email', { column: 'email' }]],
  traits: [],
  properties: [],
  group: null,
  items: null,
} as const;

test('gives equal lines without ids ids of their own when each line is an event', async () => {
  const table = 'name,email\nann,a@x.example\nann,a@x.example\n';
  const keys = async (eachLineIsAnEvent: boolean): Promise<Set<string>> => {
    const read = await readAll(table, { dialect: 'table', mapping: TABLE, eachLineIsAnEvent });
    const { key } = read.stretches[0]!.batch.columns;
    return new Set([0, 1].map((row) => key.slice(row * 4, row * 4 + 4).join()));
  };
  expect((await keys(false)).size).toBe(1);
  expect((await keys(true)).size).toBe(2);
});

test('keeps the digits of integers that a number cannot hold', async () => {
  const long = event('long').replace('"a1"', '9007199254740993');
  const read = await readAll(`${long}\n${event('short')}`);
  const { texts } = read.stretches[0]!.batch;
  expect(new TextDecoder().decode(texts.bytes)).toContain('9007199254740993');
});

test('ends at once with a cancelled fault when the signal aborts', async () => {
  const abort = new AbortController();
  const source = bytesSource('log', Buffer.from(manyLines(20_000)));
  const pool = new ParserPool({ threads: 0 });
  const seen: number[] = [];
  const reading = (async () => {
    for await (const stretch of readSource(source, WEFT_OPTIONS, pool, abort.signal)) {
      seen.push(stretch.read);
      abort.abort();
    }
  })();
  await expect(reading).rejects.toMatchObject({ name: 'Fault', kind: 'cancelled' });
  expect(seen.length).toBe(1);
});

test('does not wait for a source that never answers when it is cancelled', async () => {
  const abort = new AbortController();
  const content = Buffer.from(manyLines(20_000));
  const answered = bytesSource('log', content);
  let reads = 0;
  const source = {
    ...answered,
    read: (offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
      reads += 1;
      if (reads < 3) return answered.read(offset, length);
      abort.abort();
      return new Promise(() => undefined);
    },
  };
  await expect(readAll(source, {}, new ParserPool({ threads: 0 }), abort.signal)).rejects.toMatchObject({
    kind: 'cancelled',
  });
});

test('names the dialect that it does not know', async () => {
  const reading = readAll(event('x'), { dialect: 'nothing' });
  await expect(reading).rejects.toMatchObject({ kind: 'mapping-invalid' });
});
