/**
 * Orders and revenue of every profile at once, from the sparse order table: entries are sorted by profile, order and
 * canonical order, and each run is read by the same function as on the profile page. After a commit only the entries of
 * touched profiles are.
 */

import { orderByNumber } from '../base/radix-order.ts';
import { entryOfRow } from '../event/event-facts.ts';
import type { ProfileIndex } from '../identity/identity.ts';
import { patched } from '../identity/touched.ts';
import type { EngineView } from './engine-view.ts';
import { perRevision } from './engine-view.ts';
import type { Money, OrderTotals } from './orders.ts';
import { fromMillionths, readTotals, toMillionths } from './orders.ts';
import { compareText } from './survivorship.ts';
import { grownColumn, presentTouched } from './touched-profiles.ts';

export interface OrderColumns {
  /** ProfileIndex → orders placed, cancelled ones included. */
  readonly orders: Uint32Array;
  readonly revenue: RevenueEntries;
  /** The currency of most revenue entries, by which profiles are sorted; 0 when there is no revenue. */
  readonly mainCurrency: number;
}

/** One entry for each profile and currency, ascending by profile. */
export interface RevenueEntries {
  readonly profile: Uint32Array;
  /** TextCode; 0 when unknown. */
  readonly currency: Uint32Array;
  /** In millionths. */
  readonly sum: Float64Array;
}

export const orderColumns = patched(
  (engine: EngineView): OrderColumns => {
    const orders = new Uint32Array(engine.profileCount);
    return makeColumns(orders, sumOrders(engine, creditedEntries(engine), orders));
  },
  (engine, former, touched) => {
    const present = presentTouched(engine, touched);
    if (present === null) return null;
    const orders = grownColumn(engine, former.orders);
    for (const profile of touched.profiles) orders[profile] = 0;
    const revenue = sumOrders(engine, entriesOf(engine, present), orders);
    const isTouched = new Uint8Array(engine.profileCount);
    for (const profile of touched.profiles) isTouched[profile] = 1;
    return makeColumns(orders, mergeRevenue(former.revenue, isTouched, revenue));
  },
);

/** Counts the orders of the entries up in `orders` and returns their revenue. */
function sumOrders(engine: EngineView, entries: CreditedEntries, orders: Uint32Array): RevenueEntries {
  const writer = new RevenueWriter(entries.entries.length);
  visitOrders(engine, entries, (profile, _, { placed, cancelled, amount, currency }) => {
    if (!placed) return;
    orders[profile]! += 1;
    if (!cancelled && !Number.isNaN(amount)) writer.add(profile, currency, toMillionths(amount));
  });
  return writer.finish();
}

/** The entries of profiles that were not touched, with those of `part`. */
function mergeRevenue(former: RevenueEntries, isTouched: Uint8Array, part: RevenueEntries): RevenueEntries {
  const writer = new RevenueWriter(former.sum.length + part.sum.length);
  let next = 0;
  const takePart = (end: number): void => {
    for (; next < part.sum.length && part.profile[next]! < end; next += 1) writer.copy(part, next);
  };
  for (let i = 0; i < former.sum.length; i += 1) {
    const profile = former.profile[i]!;
    if (isTouched[profile] === 1) continue;
    takePart(profile);
    writer.copy(former, i);
  }
  takePart(Number.POSITIVE_INFINITY);
  return writer.finish();
}

type VisitOrder = (profile: number, entry: number, totals: OrderTotals) => void;

/** Visits the orders of all profiles, by profile; `entry` is their first. The totals are reused. */
export function eachOrder(engine: EngineView, visit: VisitOrder): void {
  visitOrders(engine, creditedEntries(engine), visit);
}

function visitOrders(engine: EngineView, credited: CreditedEntries, visit: VisitOrder): void {
  const { facts } = engine.store;
  const { owners } = credited;
  const entries = sortEntries(engine, credited);
  const totals: OrderTotals = { placed: false, cancelled: false, amount: Number.NaN, currency: 0 };
  for (let start = 0; start < entries.length; ) {
    const end = endOfOrder(engine, credited, start);
    readTotals(facts, entries, { start, end }, totals);
    visit(owners[entries[start]!]!, entries[start]!, totals);
    start = end;
  }
}

/** Entries of the order table that are credited, and to whom. */
interface CreditedEntries {
  readonly entries: Uint32Array;
  /** Entry → present profile. */
  readonly owners: Float64Array;
}

function creditedEntries(engine: EngineView): CreditedEntries {
  const { orderRow } = engine.store.facts;
  const entries = new Uint32Array(orderRow.length);
  const owners = new Float64Array(orderRow.length);
  let count = 0;
  for (let entry = 0; entry < entries.length; entry += 1) {
    owners[entry] = engine.creditOf(orderRow.at(entry));
    if (owners[entry]! >= 0) entries[count++] = entry;
  }
  return { entries: entries.slice(0, count), owners };
}

