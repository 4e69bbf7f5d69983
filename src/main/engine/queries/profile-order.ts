/**
 * All present profiles in the order of one column. Equal values keep the order of profile numbers; what
 * has no value (an undated profile, one without revenue) is the least. An order is sorted once; after a commit the
 * profiles it touched are moved to their new places.
 */

import { orderByNumber } from '#shared/base/radix-order.ts';
import type { ProfileIndex } from '#shared/identity/identity.ts';
import type { Touched } from '#shared/identity/touched.ts';
import { patched } from '#shared/identity/touched.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { presentProfiles } from '#shared/profile/engine-view.ts';
import { nameColumns } from '#shared/profile/names.ts';
import { orderColumns } from '#shared/profile/order-columns.ts';
import { decisionCounts, ownedCounts, stateColumn } from '#shared/profile/profile-columns.ts';
import { titleOf } from '#shared/profile/profile-summary.ts';
import { compareText } from '#shared/profile/survivorship.ts';
import type { ProfileFilter } from '#shared/protocol/requests.ts';

type Sort = ProfileFilter['sort'];

/** A few orders are kept: a person goes to and fro between two or three. */
const KEPT_ORDERS = 6;
/** Sorting by texts costs many times what sorting by numbers does: this order stays. */
const DEAREST = 'title';

interface KeptOrder {
  readonly revision: number;
  readonly order: Uint32Array;
}

const keptOrders = patched(
  (_: EngineView) => new Map<string, KeptOrder>(),
  (_, kept) => kept,
);

/** The returned column is kept: it must not be changed. */
export function profilesInOrder(engine: EngineView, sort: Sort, descending: boolean): Uint32Array {
  // Titles have one order, read from either end; amounts in another currency than before are other values.
  if (sort === 'title') {
    const order = keptOrder(engine, sort, titleSorting(engine));
    return descending ? order.toReversed() : order;
  }
  const currency = sort === 'revenue' ? ` ${orderColumns(engine).mainCurrency}` : '';
  return keptOrder(engine, `${sort} ${descending}${currency}`, valueSorting(engine, sort, descending));
}

function keptOrder(engine: EngineView, key: string, sorting: Sorting): Uint32Array {
  const orders = keptOrders(engine);
  const known = orders.get(key);
  if (known?.revision === engine.revision) return known.order;
  const touched = known === undefined ? null : engine.touchedSince(known.revision);
  const order =
    known === undefined || touched === null
      ? sorting.sortAll()
      : reorder(engine, known.order, touched, sorting.makeComparator());
  orders.delete(key);
  const oldest = [...orders.keys()].find((other) => other !== DEAREST);
  if (orders.size >= KEPT_ORDERS && oldest !== undefined) orders.delete(oldest);
  orders.set(key, { revision: engine.revision, order });
  return order;
}

interface Sorting {
  readonly sortAll: () => Uint32Array;
  /** Makes what compares two profiles as `sortAll` does; no two are equal. */
  readonly makeComparator: () => (a: ProfileIndex, b: ProfileIndex) => number;
}

/**
 * A former order with touched profiles taken out and put in where they belong now. Cost: a copy of the order, and a
 * search of it for every touched profile.
 */
function reorder(
  engine: EngineView,
  former: Uint32Array,
  touched: Touched,
  compare: (a: ProfileIndex, b: ProfileIndex) => number,
): Uint32Array {
  const isTouched = new Uint8Array(engine.profileCount);
  for (const profile of touched.profiles) isTouched[profile] = 1;
  const moved = touched.profiles.filter((profile) => engine.isPresent(profile)).sort(compare);
  const stayed = new Uint32Array(former.length);
  let count = 0;
  for (let i = 0; i < former.length; i += 1) if (isTouched[former[i]!] === 0) stayed[count++] = former[i]!;
  const order = new Uint32Array(count + moved.length);
  let from = 0;
  moved.forEach((profile, place) => {
    const to = placeIn(stayed, { from, to: count }, (other) => compare(other, profile) < 0);
    order.set(stayed.subarray(from, to), from + place);
    order[to + place] = profile;
    from = to;
  });
  order.set(stayed.subarray(from, count), from + moved.length);
  return order;
}

