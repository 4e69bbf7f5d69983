/**
 * Some of a store's records as if the others had never been read: without a source, as known at a moment, as of one.
 *
 * Which copy of an event counts is decided anew among the records that are left, by the store's own rule, so a copy
 * from another source takes the place of one that is gone. Nothing of the store is copied or changed; a selection is
 * made once and does not follow a store that grows. Cost: one look at every record and its key.
 */

import type { Slices } from '../base/slices.ts';
import type { EventIndex, EventStore, SourceIndex } from './event-store.ts';
import { ROW_ACCEPTED, ROW_SAME, ROW_SAME_CONTENT } from './event-store.ts';
import { KeyTable } from './key-table.ts';

/** The status of a row that is not selected. */
export const ROW_LEFT_OUT = 3;

/** Which rows of a store are events, and which repeat one: the store's own answer, or a selection's. */
export interface EventRows {
  readonly status: { readonly values: Uint8Array };
  readonly counts: { readonly same: number; readonly sameContent: number; readonly idReused: number };
  /** Rows below this number have a status. */
  readonly rowCount: number;
  readonly acceptedCount: number;
  /** Rows that are events or repeat one. */
  readonly readCount: number;
  /** The row that counts for this one. Assumes that this one is not left out. */
  acceptedRowOf(row: EventIndex): EventIndex;
}

export interface SelectionWishes {
  /** Epoch ms: events that are undated or happened up to then. */
  readonly asOf?: number;
  /** Epoch ms: records received up to then; one that does not say when was received when it happened. */
  readonly knownAt?: number;
  readonly withoutSources?: readonly SourceIndex[];
}

/** The rows that the wishes leave of those of `from`; these themselves when nothing is wished. */
export function* selectRows(
  store: EventStore,
  { asOf, knownAt, withoutSources = [] }: SelectionWishes,
  from: EventRows,
): Slices<EventRows> {
  let rows = from;
  if (knownAt !== undefined || withoutSources.length > 0) {
    const removed = new Set(withoutSources);
    rows = yield* select(
      store,
      from.rowCount,
      (row) =>
        from.status.values[row] !== ROW_LEFT_OUT &&
        (knownAt === undefined || !(receivedOrHappened(store, row) > knownAt)) &&
        !removed.has(store.source.at(row)),
    );
  }
  if (asOf === undefined) return rows;
  // The event's time is that of the copy that counts, so which one does is settled first.
  const known = rows;
  const { status } = known;
  return yield* select(
    store,
    from.rowCount,
    (row) => status.values[row] !== ROW_LEFT_OUT && !(store.at.at(known.acceptedRowOf(row)) > asOf),
  );
}

/** When a record was received, as far as it says; else when its event happened; NaN when it says neither. */
export function receivedOrHappened(store: EventStore, row: EventIndex): number {
  const received = store.receivedAt.at(row);
  return Number.isNaN(received) ? store.at.at(row) : received;
}

/** Rows looked at between two pauses. */
const LOOKS = 1 << 14;

function* select(
  store: EventStore,
  rowCount: number,
  keeps: (row: EventIndex) => boolean,
): Slices<EventSelection> {
  const selection = new EventSelection(store, rowCount);
  for (let start = 0; start < rowCount; start += LOOKS) {
    selection.enter(start, Math.min(rowCount, start + LOOKS), keeps);
    yield;
  }
  return selection;
}

class EventSelection implements EventRows {
  readonly status: { readonly values: Uint8Array };
  readonly counts = { same: 0, sameContent: 0, idReused: 0 };
  readonly rowCount: number;
  readCount = 0;
  readonly #store: EventStore;
  readonly #keys: KeyTable;

  constructor(store: EventStore, rowCount: number) {
    this.#store = store;
    this.#keys = new KeyTable(store.key);
    this.rowCount = rowCount;
    this.status = { values: new Uint8Array(rowCount).fill(ROW_LEFT_OUT) };
  }

  get acceptedCount(): number {
    return this.readCount - this.counts.same - this.counts.sameContent;
  }

  acceptedRowOf(row: EventIndex): EventIndex {
    return this.#keys.holder(row);
  }

  /** Decides on the rows from `start` to `end`. Assumes that all before were decided on. */
  enter(start: EventIndex, end: EventIndex, keeps: (row: EventIndex) => boolean): void {
    const { counts } = this;
    const store = this.#store;
    const { values } = this.status;
    for (let row = start; row < end; row += 1) {
      if (!keeps(row)) continue;
      this.readCount += 1;
      values[row] = ROW_ACCEPTED;
      const { same, idReused } = this.#keys.enter(row);
      if (idReused) counts.idReused += 1;
      if (same < 0) continue;
      const counted = store.countsBefore(row, same) ? row : same;
      if (counted === row) this.#keys.replace(same, row);
      const hasId = store.hasOwnId(row);
      values[counted === row ? same : row] = hasId ? ROW_SAME : ROW_SAME_CONTENT;
      counts[hasId ? 'same' : 'sameContent'] += 1;
    }
  }
}
