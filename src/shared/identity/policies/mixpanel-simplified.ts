/**
 * Mixpanel's Simplified ID Merge: a device belongs to the first user seen on it, and two users never merge.
 *
 * An event's `$user_id` is its first key, unless that names a device; every further key plays `$device_id`. When the two
 * meet for the first time they are one cluster, of which the user is the canonical id; the device's earlier events are
 * the user's from then on. A device of another user stays with that one, and the event is its own user's.
 *
 * Source: Mixpanel's documentation, "Identifying Users (Simplified)".
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex, ReasonCode } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';
import type { TakingOrder } from '../taking-order.ts';
import { isDevice, ownerOrFounded, takeForDevice } from './device-led.ts';
import { joinCluster } from './mixpanel-cluster.ts';

export function takeByMixpanelSimplified(
  state: IdentityState,
  keys: TakingOrder,
  event: EventIndex,
): ProfileIndex {
  const user = keys.keys[0]!;
  if (isDevice(state, user)) return takeForDevice(state, keys, event);
  const anchor = ownerOrFounded(state, user, event);
  state.profiles.markIdentified(anchor);
  for (let i = 1; i < keys.count; i += 1) {
    const device = keys.keys[i]!;
    const owner = state.ownerOf(device);
    if (owner === anchor) continue;
    joinCluster(state, { into: user, other: device, objection: objectionTo(state, user, device) }, event);
  }
  return anchor;
}

function objectionTo(
  state: IdentityState,
  user: IdentifierIndex,
  device: IdentifierIndex,
): ReasonCode | null {
  const namespaces = state.store.identifierTable.namespace;
  if (namespaces.at(user) === namespaces.at(device)) return 'TWO_UNIQUES_ON_EVENT';
  const owner = state.ownerOf(device);
  return owner >= 0 && state.profiles.isIdentified(owner) ? 'ALREADY_IDENTIFIED' : null;
}
