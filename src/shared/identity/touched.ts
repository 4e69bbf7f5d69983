/**
 * What settling has touched, so that readers who keep a column over all profiles or rows patch it and need not compute
 * it anew: the profiles and rows of each settle, one behind the other, marked by revision.
 *
 *     revision      7          8     9
 *     profiles   [ 3 9 4 | 12 3 | 9 4 ]      since 7: 3, 4, 9, 12
 *
 * The log is bounded. When one settle touches more than it holds, or makes everything anew, it begins again after that,
 * and a reader who comes from before is told to compute.
 */

import type { Uint32Column } from '../base/columns.ts';
import { copyColumns, uint32Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { ProfileIndex } from './identity.ts';

/** More profiles or rows than this are not worth patching. */
const MOST = 1 << 16;

export interface Touched {
  /** Founded, gone, or changed in what they hold, are credited with, or what was decided about them; ascending. */
  readonly profiles: Uint32Array;
  /** Older rows that no longer count or were resolved again; ascending. */
  readonly rows: Uint32Array;
  /** Rows from here on are new. */
  readonly firstNew: EventIndex;
}

interface Mark {
  readonly revision: number;
  readonly profiles: number;
  readonly rows: number;
  readonly firstNew: EventIndex;
}

export class TouchLog {
  readonly #profiles = uint32Column();
  readonly #rows = uint32Column();
  /** Where what came after a revision begins; ascending. */
  #marks: Mark[] = [];
  /** Not everything that the running settle touches can be said. */
  #isLost = true;
  #latest: { readonly from: number; readonly to: number; readonly touched: Touched } | null = null;

  get bytes(): number {
    return this.#profiles.bytes + this.#rows.bytes;
  }

  *copyFrom(other: TouchLog): Slices {
    yield* copyColumns([this.#profiles, this.#rows], [other.#profiles, other.#rows]);
    this.#marks = [...other.#marks];
    this.#isLost = other.#isLost;
  }

  profile(profile: ProfileIndex): void {
    this.#note(this.#profiles, profile);
  }

  row(row: EventIndex): void {
    this.#note(this.#rows, row);
  }

  /** The running settle makes everything anew. */
  everything(): void {
    this.#isLost = true;
  }

  /** Ends a settle, after which `rowCount` rows are settled at `revision`. */
  end(revision: number, rowCount: number): void {
    if (this.#isLost) {
      this.#profiles.clear();
      this.#rows.clear();
      this.#marks = [];
      this.#isLost = false;
    }
    const { length: profiles } = this.#profiles;
    const { length: rows } = this.#rows;
    this.#marks.push({ revision, profiles, rows, firstNew: rowCount });
    this.#forgetOldest();
  }

  /** Null when it cannot be said. Cost: n log n in what was touched; asking again is free. */
  since(revision: number): Touched | null {
    const mark = this.#marks.find((one) => one.revision === revision);
    const to = this.#marks.at(-1)?.revision;
    if (mark === undefined || to === undefined) return null;
    if (this.#latest?.from === revision && this.#latest.to === to) return this.#latest.touched;
    const touched = {
      profiles: distinctFrom(this.#profiles, mark.profiles),
      rows: distinctFrom(this.#rows, mark.rows),
      firstNew: mark.firstNew,
    };
    this.#latest = { from: revision, to, touched };
    return touched;
  }

  #note(column: Uint32Column, item: number): void {
    if (this.#isLost) return;
    const { length } = column;
    // Neighbouring events are often one person's.
    if (length > 0 && column.values[length - 1] === item && length > this.#lastMark(column)) return;
    if (length - this.#lastMark(column) === MOST) this.#isLost = true;
    else column.push(item);
  }

  #lastMark(column: Uint32Column): number {
    const mark = this.#marks.at(-1);
    if (mark === undefined) return 0;
    return column === this.#profiles ? mark.profiles : mark.rows;
  }

  /** Drops the oldest settles while there is more than may be kept. */
  #forgetOldest(): void {
    const length = Math.max(this.#profiles.length, this.#rows.length);
    if (length <= MOST * 2) return;
    const kept = this.#marks.findIndex(
      ({ profiles, rows }) => this.#profiles.length - profiles <= MOST && this.#rows.length - rows <= MOST,
    );
    const first = this.#marks[kept]!;
    dropFirst(this.#profiles, first.profiles);
    dropFirst(this.#rows, first.rows);
    this.#marks = this.#marks.slice(kept).map((mark) => ({
      ...mark,
      profiles: mark.profiles - first.profiles,
      rows: mark.rows - first.rows,
    }));
  }
}

/** What caches of this module need of an engine. */
export interface Revised {
  readonly revision: number;
  touchedSince(revision: number): Touched | null;
}

/** A value computed from the engine's present state when asked for, and kept until the revision changes. */
export interface Kept<T, E extends Revised> {
  (engine: E): T;
  /** The value if it was asked for in this revision, else null: for what can do without. */
  kept(engine: E): T | null;
}

/**
 * A value over the whole resolution that is computed once and patched ever after. `patch` makes the present value from
 * a former one, which it may change or consume, and from what was touched since; null when computing is cheaper.
 */
export function patched<T, E extends Revised>(
  compute: (engine: E) => T,
  patch: (engine: E, former: T, touched: Touched) => T | null,
): Kept<T, E> {
  const values = new WeakMap<E, { readonly revision: number; readonly value: T }>();
  const kept = (engine: E): T | null => {
    const known = values.get(engine);
    return known !== undefined && known.revision === engine.revision ? known.value : null;
  };
  const renew = (engine: E): T => {
    const former = values.get(engine);
    const touched = former === undefined ? null : engine.touchedSince(former.revision);
    if (former === undefined || touched === null) return compute(engine);
    return patch(engine, former.value, touched) ?? compute(engine);
  };
  const ask = (engine: E): T => {
    const known = kept(engine);
    if (known !== null) return known;
    const value = renew(engine);
    values.set(engine, { revision: engine.revision, value });
    return value;
  };
  return Object.assign(ask, { kept });
}

function distinctFrom(column: Uint32Column, start: number): Uint32Array {
  const items = column.values.slice(start, column.length).sort();
  let count = 0;
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0 && items[i] === items[i - 1]) continue;
    items[count++] = items[i]!;
  }
  return items.slice(0, count);
}

function dropFirst(column: Uint32Column, count: number): void {
  column.values.copyWithin(0, count, column.length);
  column.length -= count;
}
