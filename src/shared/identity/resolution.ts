/**
 * What follows from the events of one timeline under one ruleset: every event taken once, in order, island by island.
 *
 * `resolve` makes one over a store that others may be resolving too, which it only reads: under other rules, without a
 * source, as of a moment, in another order. Such a resolution is final. The engine is one that keeps up with its store.
 */

import { orderByNumber } from '../base/radix-order.ts';
import type { SelectionWishes } from '../event/event-selection.ts';
import { selectRows } from '../event/event-selection.ts';
import type { EventIndex } from '../event/event-store.ts';
import { CompanyGraph } from './companies.ts';
import { Fold } from './fold.ts';
import type { ProfileIndex } from './identity.ts';
import { IdentityState } from './identity-state.ts';
import { IdentityView } from './identity-view.ts';
import type { IslandRoot } from './islands.ts';
import { Islands } from './islands.ts';
import type { OverridesInForce } from './override-conflicts.ts';
import { weighOverrides } from './override-conflicts.ts';
import type { OverrideReport } from './override-report.ts';
import { reportOverrides } from './override-report.ts';
import { OverrideTable } from './override-table.ts';
import type { Override } from './overrides.ts';
import type { IslandPolicy } from './policies/policy.ts';
import { POLICIES } from './policies/policy.ts';
import { ProfileIds } from './profile-ids.ts';
import { RoleTable } from './role-table.ts';
import type { Ruleset } from './rules.ts';
import type { EventOrder } from './timeline.ts';
import { Timeline } from './timeline.ts';
import type { Touched } from './touched.ts';

/** In place of a root: the event has no keys. */
const NO_ISLAND = -1;

export interface ResolutionParts {
  readonly timeline: Timeline;
  readonly ruleset: Ruleset;
  /** Of the same store, when another resolution has them already. */
  readonly ids?: ProfileIds;
  /** None without it. */
  readonly overrides?: readonly Override[];
}

export class Resolution extends IdentityView {
  readonly companies: CompanyGraph;
  /** Counts of operations, for the suite on the work law; they only grow. */
  readonly work = { eventsRead: 0, islandsResolved: 0 };
  /** Grows with every settle that changed something. */
  revision = 0;

  protected currentRules: Ruleset;
  protected currentOverrides: readonly Override[];
  protected inForce: OverridesInForce;
  /** Other overrides or another policy: pins and cuts are compiled when the columns next grow. */
  protected hasOtherLinks = true;
  protected readonly islands: Islands;
  protected readonly fold: Fold;

  constructor({ timeline, ruleset, ids: known, overrides = [] }: ResolutionParts) {
    const { store } = timeline;
    const ids = known ?? new ProfileIds(store.identifierTable);
    const state = new IdentityState(timeline, new RoleTable(ruleset, store.identifierTable), ids);
    super(timeline, state, ids);
    this.currentRules = ruleset;
    this.islands = new Islands(timeline, state.profiles);
    this.fold = new Fold(store, state, this.islands, POLICIES[ruleset.policy]);
    this.companies = new CompanyGraph(timeline, this.ids, this);
    this.currentOverrides = overrides;
    this.inForce = weighOverrides(overrides);
  }

  get ruleset(): Ruleset {
    return this.currentRules;
  }

  get overrides(): readonly Override[] {
    return this.currentOverrides;
  }

  overrideReport(): OverrideReport {
    const { overrides, inForce, store } = this;
    return reportOverrides({
      overrides,
      inForce,
      table: this.columns.overrides,
      identifiers: store.identifierTable,
    });
  }

  /** Accepted events that are credited to nobody and speak of no company, by reason. */
  get unresolved(): { readonly noIdentifier: number; readonly demotedOnly: number } {
    return this.fold.unresolved;
  }

  /** Bytes of typed arrays held, by part. */
  get bytes(): { readonly store: number; readonly identity: number; readonly companies: number } {
    const identity = this.columns.bytes + this.columns.roles.bytes + this.islands.bytes + this.ids.bytes;
    return { store: this.store.bytes, identity, companies: this.companies.bytes };
  }

  /** 32 hexadecimal digits: equal for equal results. Cost: what changed since it was last asked for. */
  digest(): string {
    return this.columns.digest.read();
  }

  /** What changed since a revision; null when that cannot be said, so that everything may have. */
  touchedSince(revision: number): Touched | null {
    return this.columns.touched.since(revision);
  }

