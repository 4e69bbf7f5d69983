/**
 * Unomi's merge on a property, over plain objects. Shares no code with the policy. The action knows one property and one
 * profile id; what follows for more is marked "Chosen".
 *
 * [1] apache/unomi, plugins/baseplugin, MergeProfilesOnPropertyAction.java.
 */

import type { ReasonCode } from '#shared/identity/identity.ts';
import type { PolicyReference } from '../policy-oracle.ts';
import type { Hand } from './folding-by-hand.ts';
import { NO_HAND } from './folding-by-hand.ts';
import type { ReferenceKey } from './keys.ts';
import { byName, keysOf } from './keys.ts';

interface Profile {
  readonly founded: number;
  readonly names: Set<string>;
  /** Values of merge properties → the property; one of each, unless pins have brought more. */
  readonly properties: Map<string, string>;
  readonly events: string[];
}

export const referenceUnomi = ((events, ruleset, hand: Hand = NO_HAND) => {
  const profiles: Profile[] = [];
  const refusals: { event: string; identifier: string; reason: ReasonCode }[] = [];
  const holderOf = ({ text, namespace }: ReferenceKey): Profile | undefined =>
    profiles.find(({ names, properties }) => names.has(text) || properties.get(text) === namespace);
  const held = () =>
    profiles.map(({ names, properties, events: mine }) => ({
      identifiers: [...names, ...properties.keys()],
      events: mine,
    }));
  const takeIn = (profile: Profile, other: Profile): void => {
    for (const name of other.names) profile.names.add(name);
    for (const [value, property] of other.properties) profile.properties.set(value, property);
    profile.events.push(...other.events);
    profiles.splice(profiles.indexOf(other), 1);
  };
  for (const [place, event] of events.entries()) {
    const founded = (key: ReferenceKey): number => holderOf(key)?.founded ?? events.length;
    // Chosen: by rank, then what an older profile has, then what nobody has, then by name.
    const all = keysOf(event, ruleset).toSorted(
      (a, b) => a.rank - b.rank || founded(a) - founded(b) || byName(a, b),
    );
    const left = hand.screen(
      event,
      all.map(({ text }) => text),
      held(),
    );
    const keys = all.filter(({ text }) => left.includes(text));
    if (keys.length === 0) continue;
    const before = new Map(keys.map((key) => [key, holderOf(key)]));
    let profile: Profile | null = null;
    /** What the event says of its user, as far as that is accepted. */
    const said = new Set<string>();
    const added: ReferenceKey[] = [];
    const refused: { key: ReferenceKey; reason: ReasonCode }[] = [];
    let isNamed = false;
    for (const key of keys) {
      const isProperty = key.role === 'strong';
      if (before.get(key) === undefined) {
        // A profile has one value of a merge property [1].
        if (isProperty && said.has(key.namespace)) refused.push({ key, reason: 'LIMIT_EXCEEDED' });
        else added.push(key);
        if (isProperty) said.add(key.namespace);
        continue;
      }
      const holder: Profile = holderOf(key)!;
      if (holder !== profile) {
        // A profile that has another value than the event says is not merged: somebody else has logged in [1].
        const isOther = [...holder.properties.values()].some((property) => said.has(property));
        if (isOther) {
          refused.push({ key, reason: 'USER_SWITCH' });
        } else if (!isProperty && isNamed) {
          // Chosen: an event has one profile id; a second one that leads elsewhere is left alone.
          refused.push({ key, reason: 'AMBIGUOUS' });
        } else if (profile === null) {
          profile = holder;
        } else {
          // Else the profiles with one value become one, and what was done as the other is rewritten to it [1].
          takeIn(profile, holder);
        }
        for (const property of profile?.properties.values() ?? []) said.add(property);
      }
      if (!isProperty) isNamed = true;
    }
    if (profile === null) {
      profile = { founded: place, names: new Set(), properties: new Map(), events: [] };
      profiles.push(profile);
    }
    for (const key of added) {
      if (key.role === 'strong') profile.properties.set(key.text, key.namespace);
      else profile.names.add(key.text);
    }
    for (const { key, reason } of refused) refusals.push({ event: event.id!, identifier: key.text, reason });
    profile.events.push(event.id!);
    for (let pin = hand.nextPin(held()); pin !== null; pin = hand.nextPin(held()))
      takeIn(profiles[pin[0]]!, profiles[pin[1]]!);
  }
  return { profiles: held(), refusals };
}) satisfies PolicyReference;
