/**
 * Hashes of values that nobody normalised first: a column of digests some of which are those of a spelling, such as
 * `Anna@Example.com ` with its blank, and not of the normal form that every platform hashes, so that they match nobody.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { ProfileIndex } from '../identity.ts';
import type { DigestColumns } from './digest-columns.ts';
import { readDigestColumns } from './digest-columns.ts';
import type { SpelledDigest } from './digest-matches.ts';
import { DigestMatches } from './digest-matches.ts';
import type { Finding, Lint, LintSubject } from './finding.ts';
import { Gravest, MOST_EVIDENCE, mending } from './finding.ts';

export const unnormalisedHashes: Lint = {
  kind: 'unnormalised-hashes',
  *find(subject) {
    const digests = yield* readDigestColumns(subject.census);
    const matches = new DigestMatches(subject.census, digests, MOST_EVIDENCE);
    if (digests.columns.length > 0) yield* matches.search();
    const gravest = new Gravest<number>();
    digests.columns.forEach((_, column) => {
      const spelled = matches.count(column, 'spelling');
      if (spelled.digests > 0) gravest.add(spelled.events, column);
    });
    return gravest.found((column) => describe(subject, { digests, matches, column }));
  },
};

interface Searched {
  readonly digests: DigestColumns;
  readonly matches: DigestMatches;
  readonly column: number;
}

function describe(subject: LintSubject, { digests, matches, column }: Searched): Finding {
  const { name, algorithm } = digests.columns[column]!;
  const [normal, spelled, unknown] = (['normal form', 'spelling', 'nothing'] as const).map((kind) =>
    matches.count(column, kind),
  ) as [Count, Count, Count];
  const examples = matches.examples[column]!;
  const identifiers = examples.flatMap((one) =>
    [digests.identifier.at(one.entry), one.identifier].filter((identifier) => identifier >= 0),
  );
  const { engine } = subject;
  const all = normal.digests + spelled.digests + unknown.digests;
  return {
    kind: 'unnormalised-hashes',
    severity: spelled.digests > normal.digests ? 'high' : 'medium',
    identifiers: [...new Set(identifiers)],
    profiles: profilesOf(subject, digests, examples),
    namespaces: [name],
    counts: [
      { of: 'hashes of spellings', count: spelled.digests },
      { of: 'hashes of normal forms', count: normal.digests },
      { of: 'hashes of nothing in the log', count: unknown.digests },
      { of: 'events', count: spelled.events },
    ],
    evidence: evidenceOf(digests, examples),
    sentence: `${spelled.digests} of ${all} ${algorithm} hashes in ${name} are of what somebody typed, such as ${exampleText(engine, examples[0]!)}; ${normal.digests} are of a normal form and ${unknown.digests} of nothing that the log says`,
    touched: { events: spelled.events, profiles: spelled.digests },
    ...mending(
      null,
      `trim and lower-case an address, and write a number with its country code, before hashing it into ${name}; a hash cannot be mended afterwards`,
    ),
  };
}

type Count = ReturnType<DigestMatches['count']>;

function exampleText({ store }: LintSubject['engine'], { spelling, identifier }: SpelledDigest): string {
  const written = JSON.stringify(spelling);
  return identifier < 0 ? written : `${written} for ${store.identifierTable.valueText(identifier)}`;
}

/** Who is credited with the events that carry the digests. */
function profilesOf(
  { engine }: LintSubject,
  digests: DigestColumns,
  examples: readonly SpelledDigest[],
): ProfileIndex[] {
  const credited = examples.map(({ entry }) => engine.creditOf(digests.event.at(entry)));
  return [...new Set(credited.filter((profile) => profile >= 0))];
}

/** Where a digest is, and where what it is of. */
function evidenceOf(digests: DigestColumns, examples: readonly SpelledDigest[]): EventIndex[] {
  const events = examples.flatMap(({ entry, event }) => [digests.event.at(entry), event]);
  return [...new Set(events.filter((event) => event >= 0))].slice(0, MOST_EVIDENCE);
}
