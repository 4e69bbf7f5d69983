import { expect, test } from 'vitest';
import { bytesSource } from '#main/sources/byte-source.ts';
import { inspectSource } from '#main/sources/inspect.ts';
import { places, readAll } from './read-all.ts';

const ORDERS = [
  'ID,ANONYMOUS_ID,USER_ID,EVENT,EVENT_TEXT,ORIGINAL_TIMESTAMP,RECEIVED_AT,ORDER_ID,REVENUE,PRODUCTS,CONTEXT_PAGE_URL',
  'm1,a1,,order_completed,Order Completed,2024-01-02 03:04:05,2024-01-02 03:04:06,o1,25.00,"[{""sku"":""s1""}]",https://x.example/',
  'm2,a2,u2,order_completed,Order Completed,yesterday,2024-01-02 03:04:06,o2,5,,',
  'm3,a2,u2,order_completed,,2024-01-02 03:04:05,,o3,5,,',
].join('\n');

test('reads a table of a warehouse from CSV, and rejects a row by the name of its column', async () => {
  const read = await readAll(ORDERS, { dialect: 'segment-warehouse' });
  expect(read.rows).toEqual(['2:0 Order Completed', '4:0 order_completed']);
  expect(places(read)).toEqual(['3:0 bad-time']);
  expect(read.rejections[0]!.field).toBe('original_timestamp');
  const [{ batch }] = read.stretches as [(typeof read.stretches)[number]];
  expect([...batch.columns.orderAmount]).toEqual([25, 5]);
});

test('recognises a table of a warehouse and needs no mapping', async () => {
  const found = await inspectSource(bytesSource('orders.csv', Buffer.from(ORDERS)), {
    country: null,
    zone: 'UTC',
  });
  expect(found.candidates[0]).toMatchObject({ dialect: 'segment-warehouse' });
  expect(found.mapping).toBeNull();
});
