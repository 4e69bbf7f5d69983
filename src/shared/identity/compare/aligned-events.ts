/**
 * The events of two resolutions of one store, side by side: what is an event in either, in canonical order, and whom
 * each credits it to. When the two leave out different records, another copy may stand for the event on each side; both
 * are named here by the copy that counted in the store when the comparison began.
 */

import type { Slices } from '../../base/slices.ts';
import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { EventRows } from '../../event/event-selection.ts';
import type { EventIndex, EventStore } from '../../event/event-store.ts';
import { ROW_ACCEPTED } from '../../event/event-store.ts';
import { orderCanonicallyInSlices } from '../canonical-order.ts';
import type { Resolution } from '../resolution.ts';

/** In place of a profile: the side has no such event. */
export const NO_EVENT = -2;

export interface AlignedEvents {
  /** Place → event, as the store names it. */
  readonly events: Uint32Array;
  /** Place → present profile of the side; -1 when credited to nobody, NO_EVENT when it is no event there. */
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** EventIndex → the row that its event is known by. Rows that a store is given later have no name. */
export type EventNames = Uint32Array;

/** The names as of now, which later copies do not change. Cost: one look at every row. */
export function nameEvents(store: EventStore): EventNames {
  const names = new Uint32Array(store.rowCount);
  for (let row = 0; row < names.length; row += 1) names[row] = eventOfRow(store, row);
  return names;
}

/** Cost: linear in events, plus what ordering them costs. */
export function* alignEvents(
  before: Resolution,
  after: Resolution,
  names: EventNames,
): Slices<AlignedEvents> {
  const { store } = before;
  const creditBefore = yield* creditsByEvent(before, names);
  const creditAfter = yield* creditsByEvent(after, names);
  const events = new Uint32Array(names.length);
  let count = 0;
  for (let event = 0; event < names.length; event += 1)
    if (creditBefore[event] !== NO_EVENT || creditAfter[event] !== NO_EVENT) events[count++] = event;
  const ordered = events.slice(0, count);
  yield* orderCanonicallyInSlices(store, ordered);
  return { events: ordered, before: inOrder(creditBefore, ordered), after: inOrder(creditAfter, ordered) };
}

function inOrder(credits: Int32Array, events: Uint32Array): Int32Array {
  const ordered = new Int32Array(events.length);
  for (let place = 0; place < events.length; place += 1) ordered[place] = credits[events[place]!]!;
  return ordered;
}

/** The event that a row of any resolution of the store speaks of, by the copy that counts now. */
export function eventOfRow(store: EventStore, row: EventIndex): EventIndex {
  return store.status.values[row] === ROW_ACCEPTED ? row : store.acceptedRowOf(row);
}

/** The row that stands for an event in a resolution, or -1. */
export function rowOfEvent(rows: EventRows, event: EventIndex): EventIndex {
  return rows.status.values[event] === ROW_ACCEPTED ? event : rows.acceptedRowOf(event);
}

function* creditsByEvent(resolution: Resolution, names: EventNames): Slices<Int32Array> {
  const { timeline } = resolution;
  const credits = new Int32Array(names.length).fill(NO_EVENT);
  for (let start = 0; start < credits.length; start += CHEAP_ITEMS) {
    const end = Math.min(credits.length, start + CHEAP_ITEMS);
    for (let row = start; row < end; row += 1)
      if (timeline.isAccepted(row)) credits[names[row]!] = resolution.creditOf(row);
    yield;
  }
  return credits;
}
