/**
 * Apache Unomi: profiles merge on a property; a profile that carries a different value of it is another user.
 *
 * Strong namespaces are the merge properties, of which a profile holds one value each. Every other key is a name of the
 * visitor's profile, such as the cookie; the first that somebody has says whose event it would be. Going down the event's
 * keys, an owner joins what has joined so far, which survives, unless the two carry different values of a merge property:
 * then the event shows a user switch (USER_SWITCH), goes to whom the better key names, and the other profile and its
 * names stay as they are. A merge takes the history along.
 *
 * A value has one holder, so the vendor's bound of 50 profiles in one merge is never met. The vendor sets one property
 * at a time; with several, a better-ranked one decides here before a worse one, so that none is overwritten.
 *
 * Source: MergeProfilesOnPropertyAction of apache/unomi (base plugin).
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex } from '../identity.ts';
import type { IdentityState, Refusal } from '../identity-state.ts';
import type { TakingOrder } from '../taking-order.ts';

export function takeByUnomi(state: IdentityState, keys: TakingOrder, event: EventIndex): ProfileIndex {
  if (keys.count === 1) return state.found(keys.keys[0]!, event);
  const masks = state.profiles.strongMask.values;
  const refusals: Refusal[] = [];
  const unowned: IdentifierIndex[] = [];
  let anchor: ProfileIndex = -1;
  let tie: IdentifierIndex = -1;
  /** Merge properties of which the event's side has a value. */
  let side = 0;
  let isNamed = false;
  for (let position = 0; position < keys.count; position += 1) {
    const identifier = keys.keys[position]!;
    const { strongBit } = state.roles.termsOf(identifier);
    const before = keys.owners[position]!;
    if (before < 0) {
      if ((side & strongBit) === 0) unowned.push(identifier);
      else refusals.push({ identifier, reason: 'LIMIT_EXCEEDED', owner: -1, via: -1 });
      side |= strongBit;
      continue;
    }
    const owner = state.profiles.canonical(before);
    if (owner !== anchor) {
      if ((side & masks[owner]!) !== 0) {
        refusals.push({ identifier, reason: 'USER_SWITCH', owner, via: tie });
      } else if (strongBit === 0 && isNamed) {
        refusals.push({ identifier, reason: 'AMBIGUOUS', owner, via: tie });
      } else if (anchor < 0) {
        anchor = owner;
        tie = identifier;
      } else {
        state.absorb(anchor, tie, owner, identifier, event);
      }
      if (anchor >= 0) side |= masks[anchor]!;
    }
    isNamed ||= strongBit === 0;
  }
  // Whoever was refused first met an unowned value that was taken before, so one is there to found.
  if (anchor < 0) anchor = state.found(unowned.shift()!, event);
  for (const identifier of unowned) state.attach(identifier, anchor, event);
  for (const refusal of refusals) state.refuse(refusal, anchor, event);
  return anchor;
}
