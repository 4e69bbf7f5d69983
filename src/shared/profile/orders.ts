/**
 * Orders as the log finally says them.
 *
 * An amended order is sent again whole, with the same id, the new total and only the added items (CustomerLabs'
 * Shopify post-purchase script does so on `CheckoutAmended`). So revenue is the last amount said of an order and never
 * a sum; items are the union over its events, each product with the largest quantity one event said. A refund is kept
 * apart from the amount, a cancelled order counts no revenue and no products, and an event without an order id is an
 * order of its own. Money is added in millionths, as whole numbers, so that sums do not depend on their order.
 */

import { ORDER_KINDS } from '../event/batch.ts';
import type { EventFacts } from '../event/event-facts.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import { compareText } from './survivorship.ts';

/** Currency code → amount; the empty code stands for an unknown currency. */
export type Money = ReadonlyMap<string, number>;

export interface Product {
  readonly id: string | null;
  readonly name: string | null;
  readonly quantity: number;
}

export interface Order {
  readonly id: string | null;
  /** The event that placed it; where the log has none, the first that speaks of it. */
  readonly event: EventIndex;
  /** False when the log only has a refund or a cancellation of it. */
  readonly placed: boolean;
  readonly cancelled: boolean;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly refunds: Money;
  readonly products: readonly Product[];
  /** Events that speak of it, in canonical order. */
  readonly events: readonly EventIndex[];
}

export interface Transactions {
  /** In canonical order of their first event. */
  readonly orders: readonly Order[];
  /** Orders placed, cancelled ones included. */
  readonly placed: number;
  readonly revenue: Money;
  readonly refunds: Money;
  /** What was bought and not cancelled, by product. */
  readonly products: readonly Product[];
}

/** Index into the sparse order table. */
type OrderEntry = number;

const COMPLETED = ORDER_KINDS.indexOf('completed');
const REFUNDED = ORDER_KINDS.indexOf('refunded');
const CANCELLED = ORDER_KINDS.indexOf('cancelled');
const MILLIONTHS = 1e6;

export function toMillionths(amount: number): number {
  return Math.round(amount * MILLIONTHS);
}

export function fromMillionths(sum: number): number {
  return sum / MILLIONTHS;
}

/** What the entries of one order say of money, reused from order to order by whoever walks many. */
export interface OrderTotals {
  placed: boolean;
  cancelled: boolean;
  /** NaN while unknown. */
  amount: number;
  /** TextCode; 0 when unknown. */
  currency: number;
}

/** Reads the entries from `start` to `end`, which are one order in canonical order, into `totals`. */
export function readTotals(
  facts: EventFacts,
  entries: ArrayLike<OrderEntry>,
  range: { readonly start: number; readonly end: number },
  totals: OrderTotals,
): void {
  totals.placed = false;
  totals.cancelled = false;
  totals.amount = Number.NaN;
  totals.currency = 0;
  let anyCurrency = 0;
  for (let i = range.start; i < range.end; i += 1) {
    const entry = entries[i]!;
    const kind = facts.orderKind.at(entry);
    if (kind === CANCELLED) totals.cancelled = true;
    if (kind !== COMPLETED) continue;
    totals.placed = true;
    const currency = facts.orderCurrency.at(entry);
    if (currency !== 0) anyCurrency = currency;
    const amount = facts.orderAmount.at(entry);
    if (Number.isNaN(amount)) continue;
    totals.amount = amount;
    totals.currency = currency;
  }
  // An amendment that lost the currency is still in the currency of its order.
  if (totals.currency === 0) totals.currency = anyCurrency;
}

/** Orders of one profile from its events in canonical order. */
export function computeTransactions(store: EventStore, events: readonly EventIndex[]): Transactions {
  const byId = new Map<number, OrderEntry[]>();
  const groups: OrderEntry[][] = [];
  for (const event of events) {
    const entry = entryOfRow(store.facts.orderRow, event);
    if (entry < 0) continue;
    const id = store.facts.orderId.at(entry);
    const known = id === 0 ? undefined : byId.get(id);
    if (known !== undefined) {
      known.push(entry);
      continue;
    }
    const group = [entry];
    groups.push(group);
    if (id !== 0) byId.set(id, group);
  }
  return totalOrders(groups.map((entries) => makeOrder(store, entries)));
}