function entriesOf(engine: EngineView, profiles: readonly ProfileIndex[]): CreditedEntries {
  const { orderRow } = engine.store.facts;
  const owners = new Float64Array(orderRow.length);
  const entries: number[] = [];
  for (const profile of profiles) {
    for (const event of engine.eventsOf(profile)) {
      const entry = entryOfRow(orderRow, event);
      if (entry < 0) continue;
      owners[entry] = profile;
      entries.push(entry);
    }
  }
  return { entries: Uint32Array.from(entries), owners };
}

/** Puts them in order by profile, order id and canonical order, in place. */
function sortEntries(engine: EngineView, { entries, owners }: CreditedEntries): Uint32Array {
  const { orderRow, orderId } = engine.store.facts;
  orderByNumber(entries, owners);
  for (let start = 0; start < entries.length; ) {
    let end = start + 1;
    while (end < entries.length && owners[entries[end]!] === owners[entries[start]!]) end += 1;
    if (end - start > 1)
      entries
        .subarray(start, end)
        .sort(
          (a, b) => orderId.at(a) - orderId.at(b) || engine.compareEvents(orderRow.at(a), orderRow.at(b)),
        );
    start = end;
  }
  return entries;
}

/** Those without an id are orders each on their own. */
function endOfOrder(engine: EngineView, { entries, owners }: CreditedEntries, start: number): number {
  const { orderId } = engine.store.facts;
  const id = orderId.at(entries[start]!);
  const profile = owners[entries[start]!]!;
  let end = start + 1;
  if (id === 0) return end;
  while (end < entries.length && orderId.at(entries[end]!) === id && owners[entries[end]!] === profile)
    end += 1;
  return end;
}

function makeColumns(orders: Uint32Array, revenue: RevenueEntries): OrderColumns {
  const entriesIn = new Map<number, number>();
  for (const currency of revenue.currency) entriesIn.set(currency, (entriesIn.get(currency) ?? 0) + 1);
  let mainCurrency = 0;
  let most = 0;
  for (const [currency, count] of entriesIn) {
    if (count <= most) continue;
    most = count;
    mainCurrency = currency;
  }
  return { orders, revenue, mainCurrency };
}

/** Writes revenue of profiles that come in ascending order. */
class RevenueWriter {
  readonly #profile: Uint32Array;
  readonly #currency: Uint32Array;
  readonly #sum: Float64Array;
  #length = 0;

  constructor(room: number) {
    this.#profile = new Uint32Array(room);
    this.#currency = new Uint32Array(room);
    this.#sum = new Float64Array(room);
  }

  /** Adds to what the profile has in a currency. */
  add(profile: ProfileIndex, currency: number, sum: number): void {
    let at = this.#length - 1;
    while (at >= 0 && this.#profile[at] === profile && this.#currency[at] !== currency) at -= 1;
    if (at >= 0 && this.#profile[at] === profile) this.#sum[at]! += sum;
    else this.#push(profile, currency, sum);
  }

  copy({ profile, currency, sum }: RevenueEntries, at: number): void {
    this.#push(profile[at]!, currency[at]!, sum[at]!);
  }

  finish(): RevenueEntries {
    const profile = this.#profile.slice(0, this.#length);
    const currency = this.#currency.slice(0, this.#length);
    return { profile, currency, sum: this.#sum.slice(0, this.#length) };
  }

  #push(profile: ProfileIndex, currency: number, sum: number): void {
    this.#profile[this.#length] = profile;
    this.#currency[this.#length] = currency;
    this.#sum[this.#length] = sum;
    this.#length += 1;
  }
}

export function revenueOf(engine: EngineView, wanted: ProfileIndex): Money {
  const { profile, currency, sum } = orderColumns(engine).revenue;
  const sums: [string, number][] = [];
  for (let i = firstAtLeast(profile, wanted); profile[i] === wanted; i += 1)
    sums.push([engine.store.dictionary.text(currency[i]!), fromMillionths(sum[i]!)]);
  return new Map(sums.sort((a, b) => compareText(a[0], b[0])));
}

/** Position of the first number that is not less; binary search. */
function firstAtLeast(numbers: Uint32Array, wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface RevenueTotals {
  readonly orders: number;
  readonly revenue: Money;
}

/** Sums over all profiles, so that the parts on screen add up to the whole. */
export const revenueTotals = perRevision((engine): RevenueTotals => {
  const { orders, revenue } = orderColumns(engine);
  const sums = new Map<number, number>();
  revenue.currency.forEach((currency, at) => {
    sums.set(currency, (sums.get(currency) ?? 0) + revenue.sum[at]!);
  });
  let count = 0;
  for (const placed of orders) count += placed;
  const texts: [string, number][] = [];
  for (const [currency, sum] of sums)
    texts.push([engine.store.dictionary.text(currency), fromMillionths(sum)]);
  return { orders: count, revenue: new Map(texts.sort((a, b) => compareText(a[0], b[0]))) };
});
