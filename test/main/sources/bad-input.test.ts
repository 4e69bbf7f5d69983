/** Whatever a file holds: what can be read is read, everything else has a place and a reason, and nothing throws. */

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '#main/sources/byte-source.ts';
import { bytesSource } from '#main/sources/byte-source.ts';
import { inspectSource } from '#main/sources/inspect.ts';
import type { Mapping } from '#shared/event/mapping.ts';
import { event, places, type ReadAll, readAll } from './read-all.ts';

const UTC = { country: null, zone: 'UTC' };
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex');

async function plainAndPacked(content: Uint8Array | string, options = {}): Promise<ReadAll> {
  const bytes = Buffer.from(content);
  const plain = await readAll(bytes, options);
  const packed = await readAll(gzipSync(bytes), options);
  expect(packed.rows).toEqual(plain.rows);
  expect(packed.rejections).toEqual(plain.rejections);
  return plain;
}

const mapping = (columns: { name: string; email: string }): Mapping => ({
  type: { fixed: 'track' },
  name: { column: columns.name },
  at: null,
  id: null,
  identifiers: [['email', { column: columns.email }]],
  traits: [],
  properties: [],
  group: null,
  items: null,
});
const table = (name: string, email: string): object => ({
  dialect: 'table',
  mapping: mapping({ name, email }),
});

describe('what holds no events is named', () => {
  test.each([
    ['people.csv', PNG, /a PNG picture/],
    ['empty.ndjson', Buffer.alloc(0), /empty/],
    ['blank.csv', Buffer.from('\ufeff'), /empty/],
    ['packed.csv', gzipSync(PNG), /compressed and holds a PNG picture/],
    ['twice.gz', gzipSync(gzipSync('{}')), /compressed and holds a gzip file/],
    ['noise.csv', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)), /binary data/],
    ['letter.txt', Buffer.from('Dear all\nthis is a letter\nof three lines'), /neither JSON nor a table/],
    ['not.gz', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9]), /gzip/],
  ])('%s', async (name, content, seen) => {
    const source = bytesSource(name, content);
    await expect(readAll(source)).rejects.toMatchObject({ kind: 'not-an-event-file' });
    const { fault } = await inspectSource(source, UTC);
    expect(fault?.kind).toBe('not-an-event-file');
    expect(fault?.message).toMatch(seen);
  });
});

describe('lines of JSON', () => {
  test('a line that is none, in the middle', async () => {
    const read = await plainAndPacked(`${event('a')}\n<html>\n${event('b')}\n{"a":\n${event('c')}`);
    expect(read.rows).toEqual(['1:0 a', '3:0 b', '5:0 c']);
    expect(places(read)).toEqual(['2:0 not-json', '4:0 not-json']);
  });

  test('a last line that is cut off', async () => {
    const read = await plainAndPacked(`${event('a')}\n${event('b').slice(0, 30)}`);
    expect(places(read)).toEqual(['2:0 truncated']);
  });

  test('the wrong type in every field', async () => {
    const whole = {
      id: 'i',
      type: 'track',
      name: 'n',
      at: 1,
      receivedAt: 1,
      identifiers: { email: 'a@x.example' },
    };
    const more = { traits: {}, properties: {}, context: {}, group: { identifiers: {}, traits: {} } };
    const wrong: unknown[] = [null, true, 0, -1.5, '', 'x', [], [[]], {}, { a: { b: [null] } }, 1e308];
    const lines: string[] = [];
    for (const field of Object.keys({ ...whole, ...more }))
      for (const value of wrong) lines.push(JSON.stringify({ ...whole, ...more, [field]: value }));
    for (const value of wrong.slice(0, 6)) lines.push(JSON.stringify(value));
    const read = await plainAndPacked(lines.join('\n'));
    expect(read.read).toBe(lines.length);
    for (const dialect of ['segment', 'customerlabs']) {
      expect((await readAll(lines.join('\n'), { dialect })).read).toBe(lines.length);
    }
  });

  test('names that objects have by themselves', async () => {
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'then',
      'toJSON',
      'length',
    ];
    const lines = names.map((name) =>
      event('x').replace(
        '"identifiers"',
        `"traits":{"${name}":{"polluted":1}},"${name}":{"polluted":1},"identifiers"`,
      ),
    );
    const read = await plainAndPacked(lines.join('\n'));
    expect(read.rows.length).toBe(names.length);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('a byte order mark, bytes that are no UTF-8, and text that is', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`\ufeff${event('é')}\n{"name":"`),
      Buffer.from([0xe9, 0x74, 0xe9]),
      Buffer.from(`"}\n\ufeff${event('後')}\n`),
    ]);
    const read = await plainAndPacked(bytes);
    expect(read.rows).toEqual(['1:0 é', '3:0 後']);
    expect(places(read)).toEqual(['2:0 bad-encoding']);
  });

  test('times of 1600 and 9999', async () => {
    const at = (time: string): string => event(time, { at: time });
    const read = await plainAndPacked(`${at('1600-01-01T00:00:00Z')}\n${at('9999-12-31T23:59:59Z')}`);
    expect(Array.from(read.stretches[0]!.batch.columns.at)).toEqual([
      Date.UTC(1600, 0, 1),
      Date.UTC(9999, 11, 31, 23, 59, 59),
    ]);
  });

  test('nesting deeper than any stack', async () => {
    const deep = `{"type":"track","identifiers":{"a":"b"},"properties":{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`;
    const read = await readAll(`${event('a')}\n${deep}\n${event('b')}`, { keepChunks: true });
    expect(read.read).toBe(3);
    expect(read.rows).toEqual(expect.arrayContaining(['1:0 a', '3:0 b']));
    const listed = await readAll(`[${event('a')},\n${deep},\n${event('b')}]`, { keepChunks: true });
    expect(listed.read).toBe(3);
    expect(listed.rows).toEqual(expect.arrayContaining(['1:0 a', '3:2 b']));
    const seen = await inspectSource(bytesSource('deep', Buffer.from(`${event('a')}\n${deep}`)), UTC);
    expect(seen.candidates[0]).toMatchObject({ dialect: 'weft' });
  });

  test.each(['utf16le', 'utf16be'] as const)('in %s, with and without a mark', async (encoding) => {
    for (const mark of ['', '\ufeff']) {
      const bytes = Buffer.from(`${mark}${event('a')}\n${event('後😀')}`, 'utf16le');
      const read = await plainAndPacked(encoding === 'utf16le' ? bytes : bytes.swap16());
      expect(read.rows).toEqual(['1:0 a', '2:0 後😀']);
    }
  });
});

