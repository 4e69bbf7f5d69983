/**
 * All present profiles in the order of one column. Equal values keep the order of profile numbers; what
 * has no value (an undated profile, one without revenue) is the least.
 */

import { orderByNumber } from '#shared/base/radix-order.ts';
import type { ProfileIndex } from '#shared/identity/identity.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { perRevision, presentProfiles } from '#shared/profile/engine-view.ts';
import { nameColumns } from '#shared/profile/names.ts';
import { orderColumns } from '#shared/profile/order-columns.ts';
import { decisionCounts, ownedCounts, stateColumn } from '#shared/profile/profile-columns.ts';
import { titleOf } from '#shared/profile/profile-summary.ts';
import { compareText } from '#shared/profile/survivorship.ts';
import type { ProfileFilter } from '#shared/protocol/requests.ts';

type Sort = ProfileFilter['sort'];

/** A few orders are kept: a person goes to and fro between two or three. */
const KEPT_ORDERS = 6;
const keptOrders = perRevision(() => new Map<string, Uint32Array>());

/** The returned column is kept: it must not be changed. */
export function profilesInOrder(engine: EngineView, sort: Sort, descending: boolean): Uint32Array {
  const orders = keptOrders(engine);
  const key = `${sort} ${descending}`;
  const known = orders.get(key);
  if (known !== undefined) return known;
  const order = sort === 'title' ? byTitle(engine, descending) : byValue(engine, sort, descending);
  const [oldest] = orders.keys();
  if (orders.size >= KEPT_ORDERS && oldest !== undefined) orders.delete(oldest);
  orders.set(key, order);
  return order;
}

function byTitle(engine: EngineView, descending: boolean): Uint32Array {
  return descending ? titleOrder(engine).toReversed() : titleOrder(engine);
}

function byValue(engine: EngineView, sort: Exclude<Sort, 'title'>, descending: boolean): Uint32Array {
  const order = presentProfiles(engine).slice();
  const value = valueReader(engine, sort);
  const values = new Float64Array(engine.profileCount);
  for (let i = 0; i < order.length; i += 1) {
    const profile = order[i]!;
    const read = value(profile);
    const known = Number.isNaN(read) ? Number.NEGATIVE_INFINITY : read;
    values[profile] = descending ? -known : known;
  }
  orderByNumber(order, values);
  return order;
}

function valueReader(engine: EngineView, sort: Exclude<Sort, 'title'>): (profile: ProfileIndex) => number {
  const readers: { readonly [sort in Exclude<Sort, 'title'>]: () => (profile: ProfileIndex) => number } = {
    events: () => (profile) => engine.eventCount(profile),
    firstSeen: () => (profile) => engine.firstSeenAt(profile),
    lastSeen: () => (profile) => engine.lastSeenAt(profile),
    identifiers: () => columnReader(ownedCounts(engine)),
    merges: () => columnReader(decisionCounts(engine).merges),
    orders: () => columnReader(orderColumns(engine).orders),
    revenue: () => columnReader(mainRevenue(engine)),
    state: () => columnReader(stateColumn(engine)),
  };
  return readers[sort]();
}

function columnReader(column: ArrayLike<number>): (profile: ProfileIndex) => number {
  return (profile) => column[profile]!;
}

/** ProfileIndex → revenue in the currency most profiles have; NaN without any. Amounts in others do not compare. */
function mainRevenue(engine: EngineView): Float64Array {
  const { revenueEnds, revenueCurrency, revenueSum, mainCurrency } = orderColumns(engine);
  const revenue = new Float64Array(engine.profileCount).fill(Number.NaN);
  let at = 0;
  for (let profile = 0; profile < revenue.length; profile += 1)
    for (; at < revenueEnds[profile]!; at += 1)
      if (revenueCurrency[at] === mainCurrency) revenue[profile] = revenueSum[at]!;
  return revenue;
}

/**
 * Profiles by title without regard to case, by code units: the same on every machine. The first letters are sorted as
 * numbers, and only titles that begin alike are compared as texts. Kept while the revision stays, because it costs
 * the most of all orders.
 */
const titleOrder = perRevision((engine): Uint32Array => {
  const profiles = presentProfiles(engine);
  nameColumns(engine);
  const titles = Array.from(profiles, (profile) => titleOf(engine, profile).toLowerCase());
  const heads = Float64Array.from(titles, headOf);
  const places = Uint32Array.from(profiles, (_, place) => place);
  orderByNumber(places, heads);
  for (let start = 0; start < places.length; ) {
    let end = start + 1;
    while (end < places.length && heads[places[end]!] === heads[places[start]!]) end += 1;
    if (end - start > 1)
      places.subarray(start, end).sort((a, b) => compareText(titles[a]!, titles[b]!) || a - b);
    start = end;
  }
  return places.map((place) => profiles[place]!);
});

/** The first three code units as one number, in their order; a title that ends comes before one that goes on. */
function headOf(title: string): number {
  let head = 0;
  for (let i = 0; i < 3; i += 1) head = head * 0x10001 + (i < title.length ? title.charCodeAt(i) + 1 : 0);
  return head;
}