/** The first place whose profile does not come before; binary search. */
function placeIn(
  profiles: Uint32Array,
  { from, to }: { readonly from: number; readonly to: number },
  comesBefore: (profile: ProfileIndex) => boolean,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comesBefore(profiles[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function valueSorting(engine: EngineView, sort: Exclude<Sort, 'title'>, descending: boolean): Sorting {
  const makeReader = (): ((profile: ProfileIndex) => number) => {
    const value = valueReader(engine, sort);
    return (profile) => {
      const read = value(profile);
      const known = Number.isNaN(read) ? Number.NEGATIVE_INFINITY : read;
      return descending ? -known : known;
    };
  };
  return {
    sortAll: () => {
      const order = presentProfiles(engine).slice();
      const value = makeReader();
      const values = new Float64Array(engine.profileCount);
      for (const profile of order) values[profile] = value(profile);
      orderByNumber(order, values);
      return order;
    },
    makeComparator: () => {
      const value = makeReader();
      return (a, b) => compareNumbers(value(a), value(b)) || a - b;
    },
  };
}

/** Also of infinities, whose difference is no number. */
function compareNumbers(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
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
  const { revenue, mainCurrency } = orderColumns(engine);
  const sums = new Float64Array(engine.profileCount).fill(Number.NaN);
  revenue.currency.forEach((currency, at) => {
    if (currency === mainCurrency) sums[revenue.profile[at]!] = revenue.sum[at]!;
  });
  return sums;
}

/**
 * Profiles by title without regard to case, by code units: the same on every machine. The first letters are sorted as
 * numbers, and only titles that begin alike are compared as texts.
 */
function titleSorting(engine: EngineView): Sorting {
  return {
    sortAll: () => sortByTitle(engine),
    makeComparator: () => {
      nameColumns(engine);
      const title = (profile: ProfileIndex): string => titleOf(engine, profile).toLowerCase();
      return (a, b) => compareText(title(a), title(b)) || a - b;
    },
  };
}

function sortByTitle(engine: EngineView): Uint32Array {
  const profiles = presentProfiles(engine);
  nameColumns(engine);
  const titles: string[] = [];
  const heads = new Float64Array(profiles.length);
  const places = new Uint32Array(profiles.length);
  for (let place = 0; place < profiles.length; place += 1) {
    const title = titleOf(engine, profiles[place]!).toLowerCase();
    titles.push(title);
    heads[place] = headOf(title);
    places[place] = place;
  }
  orderByNumber(places, heads);
  const compare = (a: number, b: number): number => compareText(titles[a]!, titles[b]!) || a - b;
  for (let start = 0; start < places.length; ) {
    let end = start + 1;
    while (end < places.length && heads[places[end]!] === heads[places[start]!]) end += 1;
    if (end - start > 1) sortRun(places, { from: start, to: end }, compare);
    start = end;
  }
  return places.map((place) => profiles[place]!);
}

const HEAD_LETTERS = 6;
/** Stands for all code units from here on, which the texts then tell apart. */
const HIGH_UNIT = 255;

/**
 * The first code units as one number: it grows with the text, though not with every one. A title that ends comes before
 * one that goes on.
 */
function headOf(title: string): number {
  let head = 0;
  let isExact = true;
  for (let i = 0; i < HEAD_LETTERS; i += 1) {
    const unit = i < title.length && isExact ? Math.min(title.charCodeAt(i) + 1, HIGH_UNIT) : 0;
    if (unit === HIGH_UNIT) isExact = false;
    head = head * 256 + unit;
  }
  return head;
}

const SHORT_RUN = 24;

/** Short runs, which are most, by insertion: a call of the sort of typed arrays costs more than they do. */
function sortRun(
  places: Uint32Array,
  { from, to }: { readonly from: number; readonly to: number },
  compare: (a: number, b: number) => number,
): void {
  if (to - from > SHORT_RUN) {
    places.subarray(from, to).sort(compare);
    return;
  }
  for (let i = from + 1; i < to; i += 1) {
    const place = places[i]!;
    let at = i;
    for (; at > from && compare(places[at - 1]!, place) > 0; at -= 1) places[at] = places[at - 1]!;
    places[at] = place;
  }
}
