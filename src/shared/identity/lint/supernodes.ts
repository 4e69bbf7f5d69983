/**
 * Identifiers that met far more others than is usual in their namespace. Of a device that goes back and forth between
 * people the cause is known, and `shared-devices.ts` has said it.
 */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { partnersAt } from '../fan-out.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, MOST_EVIDENCE, mending, nameOf, touchedBy } from './finding.ts';
import { offer } from './rule-change.ts';
import { isSharedDevice } from './shared-devices.ts';

/** Nineteen of twenty keys of a namespace have no more partners than its usual number. */
const USUAL_SHARE = 0.95;
const TIMES_USUAL = 5;
const FEWEST_PARTNERS = 10;

export const supernodes: Lint = {
  kind: 'supernode',
  *find(subject) {
    const { census } = subject;
    const usual = partnersAt(census, USUAL_SHARE);
    const gravest = new Gravest<{ identifier: IdentifierIndex; usual: number }>();
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      const partners = census.partners[identifier]!;
      if (partners < FEWEST_PARTNERS || isSharedDevice(census, identifier)) continue;
      const ofNamespace = Math.max(1, usual[census.namespaceOf(identifier)]!);
      if (partners >= ofNamespace * TIMES_USUAL)
        gravest.add(partners / ofNamespace, { identifier, usual: ofNamespace });
    }
    return gravest.found((item) => describe(subject, item.identifier, item.usual));
  },
};

function describe(subject: LintSubject, identifier: IdentifierIndex, usual: number): Finding {
  const { engine, census } = subject;
  const partners = census.partners[identifier]!;
  const { namespace, value } = engine.store.identifierTable.get(identifier);
  return {
    kind: 'supernode',
    severity: partners >= usual * TIMES_USUAL * 2 ? 'high' : 'medium',
    identifiers: [identifier],
    ...touchedBy(subject, identifier),
    namespaces: [namespace],
    counts: [
      { of: 'partners', count: partners },
      { of: 'usual partners', count: usual },
      { of: 'events', count: census.events(identifier) },
    ],
    evidence: Array.from(census.carriers(identifier).subarray(0, MOST_EVIDENCE)),
    sentence: `${nameOf(engine, identifier)} met ${partners} other identifiers, where 95 of 100 values of its kind met at most ${usual}`,
    ...mending(
      offer(engine.ruleset, { kind: 'demote', namespace, value }),
      'find out what sends this value for everybody, and leave it out there',
    ),
  };
}