describe('JSON documents', () => {
  test('a batch with broken items keeps the others, and each its place', async () => {
    const items = [event('a'), '{"type":"track",}', event('b'), '{"type":"tr', event('c')];
    const text = `{\n"sentAt": 1,\n"batch": [\n${items.join(',\n')}\n]\n}`;
    const read = await plainAndPacked(text);
    expect(read.rows).toEqual(['4:0 a', '6:2 b', '8:4 c']);
    expect(places(read)).toEqual(['5:1 not-json', '7:3 not-json']);
  });

  test('records under the path that a mapping names', async () => {
    const rows = Array.from({ length: 3 }, (_, i) => `{"what":"w${i}","who":"a${i}@x.example"}`);
    const text = `{"meta":{"rows":[1]},"result":{"rows":[\n${rows.join(',\n')}]}}`;
    const options = {
      dialect: 'table',
      mapping: { ...mapping({ name: 'what', email: 'who' }), items: 'result.rows' },
    };
    const read = await plainAndPacked(text, options);
    expect(read.rows.map((row) => row.split(' ')[1])).toEqual(['w0', 'w1', 'w2']);
  });

  test('a batch of one person is taken apart without losing whose it is', async () => {
    const text = JSON.stringify({ mpid: '7', events: [{ data: 1 }, { data: 2 }], user_identities: {} });
    const read = await plainAndPacked(`${text}\n${event('a')}`);
    expect(read.read).toBe(3);
    expect(places(read).map((place) => place.split(' ')[0])).toEqual(['1:0', '1:1']);
  });

  test('one that ends in the middle', async () => {
    const text = `[\n${event('a')},\n${event('b')},\n${event('c').slice(0, 40)}`;
    const read = await plainAndPacked(text);
    expect(read.rows).toEqual(['2:0 a', '3:1 b']);
    expect(places(read)).toEqual(['4:2 truncated']);
  });
});

