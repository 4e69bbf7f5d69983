/**
 * One profile with several login ids. A person may have several addresses and telephones; of the other strong
 * namespaces, which name an account, one value is usual.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex, NamespaceIndex } from '../../event/identifier-table.ts';
import type { ProfileIndex } from '../identity.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, listed, MOST_EVIDENCE, mending, nameOf, valueOf } from './finding.ts';
import { offer } from './rule-change.ts';

const CONTACTS: ReadonlySet<string> = new Set(['email', 'phone']);

interface Logins {
  readonly profile: ProfileIndex;
  readonly namespace: NamespaceIndex;
  readonly count: number;
}

export const severalLogins: Lint = {
  kind: 'several-logins',
  *find(subject) {
    const { engine, census } = subject;
    const gravest = new Gravest<Logins>();
    for (const [namespace, name] of engine.store.identifierTable.namespaceNames.entries()) {
      if (census.strongNumber[namespace]! < 0 || CONTACTS.has(name)) continue;
      yield;
      const counts = new Uint32Array(engine.profileCount);
      for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
        if (census.namespaceOf(identifier) !== namespace || !census.isStrong(identifier)) continue;
        const owner = engine.ownerOf(identifier);
        if (owner >= 0) counts[owner]! += 1;
      }
      counts.forEach((count, profile) => {
        if (count >= 2) gravest.add(count, { profile, namespace, count });
      });
    }
    return gravest.found((logins) => describe(subject, logins));
  },
};

function describe({ engine, census }: LintSubject, { profile, namespace, count }: Logins): Finding {
  const name = engine.store.identifierTable.namespaceNames[namespace]!;
  const first: { identifier: IdentifierIndex; event: EventIndex }[] = [];
  for (const { identifier, from } of engine.membershipsOf(profile)) {
    if (census.namespaceOf(identifier) === namespace && first.length < MOST_EVIDENCE)
      first.push({ identifier, event: from });
  }
  const values = first.map(({ identifier }) => valueOf(engine, identifier));
  return {
    kind: 'several-logins',
    severity: count >= 3 ? 'high' : 'medium',
    identifiers: first.map(({ identifier }) => identifier),
    profiles: [profile],
    namespaces: [name],
    counts: [{ of: name, count }],
    evidence: first.map(({ event }) => event),
    sentence: `The profile of ${nameOf(engine, engine.bestIdentifier(profile))} holds ${count} values of ${name}, such as ${listed(values)}, where a person has one`,
    touched: { events: engine.eventCount(profile), profiles: 1 },
    ...mending(
      offer(engine.ruleset, { kind: 'limit', namespace: name, perProfile: 1 }),
      `send ${name} only while its owner is logged in`,
    ),
  };
}
