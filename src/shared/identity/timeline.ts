/**
 * Which events a resolution takes, and in which order: those of a store in canonical order, or a selection of them, or
 * by received time. Whoever resolves or lists events asks here, so one store can be resolved in several ways at once.
 *
 * The received order puts received time first and is the canonical order among equals. A record that does not say when
 * it was received counts as received when it happened: a log without received times has one order only.
 */

import { orderByNumberInSlices } from '../base/radix-order.ts';
import type { Slices } from '../base/slices.ts';
import { CHEAP_ITEMS, finish } from '../base/slices.ts';
import type { EventRows } from '../event/event-selection.ts';
import { receivedOrHappened } from '../event/event-selection.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import { ROW_ACCEPTED } from '../event/event-store.ts';
import { compareEvents, orderCanonicallyInSlices } from './canonical-order.ts';

export const EVENT_ORDERS = ['event', 'received'] as const;
export type EventOrder = (typeof EVENT_ORDERS)[number];

export class Timeline {
  readonly store: EventStore;
  /** Those of the store, or what they were at some moment. */
  rows: EventRows;
  readonly order: EventOrder;
  /** EventIndex → received time, for the order that begins with it. */
  readonly #received: Float64Array | null;

  constructor(store: EventStore, rows: EventRows = store, order: EventOrder = 'event') {
    this.store = store;
    this.rows = rows;
    this.order = order;
    this.#received = order === 'event' ? null : receivedColumn(store);
  }

  isAccepted(row: EventIndex): boolean {
    return this.rows.status.values[row] === ROW_ACCEPTED;
  }

  /** The time that never runs backwards in this order: epoch ms, -Infinity for undated events. */
  timeOf(row: EventIndex): number {
    const time = (this.#received ?? this.store.at.values)[row]!;
    return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
  }

  /** Negative, zero or positive: which of two events is taken first. */
  compare(a: EventIndex, b: EventIndex): number {
    const received = this.#received;
    if (received !== null) {
      const first = received[a]!;
      const second = received[b]!;
      if (first < second) return -1;
      if (first > second) return 1;
      if (first !== second && Number.isNaN(first) !== Number.isNaN(second))
        return Number.isNaN(first) ? -1 : 1;
    }
    return compareEvents(this.store, a, b);
  }

  /** Puts rows in the order in which they are taken, in place. */
  sort(rows: Uint32Array): void {
    finish(this.sortInSlices(rows));
  }

  *sortInSlices(rows: Uint32Array): Slices {
    yield* orderCanonicallyInSlices(this.store, rows);
    if (this.#received !== null) yield* orderByNumberInSlices(rows, this.#received);
  }

  /** Accepted rows from `first` on, in order. */
  acceptedFrom(first: EventIndex): Uint32Array {
    return finish(this.acceptedFromInSlices(first));
  }

  *acceptedFromInSlices(first: EventIndex): Slices<Uint32Array> {
    const { rowCount } = this.rows;
    const rows = new Uint32Array(Math.max(0, rowCount - first));
    let count = 0;
    for (let start = first; start < rowCount; start += CHEAP_ITEMS) {
      const status = this.rows.status.values;
      const end = Math.min(rowCount, start + CHEAP_ITEMS);
      for (let row = start; row < end; row += 1) if (status[row] === ROW_ACCEPTED) rows[count++] = row;
      yield;
    }
    const accepted = rows.subarray(0, count);
    yield* this.sortInSlices(accepted);
    return accepted;
  }
}

function receivedColumn(store: EventStore): Float64Array {
  const received = new Float64Array(store.rowCount);
  for (let row = 0; row < received.length; row += 1) received[row] = receivedOrHappened(store, row);
  return received;
}