describe('tables', () => {
  test('UTF-16 with semicolons and quoted newlines', async () => {
    const text = 'what;who\r\n"a\r\nb";a@x.example\r\nc;b@x.example\r\nd\r\n"e ""x""";c@x.example\r\n';
    const read = await plainAndPacked(Buffer.from(`\ufeff${text}`, 'utf16le'), table('what', 'who'));
    expect(read.rows).toEqual(['2:0 a\nb', '4:0 c', '6:0 e "x"']);
    expect(places(read)).toEqual(['5:0 wrong-column-count']);
  });

  test('tabs without a header', async () => {
    const text = 'a@x.example\t2024-01-02\tsigned up\nb@x.example\t2024-01-03\tbought\n';
    const read = await plainAndPacked(text, table('column 3', 'column 1'));
    expect(read.rows).toEqual(['1:0 signed up', '2:0 bought']);
  });

  test('Windows-1252 rows among UTF-8 ones', async () => {
    const bytes = Buffer.concat([
      Buffer.from('what,who\ncafé,a@x.example\n'),
      Buffer.from('caf\xe9 \x80,b@x.example\n', 'latin1'),
    ]);
    const read = await plainAndPacked(bytes, table('what', 'who'));
    expect(read.rows).toEqual(['2:0 café', '3:0 café €']);
  });

  test('columns called like what objects have, twice or not at all', async () => {
    const text = '__proto__,constructor,,email,email\na,b,c,d@x.example,e\n';
    const read = await plainAndPacked(text, table('__proto__', 'email'));
    expect(read.rows).toEqual(['2:0 a']);
    const { columns } = await inspectSource(bytesSource('t.csv', Buffer.from(text)), UTC);
    expect(columns).toEqual(['__proto__', 'constructor', 'column 3', 'email', 'email (2)']);
  });

  test('lines that end with carriage returns alone', async () => {
    const read = await plainAndPacked('what,who\ra,a@x.example\rb,b@x.example\r', table('what', 'who'));
    expect(read.rows).toEqual(['2:0 a', '3:0 b']);
  });
});

describe('gzip', () => {
  const lines = Array.from({ length: 3000 }, (_, i) => event(`e${i}`, { properties: { n: i * 7919 } })).join(
    '\n',
  );

  test('that is cut off keeps what was read and says where it ends', async () => {
    const packed = gzipSync(lines);
    const read = await readAll(packed.subarray(0, packed.length >> 1));
    expect(read.rows.length).toBeGreaterThan(500);
    expect(read.rows).toEqual(Array.from({ length: read.rows.length }, (_, i) => `${i + 1}:0 e${i}`));
    expect(places(read)).toEqual([`${read.rows.length + 1}:0 truncated`]);
  });

  test('that is damaged in the middle', async () => {
    const packed = gzipSync(Buffer.from(`${lines}\n`.repeat(10)));
    packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
    const read = await readAll(packed);
    expect(read.rows.length).toBeGreaterThan(3000);
    expect(read.rejections.at(-1)?.reason).toBe('truncated');
  });

  test('that unpacks to a thousand times its size is stopped, with the ratio', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(`${event('a')}\n`), Buffer.alloc(200 << 20, 0x20)]));
    const read = await readAll(bomb);
    expect(read.rows).toEqual(['1:0 a']);
    expect(read.rejections.map(({ reason }) => reason)).toEqual(['truncated']);
    expect(read.rejections[0]!.text).toMatch(/\d+ to 1/);
  });

  test('of several members is one content', async () => {
    const read = await readAll(Buffer.concat([gzipSync(`${event('a')}\n`), gzipSync(event('b'))]));
    expect(read.rows).toEqual(['1:0 a', '2:0 b']);
  });
});

describe('a line of 200 MB', () => {
  const LINE = 200 << 20;

  /** Never in memory: made as it is read. */
  function longLine(before: string, after: string): ByteSource {
    const head = Buffer.from(`${before}{"name":"`);
    const tail = Buffer.from(`"}\n${after}`);
    const size = head.length + LINE + tail.length;
    return {
      name: 'long.ndjson',
      size,
      fingerprint: 'long',
      read: (offset, length) => {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset))).fill(0x78);
        for (const [part, at] of [[head, 0] as const, [tail, head.length + LINE] as const])
          for (let i = 0; i < part.length; i += 1)
            if (at + i >= offset && at + i < offset + bytes.length) bytes[at + i - offset] = part[i]!;
        return Promise.resolve(bytes);
      },
      close: () => Promise.resolve(),
    };
  }

  test.each([
    ['behind others', `${event('a')}\n`, ['1:0 a', '3:0 b'], '2:0 too-long'],
    ['as the first', '', ['2:0 b'], '1:0 too-long'],
  ])('%s is given up, and the rest is read', async (_, before, rows, place) => {
    const used = process.memoryUsage().arrayBuffers;
    const read = await readAll(longLine(before, event('b')));
    expect(read.rows).toEqual(rows);
    expect(places(read)).toEqual([place]);
    expect(process.memoryUsage().arrayBuffers - used).toBeLessThan(160 << 20);
  });

  test.each([
    ['behind others', `${event('a')}\n`],
    ['as the first', ''],
  ])('%s does not hide what the others are', async (_, before) => {
    const seen = await inspectSource(longLine(before, event('b')), UTC);
    expect(seen.candidates[0]).toMatchObject({ dialect: 'weft' });
    expect(seen.mapping).toBeNull();
  });

  test('under a header leaves a table a table', async () => {
    const seen = await inspectSource(longLine('name,email\n', 'b,b@shop.example\n'), UTC);
    expect(seen).toMatchObject({ container: 'csv', columns: ['name', 'email'] });
  });
});
