/**
 * Lets the profiles of a draft be what graphs of identities have become by an event: founds, moves, merges.
 *
 * A graph keeps the profile of its best identity that has one, in the order of these identities; a graph that comes too
 * late founds a profile with its best identity. What is in another profile is cut off from it. A profile that no graph
 * keeps is absorbed where its own best identity is, so that no profile is left behind empty.
 *
 * Assumes that an identity is held by one profile at most. Cost: linear in the identities, but for sorting graphs.
 */

import { must } from '../../base/assert.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { ReasonCode } from '../identity.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandKey } from '../island-event.ts';
import type { Graph } from './identity-graph.ts';
import { compareNames } from './identity-graph.ts';

interface Change {
  /** The profiles the graphs were, and the key of the event through which each was reached. */
  readonly owners: ReadonlyMap<DraftProfile, IdentifierIndex>;
  readonly event: EventIndex;
  /** Why an identity is cut off. */
  readonly reason: ReasonCode;
}

/** A graph with its members by rank, of equal rank those of older profiles first, then by name. */
interface Ranked {
  readonly graph: Graph;
  readonly best: IslandKey;
  /** The best that has a profile. */
  readonly bestHeld: IslandKey | null;
}

/** Returns the profile of each graph. */
export function writeGraphs(
  draft: IslandDraft,
  graphs: readonly Graph[],
  change: Change,
): Map<DraftProfile, Graph> {
  const holders = holdersOf(draft, graphs);
  const profiles = new Map<DraftProfile, Graph>();
  const late: Ranked[] = [];
  for (const ranked of inOrder(graphs, holders)) {
    const kept = ranked.bestHeld === null ? undefined : holders.get(ranked.bestHeld.identifier);
    if (kept === undefined || profiles.has(kept)) late.push(ranked);
    else profiles.set(kept, ranked.graph);
  }
  for (const { graph, best } of late) {
    const profile = draft.found(best.identifier, change.event);
    const from = holders.get(best.identifier);
    if (from !== undefined) draft.move(best.identifier, from, profile, cut(change));
    profiles.set(profile, graph);
  }
  const homes = homesOf(profiles, holders);
  for (const [profile, { members }] of profiles)
    for (const { identifier } of members.values()) {
      const from = holders.get(identifier);
      if (from === undefined) draft.attach(identifier, profile, change.event);
      else if (from !== profile && homes.get(from) !== profile && !draft.holds(profile, identifier))
        draft.move(identifier, from, profile, cut(change));
    }
  for (const [absorbed, survivor] of homes) {
    const ties = {
      survivor: change.owners.get(survivor) ?? bestOf(profiles.get(survivor)!).identifier,
      absorbed: must(change.owners.get(absorbed), 'a profile that the event reached'),
    };
    draft.merge(survivor, absorbed, ties, change.event);
  }
  return profiles;
}

function cut({ event, reason }: Change) {
  return { event, action: 'cut', reason } as const;
}

/** The profile that holds each identity before the event, if any. */
function holdersOf(draft: IslandDraft, graphs: readonly Graph[]): Map<IdentifierIndex, DraftProfile> {
  const holders = new Map<IdentifierIndex, DraftProfile>();
  for (const { members } of graphs)
    for (const identifier of members.keys()) {
      const [holder] = draft.ownersOf(identifier);
      if (holder !== undefined) holders.set(identifier, holder);
    }
  return holders;
}

/** Graphs by their best identities that have a profile. */
function inOrder(graphs: readonly Graph[], holders: ReadonlyMap<IdentifierIndex, DraftProfile>): Ranked[] {
  const compare = (a: IslandKey, b: IslandKey): number =>
    a.rank - b.rank ||
    (holders.get(a.identifier) ?? 0) - (holders.get(b.identifier) ?? 0) ||
    compareNames(a, b);
  const ranked = graphs.map((graph): Ranked => {
    const held = [...graph.members.values()].filter(({ identifier }) => holders.has(identifier));
    return { graph, best: bestOf(graph), bestHeld: held.toSorted(compare)[0] ?? null };
  });
  return ranked.sort((a, b) => {
    if (a.bestHeld === null || b.bestHeld === null)
      return Number(a.bestHeld === null) - Number(b.bestHeld === null) || compareNames(a.best, b.best);
    return compare(a.bestHeld, b.bestHeld);
  });
}

function bestOf({ members }: Graph): IslandKey {
  const keys = [...members.values()];
  return keys.reduce((best, key) => (compareNames(key, best) < 0 ? key : best));
}

/** Of each profile that no graph keeps: the one that its best identity belongs to now. */
function homesOf(
  profiles: ReadonlyMap<DraftProfile, Graph>,
  holders: ReadonlyMap<IdentifierIndex, DraftProfile>,
): Map<DraftProfile, DraftProfile> {
  const best = new Map<DraftProfile, { key: IslandKey; profile: DraftProfile }>();
  for (const [profile, { members }] of profiles)
    for (const key of members.values()) {
      const holder = holders.get(key.identifier);
      if (holder === undefined || profiles.has(holder)) continue;
      const known = best.get(holder);
      if (known === undefined || compareNames(key, known.key) < 0) best.set(holder, { key, profile });
    }
  return new Map([...best].map(([holder, { profile }]) => [holder, profile]));
}
