/**
 * Orders and revenue of every profile at once, from the sparse order table: entries are sorted by profile, order and
 * canonical order, and each run is read by the same function as on the profile page.
 */

import type { EngineView } from './engine-view.ts';
import { creditColumn, perRevision } from './engine-view.ts';
import type { Money, OrderTotals } from './orders.ts';
import { fromMillionths, readTotals, toMillionths } from './orders.ts';
import { compareText } from './survivorship.ts';

export interface OrderColumns {
  /** ProfileIndex → orders placed, cancelled ones included. */
  readonly orders: Uint32Array;
  /** ProfileIndex → end of its run in the two columns below. */
  readonly revenueEnds: Uint32Array;
  /** TextCode of the currency; 0 when unknown. */
  readonly revenueCurrency: Uint32Array;
  /** In millionths. */
  readonly revenueSum: Float64Array;
  /** The currency of most revenue entries, by which profiles are sorted; 0 when there is no revenue. */
  readonly mainCurrency: number;
}

export const orderColumns = perRevision((engine): OrderColumns => {
  const writer = new RevenueWriter(engine.profileCount, engine.store.facts.orderRow.length);
  eachOrder(engine, (profile, _, totals) => writer.enter(profile, totals));
  return writer.finish();
});

/** Visits the orders of all profiles, by profile; `entry` is their first. The totals are reused. */
export function eachOrder(
  engine: EngineView,
  visit: (profile: number, entry: number, totals: OrderTotals) => void,
): void {
  const entries = sortedEntries(engine);
  const { facts } = engine.store;
  const credits = creditColumn(engine);
  const totals: OrderTotals = { placed: false, cancelled: false, amount: Number.NaN, currency: 0 };
  for (let start = 0; start < entries.length; ) {
    const profile = credits[facts.orderRow.at(entries[start]!)]!;
    const end = endOfOrder(engine, entries, start);
    readTotals(facts, entries, { start, end }, totals);
    visit(profile, entries[start]!, totals);
    start = end;
  }
}

/** Credited order entries by profile, order id and canonical order; those without an id each on their own. */
function sortedEntries(engine: EngineView): Uint32Array {
  const { orderRow, orderId } = engine.store.facts;
  const credits = creditColumn(engine);
  const entries = new Uint32Array(orderRow.length);
  let count = 0;
  for (let entry = 0; entry < entries.length; entry += 1)
    if (credits[orderRow.at(entry)]! >= 0) entries[count++] = entry;
  return entries
    .slice(0, count)
    .sort(
      (a, b) =>
        credits[orderRow.at(a)]! - credits[orderRow.at(b)]! ||
        orderId.at(a) - orderId.at(b) ||
        engine.compareEvents(orderRow.at(a), orderRow.at(b)),
    );
}

function endOfOrder(engine: EngineView, entries: Uint32Array, start: number): number {
  const { orderRow, orderId } = engine.store.facts;
  const credits = creditColumn(engine);
  const id = orderId.at(entries[start]!);
  const profile = credits[orderRow.at(entries[start]!)]!;
  let end = start + 1;
  if (id === 0) return end;
  while (
    end < entries.length &&
    orderId.at(entries[end]!) === id &&
    credits[orderRow.at(entries[end]!)] === profile
  )
    end += 1;
  return end;
}

/** Writes runs of (currency, sum) for profiles that come in ascending order. */
class RevenueWriter {
  readonly #orders: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #currency: Uint32Array;
  readonly #sum: Float64Array;
  readonly #entriesOf = new Map<number, number>();
  #length = 0;
  #runStart = 0;
  #profile = -1;

  constructor(profileCount: number, room: number) {
    this.#orders = new Uint32Array(profileCount);
    this.#ends = new Uint32Array(profileCount);
    this.#currency = new Uint32Array(room);
    this.#sum = new Float64Array(room);
  }

  enter(profile: number, totals: OrderTotals): void {
    if (!totals.placed) return;
    if (profile !== this.#profile) this.#closeUpTo(profile);
    this.#orders[profile]! += 1;
    if (totals.cancelled || Number.isNaN(totals.amount)) return;
    let at = this.#runStart;
    while (at < this.#length && this.#currency[at] !== totals.currency) at += 1;
    if (at === this.#length) {
      this.#currency[at] = totals.currency;
      this.#length += 1;
      this.#entriesOf.set(totals.currency, (this.#entriesOf.get(totals.currency) ?? 0) + 1);
    }
    this.#sum[at]! += toMillionths(totals.amount);
  }

  finish(): OrderColumns {
    this.#closeUpTo(this.#ends.length);
    let mainCurrency = 0;
    let most = 0;
    for (const [currency, count] of this.#entriesOf) {
      if (count <= most) continue;
      most = count;
      mainCurrency = currency;
    }
    return {
      orders: this.#orders,
      revenueEnds: this.#ends,
      revenueCurrency: this.#currency.slice(0, this.#length),
      revenueSum: this.#sum.slice(0, this.#length),
      mainCurrency,
    };
  }

  #closeUpTo(profile: number): void {
    this.#ends.fill(this.#length, Math.max(this.#profile, 0), profile);
    this.#profile = profile;
    this.#runStart = this.#length;
  }
}

export function revenueOf(engine: EngineView, profile: number): Money {
  const { revenueEnds, revenueCurrency, revenueSum } = orderColumns(engine);
  const sums: [string, number][] = [];
  for (let i = profile === 0 ? 0 : revenueEnds[profile - 1]!; i < revenueEnds[profile]!; i += 1)
    sums.push([engine.store.dictionary.text(revenueCurrency[i]!), fromMillionths(revenueSum[i]!)]);
  return new Map(sums.sort((a, b) => compareText(a[0], b[0])));
}

export interface RevenueTotals {
  readonly orders: number;
  readonly revenue: Money;
}

/** Sums over all profiles, so that the parts on screen add up to the whole. */
export const revenueTotals = perRevision((engine): RevenueTotals => {
  const { orders, revenueCurrency, revenueSum } = orderColumns(engine);
  const sums = new Map<number, number>();
  for (let i = 0; i < revenueSum.length; i += 1) {
    const currency = revenueCurrency[i]!;
    sums.set(currency, (sums.get(currency) ?? 0) + revenueSum[i]!);
  }
  let count = 0;
  for (const placed of orders) count += placed;
  const texts: [string, number][] = [];
  for (const [currency, sum] of sums)
    texts.push([engine.store.dictionary.text(currency), fromMillionths(sum)]);
  return { orders: count, revenue: new Map(texts.sort((a, b) => compareText(a[0], b[0]))) };
});
