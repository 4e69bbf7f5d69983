/**
 * What a comparison of two resolutions means in money: per currency, the revenue of orders that left their profile's
 * partner and of those that came to another.
 *
 * Orders are compared one by one, by profile row and order id, so that one that leaves and one that comes do not cancel
 * out: before − left + came = after. Cost: n log n in orders.
 */

import { eventOfRow } from '../identity/compare/aligned-events.ts';
import type { Comparison } from '../identity/compare/compare.ts';
import type { Resolution } from '../identity/resolution.ts';
import { eachOrder } from './order-columns.ts';
import { fromMillionths, toMillionths } from './orders.ts';
import { compareText } from './survivorship.ts';

export interface RevenueFlow {
  /** The empty code stands for an unknown currency. */
  readonly currency: string;
  readonly before: number;
  readonly after: number;
  readonly left: number;
  readonly came: number;
}

/** What one side says of one order of one row. */
interface Said {
  readonly row: number;
  /** TextCode of its id; of an order without one, minus one minus its event. */
  readonly order: number;
  /** TextCode. */
  readonly currency: number;
  readonly millionths: number;
}

interface Sums {
  before: number;
  after: number;
  left: number;
  came: number;
}

/** Currencies in order of their codes. Assumes the comparison of these two resolutions. */
export function revenueMoved(
  before: Resolution,
  after: Resolution,
  { rows }: Pick<Comparison, 'rows'>,
): RevenueFlow[] {
  const sums = new Map<number, Sums>();
  const had = sayOrders(before, rows.rowOfBefore);
  const has = sayOrders(after, rows.rowOfAfter);
  let a = 0;
  let b = 0;
  while (a < had.length || b < has.length) {
    const first = had[a];
    const second = has[b];
    const order = compareSaid(first, second);
    const sum = sumOf(sums, (order <= 0 ? first : second)!.currency);
    const amountBefore = order <= 0 ? first!.millionths : 0;
    const amountAfter = order >= 0 ? second!.millionths : 0;
    sum.before += amountBefore;
    sum.after += amountAfter;
    // A negative amount that goes is money that comes.
    if (amountAfter < amountBefore) sum.left += amountBefore - amountAfter;
    else sum.came += amountAfter - amountBefore;
    if (order <= 0) a += 1;
    if (order >= 0) b += 1;
  }
  const { dictionary } = before.store;
  return [...sums]
    .map(([code, sum]) => ({
      currency: code === 0 ? '' : dictionary.text(code),
      before: fromMillionths(sum.before),
      after: fromMillionths(sum.after),
      left: fromMillionths(sum.left),
      came: fromMillionths(sum.came),
    }))
    .sort((x, y) => compareText(x.currency, y.currency));
}

function sayOrders(resolution: Resolution, rowOf: Int32Array): Said[] {
  const { store } = resolution;
  const { facts } = store;
  const said: Said[] = [];
  eachOrder(resolution, (profile, entry, totals) => {
    if (!totals.placed || totals.cancelled || Number.isNaN(totals.amount)) return;
    const id = facts.orderId.at(entry);
    const order = id === 0 ? -1 - eventOfRow(store, facts.orderRow.at(entry)) : id;
    const { currency } = totals;
    said.push({ row: rowOf[profile]!, order, currency, millionths: toMillionths(totals.amount) });
  });
  return said.sort(compareSaid);
}

/** Missing ones last. */
function compareSaid(a: Said | undefined, b: Said | undefined): number {
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a.row - b.row || a.order - b.order || a.currency - b.currency;
}

function sumOf(sums: Map<number, Sums>, currency: number): Sums {
  let sum = sums.get(currency);
  if (sum === undefined) {
    sum = { before: 0, after: 0, left: 0, came: 0 };
    sums.set(currency, sum);
  }
  return sum;
}
