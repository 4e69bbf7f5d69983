/**
 * Segment's Unify: an event and all profiles that own its identifiers become one, unless that would break a limit or a
 * cap; then the lowest-priority identifier of the event is demoted, and the rest tries again. The oldest profile
 * survives, the first owner keeps what others may not have, and nothing is ever taken back.
 *
 * Demoting from the end is trying the beginnings of the list in priority order, and what is too much for one is too much
 * for every longer one, so one pass finds the longest that may become one. Rules: Segment's public documentation,
 * Identity Resolution (settings, merge protection, limits), as of 2025.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { Candidate } from '../candidate.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState, Refusal } from '../identity-state.ts';
import type { TakingOrder } from '../taking-order.ts';
import { compareNames } from '../taking-order.ts';

interface Taken {
  readonly identifier: IdentifierIndex;
  /** The present profile that owned it before the event, or -1. */
  readonly owner: ProfileIndex;
}

export function takeBySegmentUnify(state: IdentityState, keys: TakingOrder, event: EventIndex): ProfileIndex {
  const taken = inPriorityOrder(state, keys);
  const candidate = new Candidate(state, event);
  const accepted: Taken[] = [];
  const demoted: Refusal[] = [];
  for (const one of taken) {
    candidate.add(one.identifier, one.owner);
    const reason = candidate.violation();
    if (reason === null) accepted.push(one);
    else demoted.push({ ...one, reason, via: -1 });
  }
  const profile = unite(state, accepted, event);
  for (const refusal of demoted) {
    const owner = refusal.owner < 0 ? -1 : state.profiles.canonical(refusal.owner);
    // What the profile has already is not kept from it.
    if (owner !== profile) state.refuse({ ...refusal, owner }, profile, event);
  }
  return profile;
}

/** Keys by rank; where namespaces share a rank they are in alphabetical order, so one never seen before slips in between. */
function inPriorityOrder({ roles, store }: IdentityState, keys: TakingOrder): Taken[] {
  const taken: Taken[] = [];
  for (let i = 0; i < keys.count; i += 1) taken.push({ identifier: keys.keys[i]!, owner: keys.owners[i]! });
  const ranks = roles.ranks.values;
  return taken.sort(
    (a, b) =>
      ranks[a.identifier]! - ranks[b.identifier]! ||
      compareNames(store.identifierTable, a.identifier, b.identifier),
  );
}

/** Merges the owners into the oldest, or founds a profile, and lets it hold all that was accepted. */
function unite(state: IdentityState, accepted: readonly Taken[], event: EventIndex): ProfileIndex {
  const first = accepted[0]!;
  let tie = first;
  for (const one of accepted)
    if (one.owner >= 0 && (tie.owner < 0 || state.compareFounded(one.owner, tie.owner) < 0)) tie = one;
  const profile = tie.owner < 0 ? state.found(first.identifier, event) : tie.owner;
  for (const { identifier } of accepted) {
    const holder = state.ownerOf(identifier);
    if (holder < 0) state.attach(identifier, profile, event);
    else if (holder !== profile) state.absorb(profile, tie.identifier, holder, identifier, event);
    state.limits.see(identifier, profile, event);
  }
  return profile;
}
