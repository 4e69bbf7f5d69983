/** Cookies that survive logout: one cookie, first under one person, then under another, and never back. */

import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, listed, nameOf, peopleOn, profilesWith, valueOf } from './finding.ts';
import { offer } from './rule-change.ts';

export const survivingCookies: Lint = {
  kind: 'surviving-cookie',
  find(subject) {
    const { census } = subject;
    const gravest = new Gravest<IdentifierIndex>();
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (!census.isAnonymous(identifier) || census.switches[identifier] !== 1) continue;
      gravest.add(census.events(identifier), identifier);
    }
    return gravest.found((identifier) => describe(subject, identifier));
  },
};

function describe(subject: LintSubject, identifier: IdentifierIndex): Finding {
  const { engine, census } = subject;
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  const seen = peopleOn(subject, identifier);
  const names = listed(seen.map((one) => valueOf(engine, one.identifier)));
  return {
    kind: 'surviving-cookie',
    severity: 'medium',
    identifiers: [identifier],
    profiles: profilesWith(engine, identifier).slice(0, 5),
    namespaces: [namespace],
    counts: [{ of: 'events', count: census.events(identifier) }],
    evidence: seen.map(({ event }) => event),
    sentence: `${nameOf(engine, identifier)} was used by ${names} one after the other, so it is not renewed when somebody logs out`,
    proposal: offer(engine.ruleset, { kind: 'demote', namespace, value }),
  };
}
