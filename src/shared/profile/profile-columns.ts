/**
 * One number a profile for lists of hundreds of thousands: merges, refusals, identifiers held. Each column is computed
 * when it is first asked for and kept until the revision changes.
 */

import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ReasonCode } from '../identity/identity.ts';
import { PROFILE_STATES } from '../identity/identity.ts';
import type { EngineView } from './engine-view.ts';
import { perRevision, presentProfiles } from './engine-view.ts';
import { compareText } from './survivorship.ts';

export interface DecisionCounts {
  /** ProfileIndex → profiles it absorbed. */
  readonly merges: Uint32Array;
  /** ProfileIndex → distinct refusals it is a party to. */
  readonly refusals: Uint32Array;
  readonly handOvers: number;
  readonly refusalsByReason: ReadonlyMap<ReasonCode, number>;
}

export const decisionCounts = perRevision((engine): DecisionCounts => {
  const merges = new Uint32Array(engine.profileCount);
  const refusals = new Uint32Array(engine.profileCount);
  const refusalsByReason = new Map<ReasonCode, number>();
  let handOvers = 0;
  for (let index = 0; index < engine.decisionCount; index += 1) {
    if (!engine.isDecision(index)) continue;
    const { action, reason, profile, other } = engine.decision(index);
    if (action === 'hand-over') handOvers += 1;
    if (action !== 'merge' && action !== 'refuse') continue;
    const canonical = engine.canonical(profile);
    if (action === 'merge') {
      merges[canonical]! += 1;
      continue;
    }
    refusalsByReason.set(reason, (refusalsByReason.get(reason) ?? 0) + 1);
    refusals[canonical]! += 1;
    const party = other < 0 ? canonical : engine.canonical(other);
    if (party !== canonical) refusals[party]! += 1;
  }
  return { merges, refusals, handOvers, refusalsByReason };
});

/** ProfileIndex → index into PROFILE_STATES; only present profiles have one. */
export const stateColumn = perRevision((engine): Uint8Array => {
  const states = new Uint8Array(engine.profileCount);
  for (const profile of presentProfiles(engine))
    states[profile] = PROFILE_STATES.indexOf(engine.state(profile));
  return states;
});

export interface OwnedIdentifiers {
  /** ProfileIndex → end of its run in `identifiers`. */
  readonly ends: Uint32Array;
  /** Identifiers held now; `ownedBestFirst` gives one run in order. */
  readonly identifiers: Uint32Array;
}

/** What every present profile holds now. Cost: linear in the identifiers of the workspace. */
export const ownedIdentifiers = perRevision((engine): OwnedIdentifiers => {
  const ends = new Uint32Array(engine.profileCount);
  const size = engine.store.identifierTable.size;
  const owners = new Int32Array(size);
  for (let identifier = 0; identifier < size; identifier += 1) {
    const owner = engine.rank(identifier) > 0 ? engine.ownerOf(identifier) : -1;
    owners[identifier] = owner;
    if (owner >= 0) ends[owner]! += 1;
  }
  let end = 0;
  for (let profile = 0; profile < ends.length; profile += 1) {
    const count = ends[profile]!;
    ends[profile] = end;
    end += count;
  }
  const identifiers = new Uint32Array(end);
  for (let identifier = 0; identifier < size; identifier += 1) {
    const owner = owners[identifier]!;
    if (owner < 0) continue;
    identifiers[ends[owner]!] = identifier;
    ends[owner]! += 1;
  }
  return { ends, identifiers };
});

export function ownedCount({ ends }: OwnedIdentifiers, profile: number): number {
  return ends[profile]! - (profile === 0 ? 0 : ends[profile - 1]!);
}

/** Identifiers a profile holds now, best first: by rank, then namespace and value. */
export function ownedBestFirst(engine: EngineView, profile: number): IdentifierIndex[] {
  const owned = ownedIdentifiers(engine);
  const end = owned.ends[profile]!;
  const list = [...owned.identifiers.subarray(end - ownedCount(owned, profile), end)];
  return sortBestFirst(engine, list);
}

export function sortBestFirst(engine: EngineView, identifiers: IdentifierIndex[]): IdentifierIndex[] {
  return identifiers.sort((a, b) => compareIdentifiers(engine, a, b));
}

/** Keys by rank, then what is no key; equal: namespace, value. */
function compareIdentifiers(engine: EngineView, a: IdentifierIndex, b: IdentifierIndex): number {
  const byRank = (engine.rank(a) || Number.MAX_SAFE_INTEGER) - (engine.rank(b) || Number.MAX_SAFE_INTEGER);
  if (byRank !== 0) return byRank;
  const table = engine.store.identifierTable;
  return (
    compareText(table.namespaceName(a), table.namespaceName(b)) ||
    compareText(table.valueText(a), table.valueText(b))
  );
}
