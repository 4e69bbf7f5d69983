/**
 * The identity engine: takes batches of events, keeps what follows from them under one ruleset, and answers readers.
 *
 * `append` only stores. `settle` resolves what changed, in place where that is little (resettling.ts); when most events
 * are new, or rules are, everything is resolved anew. Either way the result is the same, which the suites hold against a
 * plain resolver. What readers see is what was settled last, whatever has been appended since.
 *
 * `settleInSlices` never keeps readers waiting: what is not little is done to a copy, or to new workings where all is made
 * anew, which take the place of the present ones in the end. So the columns are held twice while it runs. Whoever stops
 * driving it has cancelled it, and nothing has happened. Appending, and other rules or overrides, end it in the same way:
 * it would be out of date.
 */

import { uint32Column } from '../base/columns.ts';
import type { Progress, Slices } from '../base/slices.ts';
import { finish } from '../base/slices.ts';
import type { EventBatch } from '../event/batch.ts';
import type { SourceIndex } from '../event/event-store.ts';
import { EventStore } from '../event/event-store.ts';
import { FrozenRows } from '../event/frozen-rows.ts';
import { changedSides } from './override-changes.ts';
import type { OverridesInForce } from './override-conflicts.ts';
import { weighOverrides } from './override-conflicts.ts';
import type { Override, OverrideSide } from './overrides.ts';
import { sideText } from './overrides.ts';
import { POLICIES } from './policies/policy.ts';
import { Resettling } from './resettling.ts';
import { Resolution } from './resolution.ts';
import type { RoleTable } from './role-table.ts';
import type { Ruleset } from './rules.ts';
import { Timeline } from './timeline.ts';
import { isLittle } from './touched-islands.ts';
import { Workings } from './workings.ts';

/** Below this many dead profiles or rows nothing is tidied up. */
const TIDY_FROM = 4096;
/** How much more an event costs under a policy of whole islands than under one that folds. */
const DEARER = 8;

export class IdentityEngine extends Resolution {
  #settledRows = 0;
  readonly #superseded = uint32Column();
  /** Sides of overrides that came into force or went out of it since the last settle, by text. */
  readonly #sides = new Map<string, OverrideSide>();
  /** What the next settle resolves by. */
  #ruleset: Ruleset;
  #overrides: readonly Override[] = [];
  #inForce: OverridesInForce;
  #isStale = true;
  /** Counts what was given; a settle under way that began before the last of it is out of date. */
  #given = 0;

  constructor(ruleset: Ruleset) {
    super({ timeline: new Timeline(new EventStore()), ruleset });
    this.#ruleset = ruleset;
    this.#inForce = weighOverrides([], ruleset);
  }

