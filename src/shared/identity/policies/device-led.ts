/**
 * Events that name devices only, under vendors that know one id of a person and one of a device: the first key is the
 * device's id, and nothing joins it to the others before somebody logs in.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';
import { ROLE_ANONYMOUS } from '../role-table.ts';
import type { TakingOrder } from '../taking-order.ts';

/** True for an identifier that names a device or browser. Keys being in order of rank, of the first: nobody is named. */
export function isDevice(state: IdentityState, identifier: IdentifierIndex): boolean {
  return state.roles.roles.values[identifier] === ROLE_ANONYMOUS;
}

export function ownerOrFounded(
  state: IdentityState,
  identifier: IdentifierIndex,
  event: EventIndex,
): ProfileIndex {
  const owner = state.ownerOf(identifier);
  return owner < 0 ? state.found(identifier, event) : owner;
}

/** Credits the event to the first key's profile; the other keys stay where they are. */
export function takeForDevice(state: IdentityState, keys: TakingOrder, event: EventIndex): ProfileIndex {
  const first = keys.keys[0]!;
  const anchor = ownerOrFounded(state, first, event);
  for (let i = 1; i < keys.count; i += 1) {
    const identifier = keys.keys[i]!;
    const owner = state.ownerOf(identifier);
    if (owner !== anchor)
      state.refuse({ identifier, reason: 'LOGIN_REQUIRED', owner, via: first }, anchor, event);
  }
  return anchor;
}
