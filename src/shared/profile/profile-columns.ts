/**
 * One number a profile for lists of hundreds of thousands: state, identifiers held, merges, refusals. Each column is
 * computed when something is sorted or filtered by it, and patched when it is asked for after a commit. What a profile
 * that is not present has in a column means nothing.
 */

import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from '../identity/identity.ts';
import { profileStates } from '../identity/tallies.ts';
import { patched } from '../identity/touched.ts';
import type { EngineView } from './engine-view.ts';
import { compareText } from './survivorship.ts';
import { grownColumn, presentTouched } from './touched-profiles.ts';

export interface DecisionCounts {
  /** ProfileIndex → profiles it absorbed. */
  readonly merges: Uint32Array;
  /** ProfileIndex → distinct refusals it is a party to. */
  readonly refusals: Uint32Array;
}

export const decisionCounts = patched(computeDecisionCounts, (engine, former, touched) => {
  const present = presentTouched(engine, touched);
  if (present === null) return null;
  const merges = grownColumn(engine, former.merges);
  const refusals = grownColumn(engine, former.refusals);
  for (const profile of present) {
    const counts = countDecisions(engine, profile);
    merges[profile] = counts.merges;
    refusals[profile] = counts.refusals;
  }
  return { merges, refusals };
});

function computeDecisionCounts(engine: EngineView): DecisionCounts {
  const merges = new Uint32Array(engine.profileCount);
  const refusals = new Uint32Array(engine.profileCount);
  for (let index = 0; index < engine.decisionCount; index += 1) {
    if (!engine.isDecision(index)) continue;
    const { action, profile, other } = engine.decision(index);
    if (action !== 'merge' && action !== 'refuse') continue;
    const canonical = engine.canonical(profile);
    if (action === 'merge') {
      merges[canonical]! += 1;
      continue;
    }
    refusals[canonical]! += 1;
    const party = other < 0 ? canonical : engine.canonical(other);
    if (party !== canonical) refusals[party]! += 1;
  }
  return { merges, refusals };
}

/** The same two numbers of one profile, from its own decisions. */
export function countDecisions(
  engine: EngineView,
  profile: ProfileIndex,
): { readonly merges: number; readonly refusals: number } {
  let merges = 0;
  let refusals = 0;
  for (const index of engine.decisionsOf(profile)) {
    const { action } = engine.decision(index);
    if (action === 'merge') merges += 1;
    if (action === 'refuse') refusals += 1;
  }
  return { merges, refusals };
}

/** ProfileIndex → index into PROFILE_STATES; only present profiles have one. */
export function stateColumn(engine: EngineView): Uint8Array {
  return profileStates(engine).column;
}

/** ProfileIndex → identifiers it holds now. */
export const ownedCounts = patched(
  (engine: EngineView): Uint32Array => {
    const counts = new Uint32Array(engine.profileCount);
    const { size } = engine.store.identifierTable;
    for (let identifier = 0; identifier < size; identifier += 1) {
      if (engine.keyOf(identifier) !== identifier) continue;
      for (const owner of engine.ownersOf(identifier)) counts[owner]! += 1;
    }
    return counts;
  },
  (engine, former, touched) => {
    const counts = grownColumn(engine, former);
    for (const profile of touched.profiles)
      if (engine.isPresent(profile)) counts[profile] = ownedOf(engine, profile).size;
    return counts;
  },
);

function ownedOf(engine: EngineView, profile: ProfileIndex): Set<IdentifierIndex> {
  const owned = new Set<IdentifierIndex>();
  for (const { identifier, to } of engine.membershipsOf(profile)) if (to < 0) owned.add(identifier);
  return owned;
}

/** Identifiers a profile holds now, best first: by rank, then namespace and value. */
export function ownedBestFirst(engine: EngineView, profile: ProfileIndex): IdentifierIndex[] {
  return [...ownedOf(engine, profile)].sort((a, b) => compareIdentifiers(engine, a, b));
}

function compareIdentifiers(engine: EngineView, a: IdentifierIndex, b: IdentifierIndex): number {
  const byRank = engine.rank(a) - engine.rank(b);
  if (byRank !== 0) return byRank;
  const table = engine.store.identifierTable;
  return (
    compareText(table.namespaceName(a), table.namespaceName(b)) ||
    compareText(table.valueText(a), table.valueText(b))
  );
}
