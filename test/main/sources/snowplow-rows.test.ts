import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bytesSource } from '#main/sources/byte-source.ts';
import { inspectSource } from '#main/sources/inspect.ts';
import { sniffTable } from '#main/sources/table-shape.ts';
import { SNOWPLOW_COLUMNS } from '#shared/event/dialects/snowplow-columns.ts';
import { places, readAll } from './read-all.ts';

const bytes = new Uint8Array(readFileSync(new URL('../../fixtures/snowplow/enriched.tsv', import.meta.url)));
const text = Buffer.from(bytes).toString();
const DIALECT = { dialect: 'snowplow' };
const OPTIONS = { country: null, zone: 'UTC' };

test('rows of the enriched form become events, and a damaged one is rejected with its line', async () => {
  const read = await readAll(bytes, DIALECT);
  expect(read.rows).toEqual([
    '1:0 page_view',
    '2:0 link_click',
    '3:0 add-to-basket',
    '5:0 transaction',
    '6:0 transaction_item',
    '7:0 screen_view',
  ]);
  expect(places(read)).toEqual(['4:0 wrong-column-count']);
  expect(read.rejections[0]!.text).toContain('the row has 130 cells; expected 131');
});

test('a quote in the enriched form is a character, open or not', async () => {
  const spoiled = text.replaceAll('"Winter sale" starts', '"Winter sale starts');
  const read = await readAll(spoiled, DIALECT);
  expect(read.rows.length).toBe(6);
  expect(places(read)).toEqual(['4:0 wrong-column-count']);
});

test('the enriched form is read alike in many pieces, and with the line ends of Windows', async () => {
  const lines = text.split('\n');
  const content = `${Array.from({ length: 3000 }, (_, i) => lines[i % 3]!).join('\r\n')}\r\n`;
  const read = await readAll(content, DIALECT);
  expect(read.stretches.length).toBeGreaterThan(1);
  expect(read.rows.length).toBe(3000);
  expect(read.rows.at(-1)).toBe('3000:0 add-to-basket');
  const from = read.stretches[0]!.checkpoint;
  const rest = await readAll(content, { ...DIALECT, from });
  expect(rest.read).toBe(3000 - from.rows);
});

test('the enriched form is known by its rows, and its columns have their names', async () => {
  expect(sniffTable(bytes, true)!.shape).toEqual({
    delimiter: '\t',
    newline: '\n',
    isQuoted: false,
    columns: SNOWPLOW_COLUMNS,
    hasHeader: false,
  });
  const [line] = text.split('\n');
  const seen = await inspectSource(bytesSource('log', Buffer.from(line!)), OPTIONS);
  expect(seen.candidates[0]).toMatchObject({ dialect: 'snowplow' });
  expect(seen).toMatchObject({ mapping: null, zonelessTimes: 0, problems: [], sampled: 1 });
});

test('a warehouse’s table with a header keeps its quoting', async () => {
  const header = 'event_id,event_vendor,event_name,collector_tstamp,user_id,contexts';
  const row = 'e1,com.acme,signup,2024-03-01 10:00:00 UTC,u-1,"{""data"":[]}"';
  const seen = await inspectSource(bytesSource('log', Buffer.from(`${header}\n${row}\n`)), OPTIONS);
  expect(seen.candidates[0]).toMatchObject({ dialect: 'snowplow' });
  const read = await readAll(`${header}\n${row}\n`, DIALECT);
  expect(read.rows).toEqual(['2:0 signup']);
});
