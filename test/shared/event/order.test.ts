import { describe, expect, test } from 'vitest';
import { orderKind, parseAmount, readOrder } from '#shared/event/order.ts';

const FIELDS = { id: ['transaction_id', 'order_id'], amount: ['value', 'total'] };

describe('orderKind', () => {
  test.each([
    ['Purchased', 'completed'],
    ['purchase', 'completed'],
    ['Order Completed', 'completed'],
    ['order_completed', 'completed'],
    ['Order Refunded', 'refunded'],
    ['refund', 'refunded'],
    ['Order Canceled', 'cancelled'],
    ['ORDER-CANCELLED', 'cancelled'],
  ])('reads %s as %s', (name, kind) => {
    expect(orderKind(name)).toBe(kind);
  });

  test.each([
    'Checkout Made',
    'checkout_completed',
    'Checkout Step Completed',
    'Order Updated',
    'constructor',
    '',
  ])('takes %s for no order', (name) => {
    expect(orderKind(name)).toBeNull();
  });
});

describe('parseAmount', () => {
  test.each([
    [12.5, 12.5],
    ['49.0', 49],
    [' 7 ', 7],
    ['-3.20', -3.2],
    ['.5', 0.5],
    ['1,500.00', 1500],
    ['1,500', 1500],
    ['1.234,56', 1234.56],
    ['1.234.567', 1_234_567],
    ['49,90', 49.9],
    ['€ 49,90', 49.9],
    ['49.90 EUR', 49.9],
    ['$1,234,567.89', 1_234_567.89],
    ['1 234,50', 1234.5],
    ["1'234.50", 1234.5],
  ])('reads %j as %d', (value, amount) => {
    expect(parseAmount(value)).toBe(amount);
  });

  test.each([
    '',
    ' ',
    'NaN',
    'free',
    '1,2,3',
    '12.34.56',
    '0x10',
    '1e3',
    'Infinity',
    Number.NaN,
    true,
    null,
    [],
    {},
  ])('takes %j for no amount', (value) => {
    expect(parseAmount(value)).toBeNull();
  });
});

describe('readOrder', () => {
  test('takes the first field that says something', () => {
    expect(
      readOrder('completed', { transaction_id: '', order_id: 7, value: 'x', total: '5' }, FIELDS),
    ).toEqual({
      kind: 'completed',
      orderId: '7',
      amount: 5,
      currency: null,
      items: [],
    });
  });

  test('takes what a script has spoiled for no id and no currency', () => {
    for (const spoiled of ['NaN', 'undefined', 'null', ' ']) {
      const order = readOrder('completed', { transaction_id: spoiled, currency: spoiled }, FIELDS);
      expect(order).toMatchObject({ orderId: null, currency: null });
    }
  });

  test('leaves out items that name nothing', () => {
    const items = readOrder(
      'completed',
      { items: [{ item_id: 'a', price: '2' }, { quantity: 1 }, null, 'x'] },
      FIELDS,
    ).items;
    expect(items).toEqual([{ id: 'a', name: null, quantity: null, price: 2 }]);
  });
});
