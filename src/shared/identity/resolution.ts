/**
 * What follows from the events of one timeline under one ruleset: every event taken once, in order, island by island.
 *
 * `resolve` makes one over a store that others may be resolving too, which it only reads: under other rules, without a
 * source, as of a moment, in another order. Such a resolution is final. The engine is one that keeps up with its store.
 */

import type { Progress } from '../base/slices.ts';
import { finish, withProgress } from '../base/slices.ts';
import type { SelectionWishes } from '../event/event-selection.ts';
import { selectRows } from '../event/event-selection.ts';
import type { EventIndex } from '../event/event-store.ts';
import { FrozenRows } from '../event/frozen-rows.ts';
import type { ProfileIndex } from './identity.ts';
import { IdentityView } from './identity-view.ts';
import type { IslandRoot } from './islands.ts';
import { weighOverrides } from './override-conflicts.ts';
import type { OverrideReport } from './override-report.ts';
import { reportOverrides } from './override-report.ts';
import type { Override } from './overrides.ts';
import { ProfileIds } from './profile-ids.ts';
import type { Ruleset } from './rules.ts';
import type { EventOrder } from './timeline.ts';
import { Timeline } from './timeline.ts';
import type { Touched } from './touched.ts';
import type { Work } from './workings.ts';
import { Workings } from './workings.ts';

export interface ResolutionParts {
  readonly timeline: Timeline;
  readonly ruleset: Ruleset;
  /** Of the same store, when another resolution has them already. */
  readonly ids?: ProfileIds;
  /** None without it. */
  readonly overrides?: readonly Override[];
}

export class Resolution extends IdentityView {
  /** Counts of operations, for the suite on the work law; they only grow. */
  readonly work: Work;
  /** Grows with every settle that changed something. */
  revision = 0;

  protected currentOverrides: readonly Override[];

  constructor({ timeline, ruleset, ids, overrides = [] }: ResolutionParts) {
    const work = { eventsRead: 0, islandsResolved: 0 };
    super(
      new Workings({
        timeline,
        ruleset,
        inForce: weighOverrides(overrides, ruleset),
        ids: ids ?? new ProfileIds(timeline.store.identifierTable),
        work,
      }),
    );
    this.work = work;
    this.currentOverrides = overrides;
  }

  get ruleset(): Ruleset {
    return this.workings.ruleset;
  }

  get overrides(): readonly Override[] {
    return this.currentOverrides;
  }

  overrideReport(): OverrideReport {
    const { store } = this;
    return reportOverrides({
      inForce: this.workings.inForce,
      table: this.columns.overrides,
      identifiers: store.identifierTable,
    });
  }

  /** Accepted events that are credited to nobody and speak of no company, by reason. */
  get unresolved(): { readonly noIdentifier: number; readonly demotedOnly: number } {
    return this.workings.fold.unresolved;
  }

  /** Bytes of typed arrays held, by part. */
  get bytes(): { readonly store: number; readonly identity: number; readonly companies: number } {
    const { workings, store, companies } = this;
    return { store: store.bytes, identity: workings.bytes, companies: companies.bytes };
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
    const { islands } = this.workings;
    const root = islands.root(this.founder(profile));
    const present = islands.profilesOf(root).filter((other) => this.isPresent(other));
    const rows = Uint32Array.from([
      ...present.flatMap((other) => profiles.events.items(other)),
      ...this.#cutOff(root),
    ]);
    this.timeline.sort(rows);
    return Array.from(rows);
  }

  /** Events of an island that a cut leaves with nobody, though they have keys. */
  #cutOff(root: IslandRoot): EventIndex[] {
    const { fold, islands } = this.workings;
    const { overrides, credit } = this.columns;
    return [...(overrides?.namedRows() ?? [])].filter(
      (row) =>
        credit.at(row) < 0 &&
        this.timeline.isAccepted(row) &&
        fold.read(row) &&
        islands.root(fold.keys.keys[0]!) === root,
    );
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
export function resolve(base: Resolution, wishes: WhatIf = {}): Resolution {
  return finish(resolveInSlices(base, wishes));
}

/** The same in slices, saying how many of how many events are resolved. What the store is given meanwhile is left out. */
export function* resolveInSlices(
  base: Resolution,
  { ruleset, order, overrides, ...selection }: WhatIf = {},
): Generator<Progress, Resolution, undefined> {
  const { store, timeline } = base;
  const from = timeline.rows === store ? new FrozenRows(store) : timeline.rows;
  const progress = { done: 0, total: from.acceptedCount };
  const rows = yield* withProgress(selectRows(store, selection, from), () => progress);
  const resolution = new SettledResolution({
    timeline: new Timeline(store, rows, order ?? timeline.order),
    ruleset: ruleset ?? base.ruleset,
    overrides: overrides ?? base.overrides,
    ids: base.ids,
  });
  yield* resolution.resolve();
  return resolution;
}

class SettledResolution extends Resolution {
  *resolve(): Generator<Progress, void, undefined> {
    const { workings } = this;
    workings.progress.total = this.timeline.rows.acceptedCount;
    yield* withProgress(workings.resolveAll(), () => ({ ...workings.progress }));
    this.revision = 1;
  }
}