function totalOrders(orders: readonly Order[]): Transactions {
  const revenue = new Map<string, number>();
  const refunds = new Map<string, number>();
  const products = new Map<string, Product>();
  let placed = 0;
  for (const order of orders) {
    for (const [currency, amount] of order.refunds) addMoney(refunds, currency, amount);
    if (!order.placed) continue;
    placed += 1;
    if (order.cancelled) continue;
    if (order.amount !== null) addMoney(revenue, order.currency ?? '', order.amount);
    for (const product of order.products) addProduct(products, product);
  }
  return {
    orders,
    placed,
    revenue: byCurrency(revenue),
    refunds: byCurrency(refunds),
    products: [...products.values()],
  };
}

function addMoney(sums: Map<string, number>, currency: string, amount: number): void {
  const millionths = toMillionths(sums.get(currency) ?? 0) + toMillionths(amount);
  sums.set(currency, fromMillionths(millionths));
}

function byCurrency(sums: Money): Money {
  return new Map([...sums].sort((a, b) => compareText(a[0], b[0])));
}

function addProduct(products: Map<string, Product>, product: Product): void {
  const key = productKey(product);
  const known = products.get(key);
  if (known === undefined) products.set(key, product);
  else
    products.set(key, {
      id: product.id,
      name: product.name ?? known.name,
      quantity: known.quantity + product.quantity,
    });
}

function productKey(product: { readonly id: string | null; readonly name: string | null }): string {
  return product.id === null ? `name:${product.name ?? ''}` : `id:${product.id}`;
}

function makeOrder(store: EventStore, entries: readonly OrderEntry[]): Order {
  const { facts, dictionary } = store;
  const totals: OrderTotals = { placed: false, cancelled: false, amount: Number.NaN, currency: 0 };
  readTotals(facts, entries, { start: 0, end: entries.length }, totals);
  const currency = totals.currency === 0 ? null : dictionary.text(totals.currency);
  const refunds = new Map<string, number>();
  for (const entry of entries) {
    const amount = facts.orderAmount.at(entry);
    if (facts.orderKind.at(entry) !== REFUNDED || Number.isNaN(amount)) continue;
    const said = facts.orderCurrency.at(entry);
    addMoney(refunds, said === 0 ? (currency ?? '') : dictionary.text(said), amount);
  }
  const placing = entries.find((entry) => facts.orderKind.at(entry) === COMPLETED) ?? entries[0]!;
  const id = facts.orderId.at(placing);
  return {
    id: id === 0 ? null : dictionary.text(id),
    event: facts.orderRow.at(placing),
    placed: totals.placed,
    cancelled: totals.cancelled,
    amount: Number.isNaN(totals.amount) ? null : totals.amount,
    currency,
    refunds: byCurrency(refunds),
    products: unionOfProducts(store, entries),
    events: entries.map((entry) => facts.orderRow.at(entry)),
  };
}

/** Products of an order: within one event quantities add up, between events the largest counts. */
function unionOfProducts(store: EventStore, entries: readonly OrderEntry[]): Product[] {
  const union = new Map<string, Product>();
  for (const entry of entries) {
    if (store.facts.orderKind.at(entry) !== COMPLETED) continue;
    for (const product of productsOfEntry(store, entry)) {
      const key = productKey(product);
      const known = union.get(key);
      union.set(key, {
        id: product.id,
        name: product.name ?? known?.name ?? null,
        quantity: Math.max(product.quantity, known?.quantity ?? 0),
      });
    }
  }
  return [...union.values()];
}

function productsOfEntry(store: EventStore, entry: OrderEntry): Iterable<Product> {
  const { facts, dictionary } = store;
  const products = new Map<string, Product>();
  const end = facts.itemEnds.at(entry);
  for (let i = runStart(facts.itemEnds, entry); i < end; i += 1) {
    const id = facts.itemId.at(i);
    const name = facts.itemName.at(i);
    const quantity = facts.itemQuantity.at(i);
    addProduct(products, {
      id: id === 0 ? null : dictionary.text(id),
      name: name === 0 ? null : dictionary.text(name),
      quantity: Number.isNaN(quantity) ? 1 : quantity,
    });
  }
  return products.values();
}
