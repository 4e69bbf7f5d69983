/**
 * Connected components: every key joins, nothing is refused and nothing changes hands. It is what a plain join over
 * shared identifiers gives, and the baseline that the other policies are compared with.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState } from '../identity-state.ts';
import type { TakingOrder } from '../taking-order.ts';

export function takeByComponents(state: IdentityState, keys: TakingOrder, event: EventIndex): ProfileIndex {
  let anchor: ProfileIndex = -1;
  let tie = -1;
  for (let i = 0; i < keys.count; i += 1) {
    const key = keys.keys[i]!;
    const owner = state.ownerOf(key);
    if (owner < 0 || owner === anchor) continue;
    if (anchor < 0) {
      anchor = owner;
      tie = key;
      continue;
    }
    const joined = state.join(anchor, tie, owner, key, event);
    if (joined === owner) tie = key;
    anchor = joined;
  }
  if (anchor < 0) anchor = state.found(keys.keys[0]!, event);
  for (let i = 0; i < keys.count; i += 1) {
    if (state.ownerOf(keys.keys[i]!) < 0) state.attach(keys.keys[i]!, anchor, event);
  }
  return anchor;
}
