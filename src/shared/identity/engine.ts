/**
 * The identity engine: takes batches of events, keeps what follows from them under one ruleset, and answers readers.
 *
 * `append` only stores. `settle` resolves what changed: new events that come last in their island are folded on; an
 * island with a late event, or with one that no longer counts, is resolved again from its own events; when most events
 * are new, everything is folded once in canonical order. Either way the result is the same, which the suites hold
 * against a plain resolver. Readers call `settle` first.
 */

import { uint32Column } from '../base/columns.ts';
import type { EventBatch } from '../event/batch.ts';
import { EVENT_HAS_COMPANY } from '../event/batch.ts';
import type { EventIndex, SourceIndex } from '../event/event-store.ts';
import { EventStore, ROW_ACCEPTED } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import { compareEvents, orderCanonically } from './canonical-order.ts';
import { CompanyGraph } from './companies.ts';
import { Fold } from './fold.ts';
import { CREDIT_NONE, IdentityState } from './identity-state.ts';
import { IdentityView } from './identity-view.ts';
import type { IslandRoot } from './islands.ts';
import { Islands } from './islands.ts';
import type { IslandPolicy } from './policies/policy.ts';
import { POLICIES } from './policies/policy.ts';
import { ProfileIds } from './profile-ids.ts';
import { RoleTable } from './role-table.ts';
import type { Ruleset } from './rules.ts';

/** Below this many dead profiles or rows nothing is tidied up. */
const TIDY_FROM = 4096;

export class IdentityEngine extends IdentityView {
  readonly companies: CompanyGraph;
  /** Counts of operations, for the suite on the work law; they only grow. */
  readonly work = { eventsRead: 0, islandsResolved: 0 };
  /** Grows with every settle that changed something. */
  revision = 0;

  readonly #islands: Islands;
  readonly #fold: Fold;
  #ruleset: Ruleset;
  #settledRows = 0;
  /** Settled events that counted and no longer do. */
  readonly #superseded = uint32Column();
  #stale = true;

  constructor(ruleset: Ruleset) {
    const store = new EventStore();
    const ids = new ProfileIds(store.identifierTable);
    const state = new IdentityState(store, new RoleTable(ruleset, store.identifierTable), ids);
    super(store, state, ids);
    this.#ruleset = ruleset;
    this.#islands = new Islands(store, state.profiles);
    this.#fold = new Fold(store, state, this.#islands, POLICIES[ruleset.policy]);
    this.companies = new CompanyGraph(store, this.ids, this);
  }

  get ruleset(): Ruleset {
    return this.#ruleset;
  }

  /** Accepted events that are credited to nobody and speak of no company, by reason. */
  get unresolved(): { readonly noIdentifier: number; readonly demotedOnly: number } {
    return this.#fold.unresolved;
  }

  /** Bytes of typed arrays held, by part. */
  get bytes(): { readonly store: number; readonly identity: number; readonly companies: number } {
    const identity = this.columns.bytes + this.columns.roles.bytes + this.#islands.bytes + this.ids.bytes;
    return { store: this.store.bytes, identity, companies: this.companies.bytes };
  }

  /** Stores a batch. `firstLine` is the 1-based line of the batch's line 0. Nothing is resolved yet. */
  append(batch: EventBatch, source: SourceIndex, firstLine: number): void {
    const superseded = this.store.append(batch, source, firstLine);
    for (const row of superseded) if (row < this.#settledRows) this.#superseded.push(row);
  }

  /** Replaces the rules; the next settle resolves everything anew. */
  setRuleset(ruleset: Ruleset): void {
    this.#ruleset = ruleset;
    this.columns.roles = new RoleTable(ruleset, this.store.identifierTable);
    this.#fold.policy = POLICIES[ruleset.policy];
    this.#stale = true;
  }

  /** Brings everything up to date with what was appended. Cost: what changed and the islands it touched. */
  settle(): void {
    const rowCount = this.store.rowCount;
    if (!this.#stale && rowCount === this.#settledRows) return;
    this.columns.roles.grow();
    this.columns.grow();
    this.#islands.grow(this.store.identifierTable.size);
    const anew = this.#stale || this.#isMostlyNew() || this.#isUntidy();
    if (anew) this.#resolveAll();
    else this.#resolveNew();
    this.companies.settle(this.columns.roles, anew || this.#companyWasSuperseded());
    this.#superseded.clear();
    this.#settledRows = rowCount;
    this.#stale = false;
    this.revision += 1;
  }

  /** 32 hexadecimal digits: equal for equal results. Cost: what changed since it was last asked for. */
  digest(): string {
    return this.columns.digest.read();
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

  #resolveAll(): void {
    this.columns.reset();
    this.#islands.reset();
    this.#fold.reset();
    const rows = this.#acceptedFrom(0);
    this.#resolveRows(rows);
  }

  /** Accepted rows from `first` on, in canonical order. */
  #acceptedFrom(first: EventIndex): Uint32Array {
    const status = this.store.status.values;
    const rowCount = this.store.rowCount;
    const rows = new Uint32Array(rowCount - first);
    let count = 0;
    for (let row = first; row < rowCount; row += 1) {
      if (status[row] === ROW_ACCEPTED) rows[count++] = row;
    }
    const accepted = rows.subarray(0, count);
    orderCanonically(this.store, accepted);
    return accepted;
  }

  /** Resolves rows in the order given, which is canonical. */
  #resolveRows(rows: Uint32Array): void {
    const { policy } = this.#fold;
    this.work.eventsRead += rows.length;
    if (policy.kind === 'island') {
      this.#resolveIslands(rows, policy);
      return;
    }
    const fold = this.#fold;
    const islands = this.#islands;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i]!;
      if (fold.read(row)) fold.take(row, islands.unite(fold.keys.keys, fold.keys.count), policy);
      else fold.leave(row);
    }
  }

