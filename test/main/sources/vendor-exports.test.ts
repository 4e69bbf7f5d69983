import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '#main/sources/byte-source.ts';
import { inspectSource } from '#main/sources/inspect.ts';
import { textOfBlock } from '#shared/base/dictionary.ts';
import type { ReadAll } from './read-all.ts';
import { places, readAll } from './read-all.ts';

const lines = (...records: readonly unknown[]): string =>
  records.map((record) => JSON.stringify(record)).join('\n');

async function dialectOf(content: string | Uint8Array): Promise<string | undefined> {
  const options = { country: null, zone: 'UTC' };
  const seen = await inspectSource(bytesSource('log', Buffer.from(content)), options);
  return seen.candidates[0]?.dialect;
}

/** The values of all identifiers of what was read. */
function valuesOf({ stretches }: ReadAll): string[] {
  return stretches.flatMap(({ batch }) => {
    const { identifierValue } = batch.columns;
    return Array.from(identifierValue, (text) => textOfBlock(batch.texts, text));
  });
}

describe('a PostHog log', () => {
  const records = [
    { uuid: 'e1', event: '$pageview', distinct_id: 'd1', properties: { $device_id: 'd1' } },
    { uuid: 'e2', event: '$identify', distinct_id: 'ada', properties: { $anon_distinct_id: 'd1' } },
    { uuid: 'e3', event: 'bought', distinct_id: 'ada', properties: 'none' },
  ];

  test.each([
    ['lines of an export', gzipSync(lines(...records)), ['1:0', '2:0', '3:0']],
    ['an answer of the API', JSON.stringify({ next: null, results: records }), ['1:0', '1:1', '1:2']],
    ['a batch', JSON.stringify({ api_key: 'phc_x', batch: records }), ['1:0', '1:1', '1:2']],
  ])('is read from %s', async (_, content, at) => {
    expect(await dialectOf(content)).toBe('posthog');
    const read = await readAll(Buffer.from(content), { dialect: 'posthog' });
    expect(read.rows).toEqual([`${at[0]} $pageview`, `${at[1]} $identify`]);
    expect(places(read)).toEqual([`${at[2]} wrong-type`]);
    expect(valuesOf(read)).toEqual(['d1', 'ada']);
  });
});

test('a Mixpanel log is read from lines, and its profiles from an answer of the API', async () => {
  const content = lines(
    { event: 'seen', properties: { time: 1718000000, $device_id: 'd1', distinct_id: '$device:d1' } },
    { event: 'seen', properties: { time: 'soon', $device_id: 'd1', distinct_id: '$device:d1' } },
    { event: '$merge', properties: { $distinct_ids: ['ada', 'ada-2'] } },
  );
  expect(await dialectOf(content)).toBe('mixpanel');
  const read = await readAll(content, { dialect: 'mixpanel' });
  expect(read.rows).toEqual(['1:0 seen', '3:0 $merge']);
  expect(places(read)).toEqual(['2:0 bad-time']);
  expect(valuesOf(read)).toEqual(['d1', 'ada', 'ada-2']);
  const profiles = JSON.stringify({ results: [{ $distinct_id: 'ada', $properties: { $email: 'a@b.co' } }] });
  expect(await dialectOf(profiles)).toBe('mixpanel');
  expect(valuesOf(await readAll(profiles, { dialect: 'mixpanel' }))).toEqual(['ada', 'a@b.co']);
});

test('an Amplitude log is read from an export and from an upload, its large ids whole', async () => {
  const id = '9007199254740993';
  const exported = `{"event_type":"seen","amplitude_id":${id},"device_id":"d1","event_time":"2024-01-02 03:04:05"}`;
  const merged = `{"scope":1,"merge_time":1704164645000,"amplitude_id":"${id}","merged_amplitude_id":7}`;
  const content = gzipSync(`${exported}\n${exported.replace('2024', 'year')}\n${merged}`);
  expect(await dialectOf(content)).toBe('amplitude');
  const read = await readAll(content, { dialect: 'amplitude' });
  expect(read.rows).toEqual(['1:0 seen', '3:0 ']);
  expect(places(read)).toEqual(['2:0 bad-time']);
  expect(valuesOf(read)).toEqual(['d1', id, '7']);
  const events = [{ event_type: 'seen', user_id: 'ada-1', event_properties: {}, time: 1704164645000 }];
  const upload = JSON.stringify({ api_key: 'k', events });
  expect(await dialectOf(upload)).toBe('amplitude');
  expect(valuesOf(await readAll(upload, { dialect: 'amplitude' }))).toEqual(['ada-1']);
});
