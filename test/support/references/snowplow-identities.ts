/**
 * Snowplow Identities, plain and slow. Shares no code with the policy. What the pages leave open is marked "Chosen".
 *
 * Pages of snowplow/documentation, docs/identities: [1] concepts/index.md, [2] concepts/merges,
 * [3] concepts/unique-identifiers.
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
    // Identifiers are what is configured as one and is on the event [1].
    const keys = keysOf(event, ruleset);
    if (keys.length === 0) continue;
    // Chosen: a payload has room for one value of a field; of several, the first in the order of their text counts.
    const [own, ...surplus] = keys.filter((key) => key.isUnique).map(({ text }) => text);
    const carried = keys.map(({ text }) => text).filter((text) => !surplus.includes(text));
    for (const { text, isUnique } of keys) if (isUnique) uniques.add(text);

    // Every identity that any of them leads to is in question [1].
    const linked = all.filter(
      (profile) => profile.mergedInto === null && carried.some((text) => profile.identifiers.has(text)),
    );
    const values = new Set([...linked.flatMap(valuesOf), ...(own === undefined ? [] : [own])]);
    let profile: Profile;
    if (values.size <= 1) {
      // None: a new identity. Several: the newer become part of the oldest. It gets all identifiers [1][2].
      profile = linked[0] ?? create();
      for (const newer of linked.slice(1)) {
        newer.mergedInto = profile;
        for (const text of newer.identifiers) profile.identifiers.add(text);
        profile.events.push(...newer.events);
      }
    } else if (own !== undefined) {
      // Two values of the unique identifier: nothing merges, and the event goes to the identity of its own value [3].
      profile = linked.find((one) => one.identifiers.has(own)) ?? create();
    } else {
      // An event without a value that leads to two is nobody's by name: its set of identifiers has an anonymous identity,
      // the same every time until somebody logs in [3].
      const set = carried.toSorted().join(' ');
      const known = anonymousOf.get(set);
      const isAnonymous = known !== undefined && valuesOf(present(known)).length === 0;
      profile = isAnonymous ? present(known) : create();
      if (!isAnonymous) anonymousOf.set(set, profile);
    }

    for (const text of carried) {
      // Chosen: one row for an identifier, against the profile that its event before went to.
      const previous = previousOf.get(text);
      if (previous !== undefined && present(previous) !== profile)
        refusals.push({
          event: event.id!,
          identifier: text,
          reason: own === undefined ? 'AMBIGUOUS' : 'LIMIT_EXCEEDED',
        });
      // The identity gets all identifiers of the event, also those that others share [3].
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
