/**
 * Last-touch stitching, over plain objects. Shares no code with the policy. The models know one cookie and one user id; what
 * follows for more is marked "Chosen".
 *
 * [1] snowplow/dbt-snowplow-unified, models/user_mapping/snowplow_unified_user_mapping.sql, [2] dbt-labs/segment,
 * models/sessionization/segment_web_user_stitching.sql.
 */

import type { ReasonCode } from '#shared/identity/identity.ts';
import type { PolicyReference } from '../policy-oracle.ts';
import type { ReferenceKey } from './keys.ts';
import { keysOf } from './keys.ts';

interface Person {
  readonly identifiers: Set<string>;
  /** null: nobody has logged in. */
  readonly user: string | null;
}

export const referenceLastTouch: PolicyReference = (events, ruleset) => {
  const people: Person[] = [];
  const refusals: { event: string; identifier: string; reason: ReasonCode }[] = [];
  const followed: { event: string; identifier: string }[] = [];
  const personWith = (text: string): Person | undefined =>
    people.find(({ identifiers }) => identifiers.has(text));
  const give = (text: string, person: Person): void => {
    personWith(text)?.identifiers.delete(text);
    person.identifiers.add(text);
  };
  const unite = (person: Person, other: Person): void => {
    for (const text of other.identifiers) person.identifiers.add(text);
    people.splice(people.indexOf(other), 1);
  };
  const make = (text: string, user: string | null): Person => {
    const person = { identifiers: new Set([text]), user };
    people.push(person);
    return person;
  };
  for (const event of events) {
    const keys = keysOf(event, ruleset);
    if (keys.length === 0) continue;
    const user = keys.find(({ role }) => role === 'strong');
    const refuse = (key: ReferenceKey, reason: ReasonCode): void => {
      refusals.push({ event: event.id!, identifier: key.text, reason });
    };
    if (user !== undefined) {
      // A cookie is mapped to the last user id seen with it, for all its sessions [1][2].
      const person = personWith(user.text) ?? make(user.text, user.text);
      for (const key of keys) {
        const other = personWith(key.text);
        if (other === person) continue;
        // Chosen: an event has one user; another value of the same kind is not touched.
        if (key.namespace === user.namespace) refuse(key, 'TWO_UNIQUES_ON_EVENT');
        // Chosen: what was with an anonymous cookie, or known by this identifier only, comes along.
        else if (other !== undefined && (other.user === null || other.user === key.text))
          unite(person, other);
        else give(key.text, person);
      }
      // The mapping is looked up by the cookie, also for sessions with another user id [1][2]. Chosen: of several cookies
      // by the best-ranked.
      const cookie = keys.find(({ role }) => role !== 'strong') ?? user;
      followed.push({ event: event.id!, identifier: cookie.text });
      continue;
    }
    // Chosen: the cookie of an anonymous event is the best-ranked that has a user, else one that is known.
    const cookie =
      keys.find(({ text }) => (personWith(text)?.user ?? null) !== null) ??
      keys.find(({ text }) => personWith(text) !== undefined) ??
      keys[0]!;
    const person = personWith(cookie.text) ?? make(cookie.text, null);
    for (const key of keys) {
      const other = personWith(key.text);
      if (other === person) continue;
      if (other === undefined) give(key.text, person);
      else if (other.user === null) unite(person, other);
      else refuse(key, 'OUTRANKED');
    }
    followed.push({ event: event.id!, identifier: cookie.text });
  }
  return {
    profiles: people.map(({ identifiers }) => ({
      identifiers: [...identifiers],
      events: followed.filter(({ identifier }) => identifiers.has(identifier)).map(({ event }) => event),
    })),
    refusals,
  };
};
