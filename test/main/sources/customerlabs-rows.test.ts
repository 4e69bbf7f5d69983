import { expect, test } from 'vitest';
import { bytesSource } from '#main/sources/byte-source.ts';
import { inspectSource } from '#main/sources/inspect.ts';
import { places, readAll } from './read-all.ts';

const UPLOAD = [
  'event_name;timestamp;identify_by_email;first_name;value;currency;user_traits',
  'Purchased;2024-01-02 03:04:05;a@b.co;Ada;49,90;EUR;"{""city"":""Bonn""}"',
  'Purchased;2024-01-02 03:04:05;c@d.co;;1;EUR;Bonn',
  'Page viewed;2024-01-02 03:05:05;a@b.co;;;;',
].join('\r\n');

test('reads what is made for the CSV upload, and rejects a cell that is no object', async () => {
  const read = await readAll(UPLOAD, { dialect: 'customerlabs-rows' });
  expect(read.rows).toEqual(['2:0 Purchased', '4:0 Page viewed']);
  expect(places(read)).toEqual(['3:0 wrong-type']);
  expect(read.rejections[0]!.field).toBe('user_traits');
  expect([...read.stretches[0]!.batch.columns.orderAmount]).toEqual([49.9]);
});

test('recognises it without a mapping', async () => {
  const found = await inspectSource(bytesSource('a.csv', Buffer.from(UPLOAD)), {
    country: null,
    zone: 'UTC',
  });
  expect(found.candidates[0]).toMatchObject({ dialect: 'customerlabs-rows' });
  expect(found.mapping).toBeNull();
});
