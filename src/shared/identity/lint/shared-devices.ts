/** Devices that go back and forth between people: kiosks, tablets in a shop, a family's computer. */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Census } from '../census.ts';
import { peopleOn } from '../people-on.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, mending, nameOf, touchedBy, valueOf } from './finding.ts';
import { offer } from './rule-change.ts';

/** One change of hands is somebody who logs out and somebody who comes after. */
const FEWEST_SWITCHES = 2;
const MANY_PEOPLE = 3;

export const sharedDevices: Lint = {
  kind: 'shared-device',
  *find(subject) {
    const { census } = subject;
    const gravest = new Gravest<IdentifierIndex>();
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      if (isSharedDevice(census, identifier)) gravest.add(census.people[identifier]!, identifier);
    }
    return gravest.found((identifier) => describe(subject, identifier));
  },
};

export function isSharedDevice(census: Census, identifier: IdentifierIndex): boolean {
  return census.isAnonymous(identifier) && census.switches[identifier]! >= FEWEST_SWITCHES;
}

function describe(subject: LintSubject, identifier: IdentifierIndex): Finding {
  const { engine, census } = subject;
  const people = census.people[identifier]!;
  const switches = census.switches[identifier]!;
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  const seen = peopleOn(subject.census, identifier);
  return {
    kind: 'shared-device',
    severity: people >= MANY_PEOPLE ? 'high' : 'medium',
    identifiers: [identifier],
    ...touchedBy(subject, identifier),
    namespaces: [namespace],
    counts: [
      { of: 'people', count: people },
      { of: 'changes of hands', count: switches },
      { of: 'events', count: census.events(identifier) },
    ],
    evidence: seen.map(({ event }) => event),
    sentence: `${nameOf(engine, identifier)} was used by ${people} people and changed hands ${switches} times, first between ${seen
      .slice(0, 2)
      .map((one) => valueOf(engine, one.identifier))
      .join(' and ')}`,
    ...mending(
      offer(engine.ruleset, { kind: 'demote', namespace, value }),
      'reset the id of a device when somebody logs out',
    ),
  };
}
