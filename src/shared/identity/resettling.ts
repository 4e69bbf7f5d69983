/**
 * Brings workings up to date with what was appended, or with other overrides, at the cost of what that touches. A new
 * event that comes last in its island is folded on. An island with a late event, or with one that no longer counts,
 * forgets its profiles and rows and is resolved again from its own events.
 */

import type { Uint32Column } from '../base/columns.ts';
import { uint32Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import { EVENT_HAS_COMPANY } from '../event/batch.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import { CREDIT_NONE } from './identity-state.ts';
import type { IslandRoot } from './islands.ts';
import { rowsNaming } from './override-changes.ts';
import type { OverrideSide } from './overrides.ts';
import type { Workings } from './workings.ts';
import { EVENTS_AT_ONCE } from './workings.ts';

/** Profiles dissolved between two pauses. */
const PROFILES_AT_ONCE = 256;

/** What has happened since workings were settled. */
export interface Changes {
  /** Rows from here on are new. */
  readonly settledRows: number;
  /** Settled events that counted and no longer do. */
  readonly superseded: Uint32Column;
  /** Sides of overrides that came into force or went out of it, by text. */
  readonly sides: ReadonlyMap<string, OverrideSide>;
}

export class Resettling {
  readonly #workings: Workings;
  readonly #changes: Changes;
  readonly #dirty: IslandRoot[] = [];
  readonly #late = uint32Column();

  /** Assumes workings whose overrides are already those to be obeyed. */
  constructor(workings: Workings, changes: Changes) {
    this.#workings = workings;
    this.#changes = changes;
  }

  *run(): Slices {
    const { state, timeline, companies } = this.#workings;
    const { settledRows, superseded, sides } = this.#changes;
    yield* this.#workings.grow();
    for (let i = 0; i < superseded.length; i += 1) {
      state.touched.row(superseded.at(i));
      this.#withdraw(superseded.at(i));
    }
    if (sides.size > 0) {
      state.touched.everything(); // overrides change roles, which readers count by
      yield* this.#touchSides();
    }
    const rows = yield* timeline.acceptedFromInSlices(settledRows);
    for (let start = 0; start < rows.length; start += EVENTS_AT_ONCE) {
      this.#foldOnRows(rows.subarray(start, start + EVENTS_AT_ONCE));
      yield;
    }
    yield* state.following.credit();
    if (this.#dirty.length + this.#late.length > 0) yield* this.#resolveDirty();
    yield* companies.settle(state.roles, sides.size > 0 || this.#companyWasSuperseded());
  }

  #companyWasSuperseded(): boolean {
    const { store } = this.#workings.timeline;
    const { superseded } = this.#changes;
    for (let i = 0; i < superseded.length; i += 1)
      if ((store.flags.at(superseded.at(i)) & EVENT_HAS_COMPANY) !== 0) return true;
    return false;
  }

  #markDirty(root: IslandRoot): void {
    const { islands } = this.#workings;
    if (islands.isDirty(root)) return;
    islands.markDirty(root);
    this.#dirty.push(root);
  }

  /** Takes an event out that no longer counts: its island has to be resolved again. */
  #withdraw(row: EventIndex): void {
    const { state, fold, islands } = this.#workings;
    const profile = state.credit.at(row);
    if (profile >= 0) {
      this.#markDirty(islands.root(state.profiles.founder.at(profile)));
      return;
    }
    fold.withdraw(row);
    state.credit.set(row, CREDIT_NONE);
  }

  /** Marks the islands of all settled events that overrides named before or name now; those with nobody come late. */
  *#touchSides(): Slices {
    const { fold, islands, state, timeline } = this.#workings;
    const { sides, settledRows } = this.#changes;
    const settled = { rowCount: settledRows, roles: state.roles };
    for (const row of yield* rowsNaming(timeline.store, [...sides.values()], settled)) {
      const isCredited = state.credit.at(row) >= 0;
      if (isCredited || timeline.isAccepted(row)) this.#withdraw(row);
      if (!timeline.isAccepted(row)) continue;
      const hasKeys = fold.read(row);
      // New rows that are folded on before it is taken again have to know that they are pinned to it.
      if (hasKeys) state.overrides?.meet(row, fold.keys);
      if (isCredited) continue;
      this.#late.push(row);
      if (hasKeys) this.#markDirty(islands.unite(fold.keys.keys, fold.keys.count));
    }
  }

  #foldOnRows(rows: Uint32Array): void {
    this.#workings.work.eventsRead += rows.length;
    for (const row of rows) if (!this.#foldOn(row)) this.#late.push(row);
  }

  /** Folds a new event onto its island; false when it comes too late for that, and the island is dirty now. */
  #foldOn(row: EventIndex): boolean {
    const { fold, islands, state, timeline } = this.#workings;
    if (!fold.read(row)) {
      fold.leave(row);
      return true;
    }
    const root = fold.unite(row);
    if (islands.isDirty(root)) return false;
    const last = islands.lastEvent(root);
    if (fold.policy.kind === 'folding' && (last < 0 || timeline.compare(last, row) < 0)) {
      const { moves } = state.following;
      fold.take(row, root, fold.policy);
      // What was credited before has to move along.
      if (state.following.moves > moves) this.#markDirty(root);
      return true;
    }
    this.#markDirty(root);
    return false;
  }

  /** Resolves dirty islands from their own events and the late ones. Being disjoint, they are folded as one. */
  *#resolveDirty(): Slices {
    const { islands, state, timeline, work } = this.#workings;
    const rows = uint32Column();
    const named = this.#namedInDirty();
    for (const entry of this.#dirty) {
      const root = islands.root(entry);
      if (!islands.isDirty(root)) continue;
      work.islandsResolved += 1;
      let dissolved = 0;
      for (const profile of islands.profilesOf(root)) {
        yield* this.#dissolve(profile, rows);
        dissolved += 1;
        if (dissolved % PROFILES_AT_ONCE === 0) yield;
      }
      islands.setLastEvent(root, -1);
    }
    for (const identifier of named) islands.release(identifier);
    for (let i = 0; i < this.#late.length; i += 1) {
      this.#release(this.#late.at(i));
      rows.push(this.#late.at(i));
    }
    const ordered = rows.toArray();
    yield* timeline.sortInSlices(ordered);
    for (const row of ordered) if (row < this.#changes.settledRows) state.touched.row(row);
    yield* this.#workings.resolveRows(ordered);
  }

  /**
   * Named identifiers of dirty islands, which may be on no event. Named events there that a cut left with nobody, and
   * that so hang on no profile, come late.
   */
  #namedInDirty(): IdentifierIndex[] {
    const { fold, islands, state, timeline } = this.#workings;
    const { overrides, credit } = state;
    const named = [...(overrides?.representatives() ?? [])];
    for (const side of this.#changes.sides.values()) {
      if (!('event' in side)) named.push(timeline.store.identifierTable.find(side.namespace, side.value));
    }
    for (const row of overrides?.namedRows() ?? []) {
      if (credit.at(row) >= CREDIT_NONE || !fold.read(row) || !timeline.isAccepted(row)) continue;
      if (!islands.isDirty(islands.root(fold.keys.keys[0]!))) continue;
      fold.withdraw(row);
      credit.set(row, CREDIT_NONE);
      this.#late.push(row);
    }
    return named.filter((identifier) => identifier >= 0 && islands.isDirty(islands.root(identifier)));
  }

  /** Forgets a profile and collects its events that still count. */
  *#dissolve(profile: number, rows: Uint32Column): Slices {
    const { state } = this.#workings;
    if (state.profiles.isPresent(profile)) {
      const events = state.profiles.events.items(profile);
      for (let start = 0; start < events.length; start += EVENTS_AT_ONCE) {
        this.#collect(events, start, rows);
        if (start + EVENTS_AT_ONCE < events.length) yield;
      }
      yield* state.forget(profile);
    }
    state.profiles.kill(profile);
  }

  #collect(events: readonly EventIndex[], start: number, rows: Uint32Column): void {
    const { state, timeline } = this.#workings;
    const end = Math.min(events.length, start + EVENTS_AT_ONCE);
    for (let place = start; place < end; place += 1) {
      const event = events[place]!;
      this.#release(event);
      state.credit.set(event, CREDIT_NONE);
      if (timeline.isAccepted(event)) rows.push(event);
    }
  }

  /** Takes the keys of an event out of their island. */
  #release(event: EventIndex): void {
    const { fold, islands } = this.#workings;
    if (!fold.read(event)) return;
    for (let i = 0; i < fold.keys.count; i += 1) islands.release(fold.keys.keys[i] as IdentifierIndex);
  }
}
