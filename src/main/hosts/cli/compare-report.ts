/** What `weft compare` answers, as plain data: profiles by their ids and best identifiers, decisions as sentences. */

import type { EventIndex } from '#shared/event/event-store.ts';
import { rowOfEvent } from '#shared/identity/compare/aligned-events.ts';
import type { Comparison } from '#shared/identity/compare/compare.ts';
import { compare } from '#shared/identity/compare/compare.ts';
import type { Divergence } from '#shared/identity/compare/divergence.ts';
import type { Parted } from '#shared/identity/compare/parted.ts';
import type { Few } from '#shared/identity/compare/top-few.ts';
import type { DecisionIndex, ProfileIndex } from '#shared/identity/identity.ts';
import { overridesFingerprint } from '#shared/identity/overrides.ts';
import type { Truth } from '#shared/identity/quality.ts';
import { measureQuality } from '#shared/identity/quality.ts';
import type { Resolution, WhatIf } from '#shared/identity/resolution.ts';
import { rulesetFingerprint, rulesetTitle } from '#shared/identity/rules.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { orNull } from '#shared/profile/engine-view.ts';
import { isoOrNull } from '#shared/profile/records.ts';
import { revenueMoved } from '#shared/profile/revenue-moved.ts';

export interface Compared {
  readonly before: Resolution;
  readonly after: Resolution;
  readonly truth: Truth | null;
  readonly wishes: { readonly before: WhatIf; readonly after: WhatIf };
  readonly sourceName: (source: number) => string;
}

export type CompareReport = ReturnType<typeof compareReport>;
export type ReportedDivergence = NonNullable<ReturnType<typeof reportDivergence>>;

/** How many profiles each list names; how many there are it says too. */
const LISTED = 20;

export function compareReport({ before, after, truth, wishes, sourceName }: Compared) {
  const comparison = compare(before, after, { limit: LISTED });
  const { profiles, events, identifiers, states, firstDivergence, split, merged } = comparison;
  return {
    before: reportSide(before, wishes.before, sourceName),
    after: reportSide(after, wishes.after, sourceName),
    profiles: {
      ...profiles,
      split: split.total,
      merged: merged.total,
      differing: comparison.differing.total,
    },
    events,
    identifiers,
    revenue: revenueMoved(before, after, comparison),
    states,
    firstDivergence: reportDivergence(before, after, firstDivergence),
    differing: reportDiffering(before, after, comparison),
    split: reportParted(split, before, after),
    merged: reportParted(merged, after, before),
    quality:
      truth === null ? null : { before: measureQuality(before, truth), after: measureQuality(after, truth) },
  };
}

function reportSide(
  resolution: Resolution,
  { asOf, withoutSources = [] }: WhatIf,
  sourceName: Compared['sourceName'],
) {
  const { ruleset, timeline, overrides } = resolution;
  return {
    rules: rulesetTitle(ruleset),
    policy: ruleset.policy,
    fingerprint: rulesetFingerprint(ruleset),
    order: timeline.order,
    asOf: isoOrNull(asOf ?? null),
    overrides: { count: overrides.length, fingerprint: overridesFingerprint(overrides) },
    withoutSources: withoutSources.map(sourceName),
    digest: resolution.digest(),
  };
}

function reportProfile(resolution: Resolution, profile: ProfileIndex) {
  const { namespace, value } = resolution.store.identifierTable.get(resolution.bestIdentifier(profile));
  return {
    id: resolution.profileId(profile),
    name: `${namespace}:${value}`,
    state: resolution.state(profile),
    events: resolution.eventCount(profile),
  };
}

function reportDiffering(before: Resolution, after: Resolution, { differing }: Comparison) {
  return differing.items.map((row) => ({
    before: row.before < 0 ? null : reportProfile(before, row.before),
    after: row.after < 0 ? null : reportProfile(after, row.after),
    kept: row.kept,
    left: row.left,
    came: row.came,
    identifiersLeft: row.identifiersLeft,
    identifiersCame: row.identifiersCame,
    firstDivergence: reportDivergence(before, after, row.divergence),
  }));
}

function reportParted({ items }: Few<Parted>, own: Resolution, other: Resolution) {
  return items.map(({ profile, parts }) => ({
    profile: reportProfile(own, profile),
    parts: parts.items.map((part) => ({ profile: reportProfile(other, part.profile), events: part.events })),
    partCount: parts.total,
  }));
}

function reportDivergence(before: Resolution, after: Resolution, divergence: Divergence | null) {
  if (divergence === null) return null;
  const { store } = before;
  const { event } = divergence;
  return {
    at: isoOrNull(orNull(store.at.at(event))),
    eventId: store.eventId(event),
    before: sayAt(before, event, divergence.before),
    after: sayAt(after, event, divergence.after),
  };
}

/** What one side decided at an event and the other did not; null when it is no event of that side. */
function sayAt(resolution: Resolution, event: EventIndex, decisions: readonly DecisionIndex[]) {
  if (rowOfEvent(resolution.timeline.rows, event) < 0) return null;
  return decisions.map((index) => decisionSentence(resolution, index));
}
