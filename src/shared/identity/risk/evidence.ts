/** What a part of a score was read from, for people who want to look: identifiers and events, a few of each. */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Census } from '../census.ts';
import type { Membership } from '../identity.ts';
import { peopleOn } from '../people-on.ts';

export interface Evidence {
  readonly identifiers: readonly IdentifierIndex[];
  readonly events: readonly EventIndex[];
}

const MOST = 5;

/** Each once, what cannot be named left out, at most 5 of either. */
export function evidenceOf(identifiers: readonly IdentifierIndex[], events: readonly EventIndex[]): Evidence {
  const few = (list: readonly number[]): number[] =>
    [...new Set(list.filter((one) => one >= 0))].slice(0, MOST);
  return { identifiers: few(identifiers), events: few(events) };
}

export function evidenceOfMemberships(memberships: readonly Membership[]): Evidence {
  return evidenceOf(
    memberships.map(({ identifier }) => identifier),
    memberships.map(({ from }) => from),
  );
}

/** An identifier that met many others. */
export function evidenceOfPartners(census: Census, identifier: IdentifierIndex): Evidence {
  return evidenceOf([identifier], Array.from(census.carriers(identifier).subarray(0, MOST)));
}

/** A device on which people follow each other. */
export function evidenceOfPeople(census: Census, identifier: IdentifierIndex): Evidence {
  const people = peopleOn(census, identifier);
  return evidenceOf(
    [identifier, ...people.map((one) => one.identifier)],
    people.map(({ event }) => event),
  );
}

/** The one of some identifiers of which a column says most, or -1. */
export function mostOf(identifiers: readonly IdentifierIndex[], column: ArrayLike<number>): IdentifierIndex {
  let most = -1;
  for (const identifier of identifiers)
    if (identifier >= 0 && (most < 0 || column[identifier]! > column[most]!)) most = identifier;
  return most;
}

/** The first event that says each value of a personal trait, by kind; kinds that nothing is said of are absent. */
export function saidBy(census: Census, events: readonly EventIndex[]): Map<number, Map<number, EventIndex>> {
  const { traits } = census;
  const said = new Map<number, Map<number, EventIndex>>();
  for (const event of events) {
    for (let at = traits.start(event); at < traits.end(event); at += 1) {
      const value = traits.at(at);
      const values = said.get(traits.kindOf(value)) ?? new Map<number, EventIndex>();
      said.set(traits.kindOf(value), values);
      if (!values.has(value)) values.set(value, event);
    }
  }
  return said;
}

/** Strong values in namespaces of which there are several. */
export function severalOfOneKind(census: Census, memberships: readonly Membership[]): Membership[] {
  const counts = new Map<number, Set<IdentifierIndex>>();
  const strong = memberships.filter(({ identifier }) => census.isStrong(identifier));
  for (const { identifier } of strong) {
    const namespace = census.namespaceOf(identifier);
    counts.set(namespace, (counts.get(namespace) ?? new Set()).add(identifier));
  }
  return strong.filter(({ identifier }) => counts.get(census.namespaceOf(identifier))!.size > 1);
}
