/**
 * The identity engine: takes batches of events, keeps what follows from them under one ruleset, and answers readers.
 *
 * `append` only stores. `settle` resolves what changed: new events that come last in their island are folded on; an
 * island with a late event, or with one that no longer counts, is resolved again from its own events; when most events
 * are new, everything is folded once in canonical order. Either way the result is the same, which the suites hold
 * against a plain resolver. Readers call `settle` first.
 */

import type { Uint32Column } from '../base/columns.ts';
import { uint32Column } from '../base/columns.ts';
import type { EventBatch } from '../event/batch.ts';
import { EVENT_HAS_COMPANY } from '../event/batch.ts';
import type { EventIndex, SourceIndex } from '../event/event-store.ts';
import { EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import { CREDIT_NONE } from './identity-state.ts';
import type { IslandRoot } from './islands.ts';
import { changedSides, rowsNaming } from './override-changes.ts';
import { weighOverrides } from './override-conflicts.ts';
import type { Override, OverrideSide } from './overrides.ts';
import { sideText } from './overrides.ts';
import { POLICIES } from './policies/policy.ts';
import { Resolution } from './resolution.ts';
import { RoleTable } from './role-table.ts';
import type { Ruleset } from './rules.ts';
import { Timeline } from './timeline.ts';

/** Below this many dead profiles or rows nothing is tidied up. */
const TIDY_FROM = 4096;

export class IdentityEngine extends Resolution {
  #settledRows = 0;
  /** Settled events that counted and no longer do. */
  readonly #superseded = uint32Column();
  /** Sides of overrides that came into force or went out of it since the last settle, by text. */
  readonly #changed = new Map<string, OverrideSide>();
  #stale = true;

  constructor(ruleset: Ruleset) {
    super({ timeline: new Timeline(new EventStore()), ruleset });
  }

  /** Stores a batch. `firstLine` is the 1-based line of the batch's line 0. Nothing is resolved yet. */
  append(batch: EventBatch, source: SourceIndex, firstLine: number): void {
    const superseded = this.store.append(batch, source, firstLine);
    for (const row of superseded) if (row < this.#settledRows) this.#superseded.push(row);
  }

  /** Replaces the rules; the next settle resolves everything anew. */
  setRuleset(ruleset: Ruleset): void {
    this.currentRules = ruleset;
    this.columns.roles = new RoleTable(ruleset, this.store.identifierTable);
    this.fold.policy = POLICIES[ruleset.policy];
    this.hasOtherLinks = true;
    this.#stale = true;
  }

  /** Replaces all overrides; the next settle resolves the islands of those that came or went. */
  setOverrides(overrides: readonly Override[]): void {
    const before = this.inForce;
    this.currentOverrides = overrides;
    this.inForce = weighOverrides(overrides);
    const { identifierTable } = this.store;
    const { roles } = this.columns;
    for (const side of changedSides(before, this.inForce)) this.#changed.set(sideText(side), side);
    for (const { identifier } of before.excludes) {
      const known = identifierTable.find(identifier.namespace, identifier.value);
      if (known >= 0 && known < roles.roles.length) roles.setExcluded(known, false);
    }
    this.hasOtherLinks = true;
  }

  /** Brings everything up to date with what was appended. Cost: what changed and the islands it touched. */
  settle(): void {
    const rowCount = this.store.rowCount;
    if (!this.#stale && rowCount === this.#settledRows && this.#changed.size === 0) return;
    this.grow();
    const anew = this.#stale || this.#isMostlyNew() || this.#isUntidy();
    if (anew) this.resolveAll();
    else this.#resolveNew();
    const companiesAnew = anew || this.#changed.size > 0 || this.#companyWasSuperseded();
    this.companies.settle(this.columns.roles, companiesAnew);
    this.#superseded.clear();
    this.#changed.clear();
    this.#settledRows = rowCount;
    this.#stale = false;
    this.revision += 1;
    this.columns.touched.end(this.revision, rowCount);
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

  #companyWasSuperseded(): boolean {
    for (let i = 0; i < this.#superseded.length; i += 1) {
      if ((this.store.flags.at(this.#superseded.at(i)) & EVENT_HAS_COMPANY) !== 0) return true;
    }
    return false;
  }

  #resolveNew(): void {
    const { touched } = this.columns;
    const dirty: IslandRoot[] = [];
    for (let i = 0; i < this.#superseded.length; i += 1) {
      touched.row(this.#superseded.at(i));
      this.#withdraw(this.#superseded.at(i), dirty);
    }
    const late = uint32Column();
    if (this.#changed.size > 0) {
      touched.everything(); // overrides change roles, which readers count by
      this.#touchChanged(dirty, late);
    }
    const rows = this.timeline.acceptedFrom(this.#settledRows);
    this.work.eventsRead += rows.length;
    for (const row of rows) if (!this.#foldOn(row, dirty)) late.push(row);
    if (dirty.length + late.length > 0) this.#resolveDirty(dirty, late);
  }

  /** Takes an event out that no longer counts: its island has to be resolved again. */
  #withdraw(row: EventIndex, dirty: IslandRoot[]): void {
    const profile = this.columns.credit.at(row);
    if (profile < 0) {
      this.fold.withdraw(row);
      this.columns.credit.set(row, CREDIT_NONE);
      return;
    }
    const root = this.islands.root(this.columns.profiles.founder.at(profile));
    if (this.islands.isDirty(root)) return;
    this.islands.markDirty(root);
    dirty.push(root);
  }

  /** Marks the islands of all settled events that overrides named before or name now; those with nobody come late. */
  #touchChanged(dirty: IslandRoot[], late: Uint32Column): void {
    const { fold, islands } = this;
    for (const row of rowsNaming(this.store, [...this.#changed.values()], this.#settledRows)) {
      const isCredited = this.columns.credit.at(row) >= 0;
      if (isCredited || this.timeline.isAccepted(row)) this.#withdraw(row, dirty);
      if (isCredited || !this.timeline.isAccepted(row)) continue;
      late.push(row);
      if (!fold.read(row)) continue;
      const root = islands.unite(fold.keys.keys, fold.keys.count);
      if (!islands.isDirty(root)) dirty.push(root);
      islands.markDirty(root);
    }
  }

  /** Folds a new event onto its island; false when it comes too late for that, and the island is dirty now. */
  #foldOn(row: EventIndex, dirty: IslandRoot[]): boolean {
    const fold = this.fold;
    const islands = this.islands;
    if (!fold.read(row)) {
      fold.leave(row);
      return true;
    }
    const root = fold.unite(row);
    if (islands.isDirty(root)) return false;
    const last = islands.lastEvent(root);
    if (fold.policy.kind === 'folding' && (last < 0 || this.timeline.compare(last, row) < 0)) {
      fold.take(row, root, fold.policy);
      return true;
    }
    islands.markDirty(root);
    dirty.push(root);
    return false;
  }

  /** Resolves dirty islands from their own events and the late ones. Being disjoint, they are folded as one. */
  #resolveDirty(dirty: readonly IslandRoot[], late: Uint32Column): void {
    const rows = uint32Column();
    const named = this.#namedInDirty(late);
    for (const entry of dirty) {
      const root = this.islands.root(entry);
      if (!this.islands.isDirty(root)) continue;
      this.work.islandsResolved += 1;
      for (const profile of this.islands.profilesOf(root)) this.#dissolve(profile, rows);
      this.islands.setLastEvent(root, -1);
    }
    for (const identifier of named) this.islands.release(identifier);
    for (let i = 0; i < late.length; i += 1) {
      this.#release(late.at(i));
      rows.push(late.at(i));
    }
    const ordered = rows.toArray();
    this.timeline.sort(ordered);
    for (const row of ordered) if (row < this.#settledRows) this.columns.touched.row(row);
    this.resolveRows(ordered);
  }

  /**
   * Named identifiers of dirty islands, which may be on no event. Named events there that a cut left with nobody, and
   * that so hang on no profile, are added to `late`.
   */
  #namedInDirty(late: Uint32Column): IdentifierIndex[] {
    const { fold, islands } = this;
    const { overrides, credit } = this.columns;
    const named = [...(overrides?.representatives() ?? [])];
    for (const side of this.#changed.values()) {
      if (!('event' in side)) named.push(this.store.identifierTable.find(side.namespace, side.value));
    }
    for (const row of overrides?.namedRows() ?? []) {
      if (credit.at(row) >= CREDIT_NONE || !fold.read(row) || !this.timeline.isAccepted(row)) continue;
      if (!islands.isDirty(islands.root(fold.keys.keys[0]!))) continue;
      fold.withdraw(row);
      credit.set(row, CREDIT_NONE);
      late.push(row);
    }
    return named.filter((identifier) => identifier >= 0 && islands.isDirty(islands.root(identifier)));
  }

  /** Forgets a profile and collects its events that still count. */
  #dissolve(profile: number, rows: { push(row: EventIndex): void }): void {
    const state = this.columns;
    if (state.profiles.isPresent(profile)) {
      for (const event of state.profiles.events.items(profile)) {
        this.#release(event);
        state.credit.set(event, CREDIT_NONE);
        if (this.timeline.isAccepted(event)) rows.push(event);
      }
      state.forget(profile);
    }
    state.profiles.kill(profile);
  }

  /** Takes the keys of an event out of their island. */
  #release(event: EventIndex): void {
    const { keys } = this.fold;
    if (!this.fold.read(event)) return;
    for (let i = 0; i < keys.count; i += 1) this.islands.release(keys.keys[i] as IdentifierIndex);
  }
}