  /** Stores a batch. `firstLine` is the 1-based line of the batch's line 0. Nothing is resolved yet. */
  append(batch: EventBatch, source: SourceIndex, firstLine: number): void {
    this.#given += 1;
    const superseded = this.store.append(batch, source, firstLine);
    for (const row of superseded) if (row < this.#settledRows) this.#superseded.push(row);
  }

  /** Replaces the rules; the next settle resolves everything anew. */
  setRuleset(ruleset: Ruleset): void {
    this.#given += 1;
    this.#ruleset = ruleset;
    this.#inForce = weighOverrides(this.#overrides, ruleset);
    this.#isStale = true;
    if (this.revision === 0) this.workings = this.#anew();
  }

  /** Replaces all overrides; the next settle resolves the islands of those that came or went. */
  setOverrides(overrides: readonly Override[]): void {
    this.#given += 1;
    const before = this.#inForce;
    this.#overrides = overrides;
    this.#inForce = weighOverrides(overrides, this.#ruleset);
    for (const side of changedSides(before, this.#inForce)) this.#sides.set(sideText(side), side);
    if (this.revision > 0) return;
    this.workings = this.#anew();
    this.currentOverrides = overrides;
  }

  /** True when there is nothing to settle. */
  get isSettled(): boolean {
    return !this.#isStale && this.store.rowCount === this.#settledRows && this.#sides.size === 0;
  }

  /** Brings everything up to date with what was appended. Cost: what changed and the islands it touched. */
  settle(): void {
    if (this.isSettled) return;
    this.#given += 1;
    if (this.#isAnew()) {
      this.workings = this.#anew();
      finish(this.workings.resolveAll());
    } else {
      this.timeline.rows = this.store;
      if (this.#sides.size > 0) this.workings.obey(this.#inForce);
      finish(this.#resettle(this.workings));
    }
    this.#end();
  }

  /**
   * The same in slices; at once, if no more than about `atOnce` events have to be resolved. Ends early when
   * something is given meanwhile; with true when everything is settled.
   */
  *settleInSlices(atOnce: number): Generator<Progress, boolean, undefined> {
    if (this.isSettled) return true;
    const given = this.#given;
    const isAnew = this.#isAnew();
    if (this.#isLittle(isAnew, atOnce)) {
      this.settle();
      return true;
    }
    const successor = isAnew ? this.#anew() : this.#beside();
    const work = isAnew ? this.#resolveAnew(successor) : this.#resettleCopy(successor);
    for (;;) {
      if (this.#given !== given) return this.isSettled;
      if (work.next().done === true) break;
      yield { ...successor.progress };
    }
    this.workings = successor;
    this.#end();
    return true;
  }

  #isAnew(): boolean {
    return this.#isStale || this.#isMostlyNew() || this.#isUntidy();
  }

  #isMostlyNew(): boolean {
    return (this.store.rowCount - this.#settledRows) * 2 > this.store.rowCount;
  }

  /** Resolving islands again leaves dead profiles and rows behind; when they outnumber the living, all is made anew. */
  #isUntidy(): boolean {
    const { profiles, ledger } = this.columns;
    const dead = profiles.deadCount + ledger.deadCount;
    return dead > TIDY_FROM && dead * 2 > profiles.count + ledger.count;
  }

  #isLittle(isAnew: boolean, atOnce: number): boolean {
    const [settledRows, superseded, sides] = [isAnew ? 0 : this.#settledRows, this.#superseded, this.#sides];
    const most = POLICIES[this.#ruleset.policy].kind === 'folding' ? atOnce : atOnce / DEARER;
    return isLittle(this.workings, { settledRows, superseded, sides }, most);
  }

  #anew(more: { readonly roles?: RoleTable } = {}): Workings {
    const { ids, work } = this;
    const timeline = new Timeline(this.store);
    return new Workings({ timeline, ruleset: this.#ruleset, inForce: this.#inForce, ids, work, ...more });
  }

  /** Workings to become a copy of the present ones. They share the roles, unless these change with the overrides. */
  #beside(): Workings {
    return this.#anew(this.#sides.size > 0 ? {} : { roles: this.columns.roles });
  }

  *#resolveAnew(successor: Workings): Slices {
    yield* successor.resolveAll();
    yield* successor.state.digest.catchUp();
  }

  *#resettleCopy(successor: Workings): Slices {
    yield* successor.copyFrom(this.workings);
    yield* this.#resettle(successor);
    yield* successor.state.digest.catchUp();
  }

  #resettle(workings: Workings): Slices {
    const [settledRows, superseded, sides] = [this.#settledRows, this.#superseded, this.#sides];
    return new Resettling(workings, { settledRows, superseded, sides }).run();
  }

  #end(): void {
    this.#superseded.clear();
    this.#sides.clear();
    this.#settledRows = this.store.rowCount;
    this.#isStale = false;
    this.currentOverrides = this.#overrides;
    this.timeline.rows = new FrozenRows(this.store);
    this.revision += 1;
    this.columns.touched.end(this.revision, this.#settledRows);
  }
}
