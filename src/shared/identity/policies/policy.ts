/**
 * A policy decides, event by event in canonical order, to which profile an event belongs and who holds its keys. It
 * sees the event's keys and the state, moves the state only by the state's own moves, and answers with the anchor.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';
import type { PolicyName } from '../rules.ts';
import type { TakingOrder } from '../taking-order.ts';
import { takeByComponents } from './components.ts';
import { takeByCustomerlabs } from './customerlabs.ts';

/**
 * Returns the present profile that the event is credited to. Assumes that `keys` holds at least one key, in the
 * order of taking, and that every earlier event of the island has been taken.
 */
export type Policy = (state: IdentityState, keys: TakingOrder, event: EventIndex) => ProfileIndex;

export const POLICIES: { readonly [name in PolicyName]: Policy } = {
  customerlabs: takeByCustomerlabs,
  components: takeByComponents,
};
