/**
 * Unomi's merge on a property, from MergeProfilesOnPropertyAction, over plain objects. Shares no code with the policy.
 * The action knows one property and one profile id; what follows for more is marked "Chosen".
 */

import type { ReasonCode } from '#shared/identity/identity.ts';
import type { PolicyReference } from '../policy-oracle.ts';
import type { ReferenceKey } from './keys.ts';
import { byName, keysOf } from './keys.ts';

interface Profile {
  readonly founded: number;
  readonly names: Set<string>;
  /** Merge property → its value. */
  readonly properties: Map<string, string>;
  readonly events: string[];
}

export const referenceUnomi: PolicyReference = (events, ruleset) => {
  const profiles: Profile[] = [];
  const refusals: { event: string; identifier: string; reason: ReasonCode }[] = [];
  const holderOf = ({ text, namespace }: ReferenceKey): Profile | undefined =>
    profiles.find(({ names, properties }) => names.has(text) || properties.get(namespace) === text);
  for (const [place, event] of events.entries()) {
    const founded = (key: ReferenceKey): number => holderOf(key)?.founded ?? events.length;
    // Chosen: by rank, then what an older profile has, then what nobody has, then by name.
    const keys = keysOf(event, ruleset).toSorted(
      (a, b) => a.rank - b.rank || founded(a) - founded(b) || byName(a, b),
    );
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
        // A profile has one value of a merge property.
        if (isProperty && said.has(key.namespace)) refused.push({ key, reason: 'LIMIT_EXCEEDED' });
        else added.push(key);
        if (isProperty) said.add(key.namespace);
        continue;
      }
      const holder: Profile = holderOf(key)!;
      if (holder !== profile) {
        // "Not empty and not equal to the value of the event: the user switched to another profile."
        const isOther = [...holder.properties.keys()].some((property) => said.has(property));
        if (isOther) {
          refused.push({ key, reason: 'USER_SWITCH' });
        } else if (!isProperty && isNamed) {
          // Chosen: an event has one profile id; a second one that leads elsewhere is left alone.
          refused.push({ key, reason: 'AMBIGUOUS' });
        } else if (profile === null) {
          profile = holder;
        } else {
          // "Merge the event's profile into the first that has the value; its events and sessions are rewritten."
          for (const name of holder.names) profile.names.add(name);
          for (const [property, value] of holder.properties) profile.properties.set(property, value);
          profile.events.push(...holder.events);
          profiles.splice(profiles.indexOf(holder), 1);
        }
        for (const property of profile?.properties.keys() ?? []) said.add(property);
      }
      if (!isProperty) isNamed = true;
    }
    if (profile === null) {
      profile = { founded: place, names: new Set(), properties: new Map(), events: [] };
      profiles.push(profile);
    }
    for (const key of added) {
      if (key.role === 'strong') profile.properties.set(key.namespace, key.text);
      else profile.names.add(key.text);
    }
    for (const { key, reason } of refused) refusals.push({ event: event.id!, identifier: key.text, reason });
    profile.events.push(event.id!);
  }
  return {
    profiles: profiles.map(({ names, properties, events: mine }) => ({
      identifiers: [...names, ...properties.values()],
      events: mine,
    })),
    refusals,
  };
};
