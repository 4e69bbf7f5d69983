/**
 * Which rows of a store counted at one moment, whatever has been appended since: what readers see while newer rows wait
 * to be resolved, and what a resolution takes that must not change any more. Cost: a byte a row.
 */

import type { EventRows } from './event-selection.ts';
import type { EventIndex, EventStore } from './event-store.ts';
import { ROW_ACCEPTED } from './event-store.ts';

export class FrozenRows implements EventRows {
  readonly rowCount: number;
  readonly status: { readonly values: Uint8Array };
  readonly counts: EventRows['counts'];
  readonly #store: EventStore;

  constructor(store: EventStore) {
    this.#store = store;
    this.rowCount = store.rowCount;
    this.status = { values: store.status.toArray() };
    this.counts = { ...store.counts };
  }

  get readCount(): number {
    return this.rowCount;
  }

  get acceptedCount(): number {
    return this.rowCount - this.counts.same - this.counts.sameContent;
  }

  /** Cost: one look at every row for one whose event a later record stands for by now. */
  acceptedRowOf(row: EventIndex): EventIndex {
    const { values } = this.status;
    if (values[row] === ROW_ACCEPTED) return row;
    const now = this.#store.acceptedRowOf(row);
    if (values[now] === ROW_ACCEPTED) return now;
    for (let other = 0; other < this.rowCount; other += 1)
      if (values[other] === ROW_ACCEPTED && this.#store.acceptedRowOf(other) === now) return other;
    return now;
  }
}
