/** Clusters of ids, as Mixpanel calls them: how one more id, or the cluster that has it, comes to one. */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex, ReasonCode } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';

export interface Joining {
  /** Of the cluster that survives. */
  readonly into: IdentifierIndex;
  /** Of another cluster, or of none. */
  readonly other: IdentifierIndex;
  /** What the rules have against it, beside the size of clusters. */
  readonly objection: ReasonCode | null;
}

/** Joins or refuses; true when it joined. Assumes that `into` is owned, and not by the owner of `other`. */
export function joinCluster(
  state: IdentityState,
  { into, other, objection }: Joining,
  event: EventIndex,
): boolean {
  const anchor = state.ownerOf(into);
  const owner = state.ownerOf(other);
  const reason = objection ?? sizeObjection(state, anchor, other, owner);
  const via = reason === 'ILLEGAL_ID' ? other : into;
  if (reason !== null) state.refuse({ identifier: other, reason, owner, via }, anchor, event);
  else if (owner < 0) state.attach(other, anchor, event);
  else state.absorb(anchor, into, owner, other, event);
  return reason === null;
}

function sizeObjection(
  state: IdentityState,
  anchor: ProfileIndex,
  other: IdentifierIndex,
  owner: ProfileIndex,
): ReasonCode | null {
  const held = state.profiles.heldCount.values;
  const together = held[anchor]! + (owner < 0 ? 1 : held[owner]!);
  if (together > state.roles.maxIdentifiers) return 'MAPPING_CAP';
  const { limits } = state;
  limits.clearClaims();
  const exceeds = owner < 0 ? limits.holdingExceeds(other, anchor) : limits.joinExceeds(anchor, owner);
  return exceeds ? 'LIMIT_EXCEEDED' : null;
}
