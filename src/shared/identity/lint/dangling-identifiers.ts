/** Identifiers that were seen once and with nothing else: they can join nobody. One finding a namespace. */

import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex, NamespaceIndex } from '../../event/identifier-table.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, MOST_EVIDENCE, mending, valueOf } from './finding.ts';
import { offer } from './rule-change.ts';

/** When so many values of a namespace that is not strong dangle, all of them, it is worth recording only. */
const ENOUGH_TO_RECORD = 20;

interface Dangling {
  readonly namespace: NamespaceIndex;
  values: number;
  dangling: number;
  isStrong: boolean;
  readonly examples: IdentifierIndex[];
}

export const danglingIdentifiers: Lint = {
  kind: 'dangling-identifiers',
  *find(subject) {
    const { census } = subject;
    const drafts: Dangling[] = Array.from(census.strongNumber, (_, namespace) => ({
      namespace,
      values: 0,
      dangling: 0,
      isStrong: false,
      examples: [],
    }));
    for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      if (census.events(identifier) === 0) continue;
      const draft = drafts[census.namespaceOf(identifier)]!;
      draft.values += 1;
      draft.isStrong ||= census.isStrong(identifier);
      if (census.events(identifier) > 1 || census.partners[identifier]! > 0) continue;
      draft.dangling += 1;
      if (draft.examples.length < MOST_EVIDENCE) draft.examples.push(identifier);
    }
    const gravest = new Gravest<Dangling>();
    for (const draft of drafts) if (draft.dangling > 0) gravest.add(draft.dangling, draft);
    return gravest.found((draft) => describe(subject, draft));
  },
};

function describe(
  { engine, census }: LintSubject,
  { namespace, values, dangling, isStrong, examples }: Dangling,
): Finding {
  const name = engine.store.identifierTable.namespaceNames[namespace]!;
  const isWorthless = !isStrong && dangling === values && values >= ENOUGH_TO_RECORD;
  return {
    kind: 'dangling-identifiers',
    severity: 'low',
    identifiers: examples,
    profiles: [],
    namespaces: [name],
    counts: [
      { of: 'dangling values', count: dangling },
      { of: 'values', count: values },
    ],
    evidence: examples.map((identifier): EventIndex => census.carriers(identifier)[0]!),
    sentence: `${dangling} of ${values} values of ${name} were seen once and with no other identifier, such as ${valueOf(engine, examples[0]!)}`,
    touched: { events: dangling, profiles: dangling },
    ...mending(
      isWorthless ? offer(engine.ruleset, { kind: 'role', namespace: name, role: 'recorded' }) : null,
      `send another identifier of the same visitor along with ${name}`,
    ),
  };
}
