/**
 * Snowplow Identities, plain and slow, from the pages "Identities concepts", "Merges" and "Unique identifiers and merge
 * conflicts" of docs.snowplow.io (2025). Each rule stands beside what the page says of it.
 */

import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { PolicyOutcome } from '../policy-oracle.ts';
import { keysOf } from './keys.ts';

interface Profile {
  readonly identifiers: Set<string>;
  readonly events: string[];
  mergedInto: Profile | null;
}

export function referenceSnowplow(events: readonly CanonicalEvent[], ruleset: Ruleset): PolicyOutcome {
  const all: Profile[] = [];
  const uniques = new Set<string>();
  const anonymousOf = new Map<string, Profile>();
  const previousOf = new Map<string, Profile>();
  const refusals: PolicyOutcome['refusals'][number][] = [];

  const present = (profile: Profile): Profile =>
    profile.mergedInto === null ? profile : present(profile.mergedInto);
  const create = (): Profile => {
    const profile = { identifiers: new Set<string>(), events: [], mergedInto: null };
    all.push(profile);
    return profile;
  };
  const valuesOf = (profile: Profile): string[] =>
    [...profile.identifiers].filter((text) => uniques.has(text));

  for (const event of events) {
    // "The pipeline extracts the configured identifiers from the event payload."
    const keys = keysOf(event, ruleset);
    if (keys.length === 0) continue;
    // One value of a field is all that a payload has room for: of several, the first in the order of their text counts.
    const [own, ...surplus] = keys.filter((key) => key.isUnique).map(({ text }) => text);
    const carried = keys.map(({ text }) => text).filter((text) => !surplus.includes(text));
    for (const { text, isUnique } of keys) if (isUnique) uniques.add(text);

    // "Checks the graph for existing profiles linked to the identifiers."
    const linked = all.filter(
      (profile) => profile.mergedInto === null && carried.some((text) => profile.identifiers.has(text)),
    );
    const values = new Set([...linked.flatMap(valuesOf), ...(own === undefined ? [] : [own])]);
    let profile: Profile;
    if (values.size <= 1) {
      // "A new profile … links all identifiers to it", or a "merge relationship from the newer profile to the older".
      profile = linked[0] ?? create();
      for (const newer of linked.slice(1)) {
        newer.mergedInto = profile;
        for (const text of newer.identifiers) profile.identifiers.add(text);
        profile.events.push(...newer.events);
      }
    } else if (own !== undefined) {
      // "Doesn't merge them. Instead, it creates a new Snowplow ID for Bob and links all of the event's identifiers."
      profile = linked.find((one) => one.identifiers.has(own)) ?? create();
    } else {
      // "Can't attribute this anonymous activity … creates a new anonymous Snowplow ID. [It] is deterministic, so all
      // future anonymous events from this device receive the same ID until a user logs in."
      const set = carried.toSorted().join(' ');
      const known = anonymousOf.get(set);
      const isAnonymous = known !== undefined && valuesOf(present(known)).length === 0;
      profile = isAnonymous ? present(known) : create();
      if (!isAnonymous) anonymousOf.set(set, profile);
    }

    for (const text of carried) {
      // Ledger: an identifier was kept from the profile that its event before went to.
      const previous = previousOf.get(text);
      if (previous !== undefined && present(previous) !== profile)
        refusals.push({
          event: event.id!,
          identifier: text,
          reason: own === undefined ? 'AMBIGUOUS' : 'LIMIT_EXCEEDED',
        });
      // "Links all of the event's identifiers to it — including the shared" one.
      profile.identifiers.add(text);
      previousOf.set(text, profile);
    }
    for (const text of surplus)
      refusals.push({ event: event.id!, identifier: text, reason: 'TWO_UNIQUES_ON_EVENT' });
    profile.events.push(event.id!);
  }
  const profiles = all
    .filter(({ mergedInto }) => mergedInto === null)
    .map((profile) => ({ identifiers: [...profile.identifiers], events: profile.events }));
  return { profiles, refusals };
}
