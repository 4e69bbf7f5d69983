/**
 * Two people on one phone: a strong identifier that met several values of a strong namespace ranked above its own. Two
 * that a person has pinned together are one person with two addresses, and no finding.
 */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { pairText } from '../overrides.ts';
import { peopleOn } from '../people-on.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, listed, mending, nameOf, touchedBy, valueOf } from './finding.ts';
import type { OverrideChange, Proposal } from './rule-change.ts';
import { offer } from './rule-change.ts';

export const sharedContacts: Lint = {
  kind: 'shared-contact',
  *find(subject) {
    const { census } = subject;
    const pinned = new Set(
      subject.engine.overrides.flatMap((one) => (one.kind === 'pin' ? [pairText(one)] : [])),
    );
    const gravest = new Gravest<IdentifierIndex>();
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      if (!census.isStrong(identifier) || census.people[identifier]! < 2) continue;
      if (census.people[identifier] === 2 && pinned.has(pairText(pairOn(subject, identifier)))) continue;
      gravest.add(census.people[identifier]!, identifier);
    }
    return gravest.found((identifier) => describe(subject, identifier));
  },
};

/** Assumes that two people were counted on it. */
function pairOn(subject: LintSubject, identifier: IdentifierIndex): Pick<OverrideChange, 'a' | 'b'> {
  const { identifierTable } = subject.engine.store;
  const [first, second] = peopleOn(subject.census, identifier);
  return { a: identifierTable.get(first!.identifier), b: identifierTable.get(second!.identifier) };
}

function describe(subject: LintSubject, identifier: IdentifierIndex): Finding {
  const { engine, census } = subject;
  const people = census.people[identifier]!;
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  const seen = peopleOn(subject.census, identifier);
  const kind = engine.store.identifierTable.namespaceName(seen[0]!.identifier);
  const names = seen.map((one) => valueOf(engine, one.identifier));
  const proposal: Proposal | null =
    people === 2
      ? { kind: 'pin', ...pairOn(subject, identifier) }
      : offer(engine.ruleset, { kind: 'demote', namespace, value });
  return {
    kind: 'shared-contact',
    severity: people === 2 ? 'low' : 'high',
    identifiers: [identifier, ...seen.map((one) => one.identifier)],
    ...touchedBy(subject, identifier),
    namespaces: [namespace],
    counts: [
      { of: kind, count: people },
      { of: 'events', count: census.events(identifier) },
    ],
    evidence: seen.map(({ event }) => event),
    sentence:
      people === 2
        ? `${nameOf(engine, identifier)} was given with ${listed(names)}: two people who share it, or one with two addresses`
        : `${nameOf(engine, identifier)} was given with ${people} values of ${kind}, such as ${listed(names)}`,
    ...mending(proposal, 'ask each person for a value of their own'),
  };
}
