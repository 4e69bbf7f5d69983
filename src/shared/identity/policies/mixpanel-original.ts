/**
 * Mixpanel's Original ID Merge: three calls merge, each under a condition of its own, into clusters of at most 500 ids
 * (the ruleset's cap on identifiers).
 *
 * - `$identify` takes an anonymous id to an identified one, if it was not merged to another before. An id is anonymous
 *   when its namespace names devices or, among ids of one kind, when it has the form of a UUID of version 4.
 * - `$create_alias` gives an id another name. An alias that points somewhere does not point elsewhere too; as what is
 *   merged into always survives, it points somewhere if its cluster has another founder.
 * - `$merge` takes any two.
 *
 * The first key is what is merged into. Other events with several keys are taken for `$identify`, which is what an SDK
 * sends when somebody logs in; unless they name devices only.
 *
 * Source: Mixpanel's documentation, "Identifying Users (Original)", and its reference of the three calls.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex, ReasonCode } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';
import { eventName, eventType } from '../island-event.ts';
import type { TakingOrder } from '../taking-order.ts';
import { isDevice, ownerOrFounded, takeForDevice } from './device-led.ts';
import { joinCluster } from './mixpanel-cluster.ts';

type Call = '$identify' | '$create_alias' | '$merge';

/** Case does not matter to a UUID. */
const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

export function takeByMixpanelOriginal(
  state: IdentityState,
  keys: TakingOrder,
  event: EventIndex,
): ProfileIndex {
  const into = keys.keys[0]!;
  if (keys.count === 1) return ownerOrFounded(state, into, event);
  const named = callOf(state, event);
  if (named === null && isDevice(state, into)) return takeForDevice(state, keys, event);
  const call = named ?? '$identify';
  const anchor = ownerOrFounded(state, into, event);
  for (let i = 1; i < keys.count; i += 1) {
    const other = keys.keys[i]!;
    const isOne =
      state.ownerOf(other) === anchor ||
      joinCluster(state, { into, other, objection: objectionTo(state, call, other) }, event);
    if (isOne && call === '$identify') state.profiles.markIdentified(anchor);
  }
  return anchor;
}

function callOf(state: IdentityState, event: EventIndex): Call | null {
  const name = eventName(state.store, event);
  if (name === '$identify' || name === '$create_alias' || name === '$merge') return name;
  return eventType(state.store, event) === 'alias' ? '$create_alias' : null;
}

/** What a call has against an id that is in another cluster, or in none. */
function objectionTo(state: IdentityState, call: Call, other: IdentifierIndex): ReasonCode | null {
  if (call === '$merge') return null;
  const owner = state.ownerOf(other);
  if (call === '$create_alias')
    return owner >= 0 && state.profiles.founder.at(owner) !== other ? 'ALREADY_IDENTIFIED' : null;
  if (!isDevice(state, other) && !UUID_V4.test(state.store.identifierTable.valueText(other)))
    return 'ILLEGAL_ID';
  return owner >= 0 && state.profiles.isIdentified(owner) ? 'ALREADY_IDENTIFIED' : null;
}
