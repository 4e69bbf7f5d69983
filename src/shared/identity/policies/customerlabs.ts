/**
 * The default policy: email over phone over login id over devices and cookies over everything else.
 *
 * An event's keys are taken by rank. Each owner joins, unless a higher-ranked strong namespace tells the two sides
 * apart (OUTRANKED), a shared device is all that connects two identified people (SHARED), or a limit would break
 * (LIMIT_EXCEEDED). On an event with a strong identifier a device that was so refused changes hands, or stays with its
 * first owner, or is nobody's until the next login, as the ruleset says.
 *
 * As a strong value never leaves its profile and has one owner, two bit masks say whether both sides hold values of a
 * namespace, and "they share none" means that no identifier of the event in that namespace is the other side's.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState, Refusal } from '../identity-state.ts';
import type { TakingOrder } from '../taking-order.ts';

export function takeByCustomerlabs(state: IdentityState, keys: TakingOrder, event: EventIndex): ProfileIndex {
  const first = keys.keys[0]!;
  if (keys.count === 1) return state.found(first, event);
  const { limits } = state;
  const { isUnlimited } = limits;
  if (!isUnlimited) limits.clearClaims();
  const refusals: Refusal[] = [];
  let anchor: ProfileIndex = -1;
  let tie: IdentifierIndex = -1;
  for (let position = 0; position < keys.count; position += 1) {
    const key = keys.keys[position]!;
    const before = keys.owners[position]!;
    if (before < 0) {
      if (!isUnlimited) limits.claim(key, anchor);
      continue;
    }
    const owner = state.profiles.canonical(before);
    if (owner === anchor) continue;
    const refusal = refusalOf(state, keys, { position, owner, anchor, tie });
    if (refusal !== null) {
      refusals.push(refusal);
    } else if (anchor < 0) {
      anchor = owner;
      tie = key;
    } else {
      const joined = state.join(anchor, tie, owner, key, event);
      if (joined === owner) tie = key;
      anchor = joined;
    }
  }
  // The first key is either owned, and then nothing ranks above it that could refuse its owner, or founds.
  let founder: IdentifierIndex = -1;
  if (anchor < 0) {
    founder = first;
    anchor = state.found(founder, event);
  }
  attachUnowned(state, keys, { anchor, founder }, event);
  if (refusals.length > 0) settleRefusals(state, keys, refusals, anchor, event);
  return anchor;
}

interface Candidate {
  readonly position: number;
  readonly owner: ProfileIndex;
  /** The profile of those that have joined so far, or -1, and the key through which it did. */
  readonly anchor: ProfileIndex;
  readonly tie: IdentifierIndex;
}

/** Why the owner of a key must not join, or null when it may. */
function refusalOf(state: IdentityState, keys: TakingOrder, candidate: Candidate): Refusal | null {
  const { position, owner, anchor, tie } = candidate;
  const identifier = keys.keys[position]!;
  const masks = state.profiles.strongMask.values;
  const side = keys.strongMask | (anchor < 0 ? 0 : masks[anchor]!);
  const common = side & masks[owner]!;
  const above = common & state.roles.strongAbove[state.roles.ranks.values[identifier]!]!;
  if (above !== 0) {
    const apart = namespaceApart(state, keys, owner, above);
    if (apart !== 0)
      return { identifier, reason: 'OUTRANKED', owner, via: carrierOf(state, keys, apart) ?? tie };
  }
  if (keys.shared[position] === 1 && side !== 0 && masks[owner] !== 0)
    return { identifier, reason: 'SHARED', owner, via: tie };
  if (!state.limits.isUnlimited && state.limits.joinExceeds(anchor, owner))
    return { identifier, reason: 'LIMIT_EXCEEDED', owner, via: tie };
  return null;
}

/** The bit of the best namespace of `mask` in which the event carries nothing of the owner's, or 0. */
function namespaceApart(state: IdentityState, keys: TakingOrder, owner: ProfileIndex, mask: number): number {
  let shared = 0;
  for (let i = 0; i < keys.count; i += 1) {
    const { strongBit } = state.roles.termsOf(keys.keys[i]!);
    if ((strongBit & mask) !== 0 && ownerAt(state, keys, i) === owner) shared |= strongBit;
  }
  const apart = mask & ~shared;
  return apart & -apart;
}

/** The present profile that owns a key now, or -1. */
function ownerAt(state: IdentityState, keys: TakingOrder, position: number): ProfileIndex {
  const before = keys.owners[position]!;
  return before < 0 ? -1 : state.profiles.canonical(before);
}

/** The event's key in a strong namespace, or null when only a joined profile holds one. */
function carrierOf(state: IdentityState, keys: TakingOrder, strongBit: number): IdentifierIndex | null {
  for (let i = 0; i < keys.count; i += 1) {
    if (state.roles.termsOf(keys.keys[i]!).strongBit === strongBit) return keys.keys[i]!;
  }
  return null;
}

function attachUnowned(
  state: IdentityState,
  keys: TakingOrder,
  { anchor, founder }: { anchor: ProfileIndex; founder: IdentifierIndex },
  event: EventIndex,
): void {
  for (let i = 0; i < keys.count; i += 1) {
    const identifier = keys.keys[i]!;
    if (keys.owners[i]! >= 0 || identifier === founder) continue;
    if (state.limits.holdingExceeds(identifier, anchor)) {
      state.refuse({ identifier, reason: 'LIMIT_EXCEEDED', owner: -1, via: -1 }, anchor, event);
    } else {
      state.attach(identifier, anchor, event);
    }
  }
}

/** Writes the refusals and, on an event with a strong identifier, says whose devices are. Limits never hand over. */
function settleRefusals(
  state: IdentityState,
  keys: TakingOrder,
  refusals: readonly Refusal[],
  anchor: ProfileIndex,
  event: EventIndex,
): void {
  for (const refusal of refusals) {
    state.refuse(refusal, anchor, event);
    if (keys.strongMask === 0 || refusal.reason === 'LIMIT_EXCEEDED') continue;
    passOn(state, keys, { identifier: refusal.identifier, anchor, event });
  }
}

/** What becomes of a device that an event with a strong identifier was refused. */
function passOn(
  state: IdentityState,
  keys: TakingOrder,
  { identifier, anchor, event }: { identifier: IdentifierIndex; anchor: ProfileIndex; event: EventIndex },
): void {
  const { owner } = state.roles.termsOf(identifier);
  if (owner === null || owner === 'first') return;
  // A device that may belong to no more profiles than have had it would be of no use to the next one.
  if (owner === 'nobody' && !state.limits.isSpent(identifier))
    state.release(identifier, firstStrong(state, keys), event);
  if (owner !== 'nobody' && !state.limits.holdingExceeds(identifier, anchor))
    state.handOver(identifier, anchor, event);
}

/** Assumes that the event carries a strong identifier. */
function firstStrong(state: IdentityState, keys: TakingOrder): IdentifierIndex {
  let place = 0;
  while (state.roles.termsOf(keys.keys[place]!).strongBit === 0) place += 1;
  return keys.keys[place]!;
}
