/** Cookies that survive logout: one cookie, first under one person, then under another, and never back. */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { peopleOn } from '../people-on.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, listed, mending, nameOf, touchedBy, valueOf } from './finding.ts';
import { offer } from './rule-change.ts';

export const survivingCookies: Lint = {
  kind: 'surviving-cookie',
  *find(subject) {
    const { census } = subject;
    const gravest = new Gravest<IdentifierIndex>();
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      if (!census.isAnonymous(identifier) || census.switches[identifier] !== 1) continue;
      gravest.add(census.events(identifier), identifier);
    }
    return gravest.found((identifier) => describe(subject, identifier));
  },
};

function describe(subject: LintSubject, identifier: IdentifierIndex): Finding {
  const { engine, census } = subject;
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  const seen = peopleOn(subject.census, identifier);
  const names = listed(seen.map((one) => valueOf(engine, one.identifier)));
  return {
    kind: 'surviving-cookie',
    severity: 'medium',
    identifiers: [identifier],
    ...touchedBy(subject, identifier),
    namespaces: [namespace],
    counts: [{ of: 'events', count: census.events(identifier) }],
    evidence: seen.map(({ event }) => event),
    sentence: `${nameOf(engine, identifier)} was used by ${names} one after the other, so it is not renewed when somebody logs out`,
    ...mending(
      offer(engine.ruleset, { kind: 'demote', namespace, value }),
      'renew the cookie when somebody logs out',
    ),
  };
}
