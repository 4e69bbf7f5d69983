import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '#main/sources/byte-source.ts';
import { type Inspection, inspectSource } from '#main/sources/inspect.ts';
import { event } from './read-all.ts';

const inspect = (content: string | Uint8Array, country: string | null = null): Promise<Inspection> =>
  inspectSource(bytesSource('log', Buffer.from(content)), { country, zone: 'UTC' });

test('recognises a dialect with its reason, and shows the first records as columns', async () => {
  const seen = await inspect(
    gzipSync(`${event('a', { traits: { city: 'Bremen' } })}\n${event('b')}\nbroken\n`),
  );
  expect(seen).toMatchObject({
    container: 'ndjson',
    compressed: true,
    encoding: 'UTF-8',
    mapping: null,
    fault: null,
  });
  expect(seen.candidates[0]).toMatchObject({ dialect: 'weft', confidence: 1 });
  expect(seen.candidates[0]!.reason).toContain('identifiers');
  expect(seen.columns).toEqual(['type', 'name', 'at', 'identifiers.anonymous_id', 'traits.city']);
  expect(seen.rows[0]).toEqual(['track', 'a', '2026-03-01T10:00:00Z', 'a1', 'Bremen']);
  expect(seen.rows[1]![4]).toBe('');
  expect(seen.sampled).toBe(3);
  expect(seen.problems).toMatchObject([{ source: 'log', line: 3, reason: 'not-json' }]);
});

describe('a table', () => {
  const TABLE = [
    'Email;Phone;Time;Event',
    '" Ann@X.Example ";0171 3920077;2026-03-01 10:00:00;Signed up',
    'bob@x.example;+49 171 3920078;2026-03-01 11:00:00;Bought',
  ].join('\r\n');

  test('comes with a guessed mapping and what its identifiers become', async () => {
    const seen = await inspect(TABLE);
    expect(seen).toMatchObject({ container: 'csv', delimiter: ';', zonelessTimes: 2, nationalPhones: 1 });
    expect(seen.columns).toEqual(['Email', 'Phone', 'Time', 'Event']);
    const targets = new Map(seen.mapping!.map(({ column, target }) => [column, target]));
    expect(targets.get('Email')).toEqual({ kind: 'identifier', namespace: 'email' });
    expect(targets.get('Time')).toEqual({ kind: 'time' });
    const written = new Map(seen.normalised.map((sample) => [sample.before, sample]));
    expect(written.get(' Ann@X.Example ')).toMatchObject({ namespace: 'email', after: 'ann@x.example' });
    expect(written.get('0171 3920077')).toMatchObject({ namespace: 'phone', after: null });
    expect(written.get('+49 171 3920078')!.after).toBe('+491713920078');
  });

  test('reads national numbers once the country is known', async () => {
    const seen = await inspect(TABLE, 'DE');
    const sample = seen.normalised.find(({ before }) => before === '0171 3920077');
    expect(sample).toMatchObject({ after: '+491713920077', reason: null });
  });
});

test('knows a vendor’s rows by their fields, and needs no mapping for them', async () => {
  const record = {
    event_name: 'page_view',
    user_pseudo_id: '1.2',
    event_timestamp: '1700000000000000',
    user_id: null,
  };
  const seen = await inspect(`${JSON.stringify(record)}\n`.repeat(3));
  expect(seen.candidates[0]).toMatchObject({ dialect: 'ga4' });
  expect(seen.mapping).toBeNull();
  expect(seen.columns).toEqual(Object.keys(record));
});

test('knows an enriched table without a header by its bare lines', async () => {
  const cells = new Array<string>(131).fill('');
  cells[5] = 'page_view';
  cells[6] = '0f6c1c9a-5b1e-4c7a-9f55-2d3f1f0a9b11';
  const seen = await inspect(`${cells.join('\t')}\n`.repeat(3));
  expect(seen).toMatchObject({ container: 'csv', delimiter: '\t' });
  expect(seen.candidates[0]).toMatchObject({ dialect: 'snowplow' });
  expect(seen.columns.length).toBe(40);
});

test.each([
  ['UTF-8 with byte order mark', Buffer.from(`\ufeff${event('a')}`)],
  ['UTF-16LE', Buffer.from(`\ufeff${event('a')}`, 'utf16le')],
  ['Windows-1252', Buffer.from('name,city\nBj\xf6rn,K\xf6ln\n', 'latin1')],
])('says that a file is %s', async (encoding, bytes) => {
  expect((await inspect(bytes)).encoding).toBe(encoding);
});

test('looks at the beginning only, however large the source', async () => {
  const line = `${event('a', { properties: { note: 'x'.repeat(1000) } })}\n`;
  const content = Buffer.from(line.repeat(20_000));
  const answered = bytesSource('large', content);
  let read = 0;
  const counting = {
    ...answered,
    read: (offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
      read += length;
      return answered.read(offset, length);
    },
  };
  const seen = await inspectSource(counting, { country: null, zone: 'UTC' });
  expect(seen.sampled).toBeGreaterThan(100);
  expect(read).toBeLessThan(1 << 20);
});