  islandOf(profile: ProfileIndex): EventIndex[] {
    const { profiles } = this.columns;
    const present = this.islands
      .profilesOf(this.islands.root(this.founder(profile)))
      .filter((other) => this.isPresent(other));
    const rows = Uint32Array.from([
      ...present.flatMap((other) => profiles.events.items(other)),
      ...this.#cutOff(this.islands.root(this.founder(profile))),
    ]);
    this.timeline.sort(rows);
    return Array.from(rows);
  }

  /** Events of an island that a cut leaves with nobody, though they have keys. */
  #cutOff(root: IslandRoot): EventIndex[] {
    const { fold, islands } = this;
    const { overrides, credit } = this.columns;
    return [...(overrides?.namedRows() ?? [])].filter(
      (row) =>
        credit.at(row) < 0 &&
        this.timeline.isAccepted(row) &&
        fold.read(row) &&
        islands.root(fold.keys.keys[0]!) === root,
    );
  }

  /** Makes the pins and cuts in force ready for the present policy. Policies of whole islands obey none. */
  #compileLinks(): void {
    const { pins, cuts } = this.inForce;
    const isObeyed = this.fold.policy.kind === 'folding' && pins.length + cuts.length > 0;
    const before = this.columns.overrides;
    const table = isObeyed ? new OverrideTable({ pins, cuts }, this.columns) : null;
    if (before !== null) table?.adopt(before);
    this.columns.overrides = table;
    this.hasOtherLinks = false;
  }

  /** Makes room for all that the store holds. */
  protected grow(): void {
    this.columns.roles.grow();
    for (const { identifier } of this.inForce.excludes) {
      const known = this.store.identifierTable.find(identifier.namespace, identifier.value);
      if (known >= 0) this.columns.roles.setExcluded(known, true);
    }
    this.columns.grow();
    this.islands.grow(this.store.identifierTable.size);
    if (this.hasOtherLinks) this.#compileLinks();
    this.columns.overrides?.bind();
  }

  protected resolveAll(): void {
    this.columns.reset();
    this.islands.reset();
    this.fold.reset();
    this.resolveRows(this.timeline.acceptedFrom(0));
  }

  /** Resolves rows in the order given, which is that of the timeline. */
  protected resolveRows(rows: Uint32Array): void {
    const { policy } = this.fold;
    this.work.eventsRead += rows.length;
    if (policy.kind === 'island') {
      this.#resolveIslands(rows, policy);
      return;
    }
    const { fold } = this;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i]!;
      if (fold.read(row)) fold.take(row, fold.unite(row), policy);
      else fold.leave(row);
    }
  }

  /** Gathers the rows of each island, and resolves one island after the other. */
  #resolveIslands(rows: Uint32Array, policy: IslandPolicy): void {
    const { fold, islands } = this;
    const firstKey = new Int32Array(rows.length).fill(-1);
    for (let i = 0; i < rows.length; i += 1) {
      if (fold.read(rows[i]!)) {
        firstKey[i] = fold.keys.keys[0]!;
        islands.unite(fold.keys.keys, fold.keys.count);
      } else {
        fold.leave(rows[i]!);
      }
    }
    // Place among `rows` → root; the stable order of places by root brings each island's rows together.
    const roots = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i += 1)
      roots[i] = firstKey[i]! < 0 ? NO_ISLAND : islands.root(firstKey[i]!);
    const places = new Uint32Array(rows.length).map((_, place) => place);
    orderByNumber(places, roots);
    for (let start = 0; start < places.length; ) {
      const root = roots[places[start]!]!;
      let end = start + 1;
      while (end < places.length && roots[places[end]!] === root) end += 1;
      const mine = Array.from(places.subarray(start, end), (place) => rows[place]!);
      if (root !== NO_ISLAND) fold.takeIsland(mine, root, policy);
      start = end;
    }
  }
}

export interface WhatIf extends SelectionWishes {
  readonly ruleset?: Ruleset;
  readonly order?: EventOrder;
  readonly overrides?: readonly Override[];
}

/**
 * A resolution over the store of another one that takes everything as that one does, but for what is wished. The
 * events appended so far need not have been settled. Cost: one resolution, and a look at every record for a selection.
 */
export function resolve(
  base: Resolution,
  { ruleset, order, overrides, ...selection }: WhatIf = {},
): Resolution {
  const rows = selectRows(base.store, selection, base.timeline.rows);
  return new SettledResolution({
    timeline: new Timeline(base.store, rows, order ?? base.timeline.order),
    ruleset: ruleset ?? base.ruleset,
    overrides: overrides ?? base.overrides,
    ids: base.ids,
  });
}

class SettledResolution extends Resolution {
  constructor(parts: ResolutionParts) {
    super(parts);
    this.grow();
    this.resolveAll();
    this.companies.settle(this.columns.roles, true);
    this.revision = 1;
  }
}
