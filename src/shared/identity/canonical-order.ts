/**
 * The canonical order of events: undated ones first, then event time, received time, the dialect's own sequence, key.
 * A missing received time or sequence comes last. Nothing of it depends on sources, lines or the order of reading.
 *
 * Whole logs are ordered by a radix sort on the event time and, inside runs of equal times, by comparison.
 */

import { orderByNumberInSlices } from '../base/radix-order.ts';
import type { Slices } from '../base/slices.ts';
import { CHEAP_ITEMS, sortInSlices } from '../base/slices.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';

/** Runs up to this length are sorted by insertion: most ties are pairs. */
const SHORT_RUN = 12;
/** A longer run is sorted in slices. */
const LONG_RUN = 1 << 12;

export function compareEvents(store: EventStore, a: EventIndex, b: EventIndex): number {
  if (a === b) return 0;
  const at = store.at.values;
  const atA = at[a]!;
  const atB = at[b]!;
  if (atA !== atB) {
    if (atA < atB) return -1;
    if (atA > atB) return 1;
    const undatedA = atA !== atA;
    if (undatedA !== (atB !== atB)) return undatedA ? -1 : 1;
  }
  return compareTied(store, a, b);
}

/** Orders `rows` in place. Cost: linear, plus n log n for every run of n equal times. */
export function* orderCanonicallyInSlices(store: EventStore, rows: Uint32Array): Slices {
  yield* orderByNumberInSlices(rows, store.at.values);
  for (let start = 0; start < rows.length; ) {
    const rest = orderRuns(store, rows, start);
    yield* sortInSlices(rows.subarray(rest.start, rest.end), (a, b) => compareTied(store, a, b));
    start = rest.end;
    yield;
  }
}

/** Orders runs of equal times until it has done enough or meets a long one, and returns that or the place reached. */
function orderRuns(store: EventStore, rows: Uint32Array, from: number): { start: number; end: number } {
  const at = store.at.values;
  const limit = Math.min(rows.length, from + CHEAP_ITEMS);
  let start = from;
  while (start < limit) {
    const time = at[rows[start]!]!;
    let end = start + 1;
    if (time === time) while (end < rows.length && at[rows[end]!] === time) end += 1;
    else while (end < rows.length && at[rows[end]!] !== at[rows[end]!]) end += 1;
    if (end - start > LONG_RUN) return { start, end };
    if (end - start > 1) orderRun(store, rows, start, end);
    start = end;
  }
  return { start, end: start };
}

function orderRun(store: EventStore, rows: Uint32Array, start: number, end: number): void {
  if (end - start > SHORT_RUN) {
    rows.subarray(start, end).sort((a, b) => compareTied(store, a, b));
    return;
  }
  for (let i = start + 1; i < end; i += 1) {
    const row = rows[i]!;
    let place = i;
    while (place > start && compareTied(store, rows[place - 1]!, row) > 0) {
      rows[place] = rows[place - 1]!;
      place -= 1;
    }
    rows[place] = row;
  }
}

/** Order of two events of equal time. */
function compareTied(store: EventStore, a: EventIndex, b: EventIndex): number {
  const received = compareMissingLast(store.receivedAt.values, a, b);
  if (received !== 0) return received;
  if (store.sequence.length > 0) {
    const sequence = compareMissingLast(store.sequence.values, a, b);
    if (sequence !== 0) return sequence;
  }
  const key = store.key.values;
  for (let word = 3; word >= 0; word -= 1) {
    const difference = (key[a * 4 + word]! >>> 0) - (key[b * 4 + word]! >>> 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareMissingLast(values: Float64Array, a: EventIndex, b: EventIndex): number {
  const valueA = values[a]!;
  const valueB = values[b]!;
  if (valueA < valueB) return -1;
  if (valueA > valueB) return 1;
  if (valueA === valueB) return 0;
  return Number(valueA !== valueA) - Number(valueB !== valueB);
}
