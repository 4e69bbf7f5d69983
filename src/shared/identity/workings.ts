/**
 * Everything that events of one timeline lead to under one ruleset, and how: the parts that a resolution reads and that
 * change hands as one. Events are taken once each, in order, island by island.
 *
 * All longer work comes in slices. While they are under way nobody may read these workings: whoever has to go on
 * answering answers from others, and takes these over when they are finished.
 */

import { orderByNumberInSlices } from '../base/radix-order.ts';
import type { Progress, Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import { CompanyGraph } from './companies.ts';
import { Fold } from './fold.ts';
import { IdentityState } from './identity-state.ts';
import { Islands } from './islands.ts';
import type { OverridesInForce } from './override-conflicts.ts';
import { OverrideTable } from './override-table.ts';
import type { FoldingPolicy, IslandPolicy } from './policies/policy.ts';
import { POLICIES } from './policies/policy.ts';
import type { ProfileIds } from './profile-ids.ts';
import { RoleTable } from './role-table.ts';
import type { Ruleset } from './rules.ts';
import type { Timeline } from './timeline.ts';

/** In place of a root: the event has no keys. */
const NO_ISLAND = -1;
/** Events folded between two pauses. */
export const EVENTS_AT_ONCE = 2048;

/** Events of small islands that are resolved between two pauses. */
const SMALL_ISLANDS_AT_ONCE = 256;

/** Counts of operations, for the suite on the work law; they only grow. */
export interface Work {
  eventsRead: number;
  islandsResolved: number;
}

export interface WorkingParts {
  readonly timeline: Timeline;
  readonly ruleset: Ruleset;
  readonly inForce: OverridesInForce;
  /** Of the same store. */
  readonly ids: ProfileIds;
  readonly work: Work;
  /** Of the same store and ruleset, when others have them already. */
  readonly roles?: RoleTable;
}

export class Workings {
  readonly timeline: Timeline;
  readonly ruleset: Ruleset;
  readonly ids: ProfileIds;
  readonly state: IdentityState;
  readonly islands: Islands;
  readonly fold: Fold;
  readonly companies: CompanyGraph;
  readonly work: Work;
  /** Of the events to be resolved: how many are. */
  readonly progress: { -readonly [K in keyof Progress]: Progress[K] } = { done: 0, total: 0 };
  inForce: OverridesInForce;
  /** Pins and cuts are compiled when the columns next grow. */
  #hasOtherLinks = true;

  constructor({ timeline, ruleset, inForce, ids, work, roles }: WorkingParts) {
    const { store } = timeline;
    this.timeline = timeline;
    this.ruleset = ruleset;
    this.inForce = inForce;
    this.ids = ids;
    this.work = work;
    this.state = new IdentityState(timeline, roles ?? new RoleTable(ruleset, store.identifierTable), ids);
    this.islands = new Islands(timeline, this.state.profiles);
    this.fold = new Fold(store, this.state, this.islands, POLICIES[ruleset.policy]);
    this.companies = new CompanyGraph(timeline, ids);
  }

  get bytes(): number {
    return this.state.bytes + this.state.roles.bytes + this.islands.bytes + this.ids.bytes;
  }

  /** Becomes a copy of settled workings under the same rules; only the overrides may be others. */
  *copyFrom(other: Workings): Slices {
    yield* this.state.copyFrom(other.state);
    yield* this.islands.copyFrom(other.islands);
    yield* this.companies.copyFrom(other.companies);
    Object.assign(this.fold.unresolved, other.fold.unresolved);
    this.state.overrides = other.state.overrides;
  }

  /** Other overrides from now on. What they change has to be resolved again. */
  obey(inForce: OverridesInForce): void {
    const { identifierTable } = this.timeline.store;
    const { roles } = this.state;
    for (const { identifier } of this.inForce.excludes) {
      const known = identifierTable.find(identifier.namespace, identifier.value);
      if (known >= 0 && known < roles.roles.length) roles.setExcluded(known, false);
    }
    this.inForce = inForce;
    this.#hasOtherLinks = true;
  }

  /** Makes room for all that the store holds. */
  *grow(): Slices {
    const { state, islands } = this;
    const { identifierTable } = this.timeline.store;
    yield* state.roles.growInSlices();
    for (const { identifier } of this.inForce.excludes) {
      const known = identifierTable.find(identifier.namespace, identifier.value);
      if (known >= 0) state.roles.setExcluded(known, true);
    }
    state.grow();
    islands.grow(identifierTable.size);
    if (this.#hasOtherLinks) this.#compileLinks();
    state.overrides?.bind();
  }

  /** Resolves everything. Assumes workings that nothing was resolved in. */
  *resolveAll(): Slices {
    yield* this.grow();
    yield* this.resolveRows(yield* this.timeline.acceptedFromInSlices(0));
    yield* this.companies.settle(this.state.roles, true);
  }

  /** Resolves rows in the order given, which is that of the timeline. */
  *resolveRows(rows: Uint32Array): Slices {
    const { policy } = this.fold;
    this.progress.done = 0;
    this.progress.total = rows.length;
    if (policy.kind === 'island') {
      yield* this.#resolveIslands(rows, policy);
      return;
    }
    for (let start = 0; start < rows.length; start += EVENTS_AT_ONCE) {
      this.#foldRows(rows.subarray(start, start + EVENTS_AT_ONCE), policy);
      this.progress.done = Math.min(rows.length, start + EVENTS_AT_ONCE);
      yield;
    }
    yield* this.state.following.credit();
  }

  /** A loop of its own, so that it runs as fast as one that never pauses. */
  #foldRows(rows: Uint32Array, policy: FoldingPolicy): void {
    const { fold } = this;
    this.work.eventsRead += rows.length;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i]!;
      if (fold.read(row)) fold.take(row, fold.unite(row), policy);
      else fold.leave(row);
    }
  }

  /** Gathers the rows of each island, and resolves one island after the other. */
  *#resolveIslands(rows: Uint32Array, policy: IslandPolicy): Slices {
    const { fold, islands } = this;
    const firstKey = new Int32Array(rows.length).fill(-1);
    for (let start = 0; start < rows.length; start += EVENTS_AT_ONCE) {
      this.#uniteRows(rows, firstKey, start);
      yield;
    }
    // Place among `rows` → root; the stable order of places by root brings each island's rows together.
    const roots = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i += 1)
      roots[i] = firstKey[i]! < 0 ? NO_ISLAND : islands.root(firstKey[i]!);
    const places = new Uint32Array(rows.length).map((_, place) => place);
    yield* orderByNumberInSlices(places, roots);
    const took = (count: number): void => {
      this.work.eventsRead += count;
      this.progress.done += count;
    };
    let pausedAt = 0;
    for (let start = 0; start < places.length; ) {
      const root = roots[places[start]!]!;
      let end = start + 1;
      while (end < places.length && roots[places[end]!] === root) end += 1;
      const mine = Array.from(places.subarray(start, end), (place) => rows[place]!);
      if (root === NO_ISLAND) took(mine.length);
      else yield* fold.takeIsland(mine, { root, policy, took });
      start = end;
      if (start - pausedAt < SMALL_ISLANDS_AT_ONCE) continue;
      pausedAt = start;
      yield;
    }
  }

  /** Joins the islands of some rows, and notes the first key of each; those without keys are done with. */
  #uniteRows(rows: Uint32Array, firstKey: Int32Array, start: number): void {
    const { fold } = this;
    const end = Math.min(rows.length, start + EVENTS_AT_ONCE);
    for (let i = start; i < end; i += 1) {
      const row: EventIndex = rows[i]!;
      if (fold.read(row)) {
        firstKey[i] = fold.keys.keys[0]!;
        fold.unite(row);
      } else {
        fold.leave(row);
      }
    }
  }

  /** Makes the pins and cuts in force ready for the present policy. */
  #compileLinks(): void {
    const { pins, cuts } = this.inForce;
    const before = this.state.overrides;
    const isLinked = pins.length + cuts.length > 0;
    const table = isLinked ? new OverrideTable({ pins, cuts }, this.state, this.fold.policy) : null;
    if (before !== null) table?.adopt(before);
    this.state.overrides = table;
    this.#hasOtherLinks = false;
  }
}
