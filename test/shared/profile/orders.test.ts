import { describe, expect, it } from 'vitest';
import type { OrderFact } from '#shared/event/event.ts';
import { computeTransactions } from '#shared/profile/orders.ts';
import { makeEvent, makeOrder, rows, storeOf } from '../../support/events.ts';

function transactionsOf(...orders: OrderFact[]) {
  const events = orders.map((order, minute) =>
    makeEvent('email:a@x.example', { at: minute * 60_000, order }),
  );
  return computeTransactions(storeOf(events), rows(events.length));
}

const item = (id: string, quantity: number | null, name: string | null = null) => ({
  id,
  name,
  quantity,
  price: null,
});

describe('orders', () => {
  it('counts the last amount of an amended order and the union of its items', () => {
    const { orders, placed, revenue, products } = transactionsOf(
      makeOrder('17', { amount: 50, currency: 'EUR', items: [item('pot', 2), item('fern', 1)] }),
      makeOrder('17', { amount: 65, currency: 'EUR', items: [item('soil', 3), item('pot', 1)] }),
    );
    expect(placed).toBe(1);
    expect(revenue).toEqual(new Map([['EUR', 65]]));
    expect(products.map(({ id, quantity }) => [id, quantity])).toEqual([
      ['pot', 2],
      ['fern', 1],
      ['soil', 3],
    ]);
    expect(orders[0]?.events).toEqual([0, 1]);
  });

  it('adds up a product that stands twice in one event', () => {
    const { products } = transactionsOf(makeOrder('1', { items: [item('pot', 2), item('pot', 1)] }));
    expect(products).toEqual([{ id: 'pot', name: null, quantity: 3 }]);
  });

  it('counts an unknown quantity as one and keeps a product without id by its name', () => {
    const { products } = transactionsOf(
      makeOrder('1', { items: [{ id: null, name: 'Fern', quantity: null, price: null }] }),
      makeOrder('2', { items: [{ id: null, name: 'Fern', quantity: 2, price: null }] }),
    );
    expect(products).toEqual([{ id: null, name: 'Fern', quantity: 3 }]);
  });

  it('keeps refunds apart from revenue and gives them the currency of their order', () => {
    const { placed, revenue, refunds, orders } = transactionsOf(
      makeOrder('1', { amount: 80, currency: 'GBP' }),
      makeOrder('1', { kind: 'refunded', amount: 30 }),
      makeOrder('1', { kind: 'refunded', amount: 5.5, currency: 'GBP' }),
    );
    expect(placed).toBe(1);
    expect(revenue).toEqual(new Map([['GBP', 80]]));
    expect(refunds).toEqual(new Map([['GBP', 35.5]]));
    expect(orders).toHaveLength(1);
  });

  it('keeps a refund of an order that the log does not have without counting an order', () => {
    const { placed, revenue, refunds } = transactionsOf(
      makeOrder('9', { kind: 'refunded', amount: 30, currency: 'EUR' }),
    );
    expect([placed, revenue.size, refunds.get('EUR')]).toEqual([0, 0, 30]);
  });

  it('counts a cancelled order as placed but neither its revenue nor its products', () => {
    const { placed, revenue, products, orders } = transactionsOf(
      makeOrder('1', { amount: 80, currency: 'EUR', items: [item('pot', 1)] }),
      makeOrder('1', { kind: 'cancelled' }),
      makeOrder('2', { amount: 7, currency: 'EUR' }),
    );
    expect(placed).toBe(2);
    expect(orders.map((order) => order.cancelled)).toEqual([true, false]);
    expect(revenue).toEqual(new Map([['EUR', 7]]));
    expect(products).toEqual([]);
  });

  it('takes every event without an order id as an order of its own', () => {
    const { placed, revenue } = transactionsOf(
      makeOrder(null, { amount: 10, currency: 'EUR' }),
      makeOrder(null, { amount: 10, currency: 'EUR' }),
    );
    expect([placed, revenue.get('EUR')]).toEqual([2, 20]);
  });

  it('adds currencies up apart, the unknown one under the empty code', () => {
    const { revenue } = transactionsOf(
      makeOrder('1', { amount: 0.1, currency: 'EUR' }),
      makeOrder('2', { amount: 0.2, currency: 'EUR' }),
      makeOrder('3', { amount: 9 }),
    );
    expect([...revenue]).toEqual([
      ['', 9],
      ['EUR', 0.3],
    ]);
  });

  it('keeps the currency of an order whose amendment lost it', () => {
    const { revenue } = transactionsOf(
      makeOrder('1', { amount: 10, currency: 'INR' }),
      makeOrder('1', { amount: 12 }),
    );
    expect([...revenue]).toEqual([['INR', 12]]);
  });
});