  /** Gathers the rows of each island, and resolves one island after the other in the order of their first rows. */
  #resolveIslands(rows: Uint32Array, policy: IslandPolicy): void {
    const fold = this.#fold;
    const firstKey = new Int32Array(rows.length).fill(-1);
    for (let i = 0; i < rows.length; i += 1) {
      if (fold.read(rows[i]!)) {
        firstKey[i] = fold.keys.keys[0]!;
        this.#islands.unite(fold.keys.keys, fold.keys.count);
      } else {
        fold.leave(rows[i]!);
      }
    }
    const rowsOf = new Map<IslandRoot, EventIndex[]>();
    for (let i = 0; i < rows.length; i += 1) {
      if (firstKey[i]! < 0) continue;
      const root = this.#islands.root(firstKey[i]!);
      const mine = rowsOf.get(root);
      if (mine === undefined) rowsOf.set(root, [rows[i]!]);
      else mine.push(rows[i]!);
    }
    for (const [root, mine] of rowsOf) fold.takeIsland(mine, root, policy);
  }

  #resolveNew(): void {
    const dirty: IslandRoot[] = [];
    for (let i = 0; i < this.#superseded.length; i += 1) this.#withdraw(this.#superseded.at(i), dirty);
    const late = uint32Column();
    const rows = this.#acceptedFrom(this.#settledRows);
    this.work.eventsRead += rows.length;
    for (const row of rows) if (!this.#foldOn(row, dirty)) late.push(row);
    if (dirty.length > 0) this.#resolveDirty(dirty, late);
  }

  /** Takes an event out that no longer counts: its island has to be resolved again. */
  #withdraw(row: EventIndex, dirty: IslandRoot[]): void {
    const profile = this.columns.credit.at(row);
    if (profile < 0) {
      this.#fold.withdraw(row);
      this.columns.credit.set(row, CREDIT_NONE);
      return;
    }
    const root = this.#islands.root(this.columns.profiles.founder.at(profile));
    if (this.#islands.isDirty(root)) return;
    this.#islands.markDirty(root);
    dirty.push(root);
  }

  /** Folds a new event onto its island; false when it comes too late for that, and the island is dirty now. */
  #foldOn(row: EventIndex, dirty: IslandRoot[]): boolean {
    const fold = this.#fold;
    const islands = this.#islands;
    if (!fold.read(row)) {
      fold.leave(row);
      return true;
    }
    const root = islands.unite(fold.keys.keys, fold.keys.count);
    if (islands.isDirty(root)) return false;
    const last = islands.lastEvent(root);
    if (fold.policy.kind === 'folding' && (last < 0 || compareEvents(this.store, last, row) < 0)) {
      fold.take(row, root, fold.policy);
      return true;
    }
    islands.markDirty(root);
    dirty.push(root);
    return false;
  }

  /** Resolves dirty islands from their own events and the late ones. Being disjoint, they are folded as one. */
  #resolveDirty(
    dirty: readonly IslandRoot[],
    late: { readonly length: number; at(i: number): number },
  ): void {
    const rows = uint32Column();
    for (const entry of dirty) {
      const root = this.#islands.root(entry);
      if (!this.#islands.isDirty(root)) continue;
      this.work.islandsResolved += 1;
      for (const profile of this.#islands.profilesOf(root)) this.#dissolve(profile, rows);
      this.#islands.setLastEvent(root, -1);
    }
    for (let i = 0; i < late.length; i += 1) {
      this.#release(late.at(i));
      rows.push(late.at(i));
    }
    const ordered = rows.toArray();
    orderCanonically(this.store, ordered);
    this.#resolveRows(ordered);
  }

  /** Forgets a profile and collects its events that still count. */
  #dissolve(profile: number, rows: { push(row: EventIndex): void }): void {
    const state = this.columns;
    if (state.profiles.isPresent(profile)) {
      for (const event of state.profiles.events.items(profile)) {
        this.#release(event);
        state.credit.set(event, CREDIT_NONE);
        if (this.store.status.at(event) === ROW_ACCEPTED) rows.push(event);
      }
      state.forget(profile);
    }
    state.profiles.kill(profile);
  }

  /** Takes the keys of an event out of their island. */
  #release(event: EventIndex): void {
    const { keys } = this.#fold;
    if (!this.#fold.read(event)) return;
    for (let i = 0; i < keys.count; i += 1) this.#islands.release(keys.keys[i] as IdentifierIndex);
  }
}
