import { expect, test } from 'vitest';
import { bytesSource } from '#main/sources/byte-source.ts';
import { inspectSource } from '#main/sources/inspect.ts';
import { textOfBlock } from '#shared/base/dictionary.ts';
import { columnsToMapping } from '#shared/event/mapping.ts';
import { readAll } from './read-all.ts';

const ORDERS = [
  'Bestellnummer;Bestelldatum;E-Mail;Gesamtbetrag;Währung;Bestellstatus;Artikelnummer;Menge',
  '#1001;02.03.2026;a@b.co;49,90 €;EUR;bezahlt;4711;1',
  '#1002;14.03.2026;c@d.co;1.234,56 €;EUR;erstattet;4712;2',
  '#1003;15.03.2026;c@d.co;10,00 €;EUR;offen;4713;1',
].join('\n');

test('a list of orders yields revenue by what was guessed of its columns', async () => {
  const bytes = Buffer.from(ORDERS);
  const seen = await inspectSource(bytesSource('orders.csv', bytes), { country: null, zone: 'UTC' });
  const mapping = columnsToMapping(seen.mapping!);
  const read = await readAll(bytes, { dialect: 'table', mapping });
  expect(read.rows).toEqual(['2:0 Order completed', '3:0 Order refunded', '4:0 Order placed']);
  const { columns, texts } = read.stretches[0]!.batch;
  expect([...columns.orderAmount]).toEqual([49.9, 1234.56]);
  expect([...columns.orderId].map((code) => textOfBlock(texts, code))).toEqual(['#1001', '#1002']);
  expect([...columns.orderCurrency].map((code) => textOfBlock(texts, code))).toEqual(['EUR', 'EUR']);
  expect([...columns.itemId].map((code) => textOfBlock(texts, code))).toEqual(['4711', '4712']);
});

const LINES = [
  'Name,Email,Financial Status,Paid at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku',
  '#1001,a@b.co,paid,2024-01-02 03:04:05 +0100,EUR,49.90,1,Cup,20,C1',
  '#1001,a@b.co,,,,,2,Pot,14.95,P1',
  '#1002,c@d.co,refunded,2024-01-03 03:04:05 +0100,EUR,10,1,Cup,10,C1',
].join('\n');

test('a list of the lines of orders, whose number is called a name, is one of orders', async () => {
  const bytes = Buffer.from(LINES);
  const seen = await inspectSource(bytesSource('orders.csv', bytes), { country: null, zone: 'UTC' });
  const mapping = columnsToMapping(seen.mapping!);
  const read = await readAll(bytes, { dialect: 'table', mapping });
  expect(read.rows).toEqual(['2:0 Order completed', '3:0 Order completed', '4:0 Order refunded']);
  const { columns, texts } = read.stretches[0]!.batch;
  expect([...columns.orderId].map((code) => textOfBlock(texts, code))).toEqual(['#1001', '#1001', '#1002']);
  expect([...columns.orderAmount]).toEqual([49.9, Number.NaN, 10]);
  expect([...columns.itemId].map((code) => textOfBlock(texts, code))).toEqual(['C1', 'P1', 'C1']);
  expect([...columns.itemQuantity]).toEqual([1, 2, 1]);
});
