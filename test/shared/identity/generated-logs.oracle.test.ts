/**
 * The two generated logs, clean and tangled, of twenty seeds: read in commits that cut islands anywhere, partly out of
 * order, the engine equals the plain resolver, and on the clean shape both find exactly the people of the truth.
 */

import { describe, expect, it } from 'vitest';
import { LOG_SHAPES } from '#main/sample/generate-log.ts';
import { DIALECTS } from '#shared/event/detect.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { asReference, resolved } from '../../support/engine-run.ts';
import { generatedLog, readPlainly } from '../../support/generated-logs.ts';
import { resolveReference } from '../../support/reference-resolver.ts';
import { referenceRules } from '../../support/reference-rules.ts';
import { summaryOfEngine, summaryOfReference } from '../../support/summaries.ts';

const EVENTS = 2000;
/** Coprime with the number of events: steps of this length visit each once. */
const STRIDE = 791;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const RULES = referenceRules(SHIPPED_RULESETS.customerlabs);

describe.each(LOG_SHAPES)('generated logs, %s', (shape) => {
  it.each(SEEDS)('are resolved as the plain resolver does, seed %i', (seed) => {
    const events = generatedLog({ events: EVENTS, seed, shape }).records.map(readPlainly);
    const expected = summaryOfReference(resolveReference(asReference(events), RULES));
    const inOrder = resolved(inCommits(events));
    expect(summaryOfEngine(inOrder)).toEqual(expected);
    const scattered = events.map((_, index) => events[(index * STRIDE) % EVENTS]!);
    const outOfOrder = resolved(inCommits(scattered));
    expect(summaryOfEngine(outOfOrder)).toEqual(expected);
    expect(outOfOrder.digest()).toBe(inOrder.digest());
  });
});

describe('clean logs', () => {
  it.each(SEEDS)('are resolved into the people of their truth, seed %i', (seed) => {
    const log = generatedLog({ events: EVENTS, seed, shape: 'clean' });
    const engine = resolved([log.records.map(readPlainly)]);
    const pairs = log.people.map((person, row) => `${person} is ${engine.profileId(engine.creditOf(row))}`);
    const profiles = new Set(log.people.map((_, row) => engine.creditOf(row)));
    expect(new Set(pairs).size).toBe(profiles.size);
    expect(new Set(log.people).size).toBe(profiles.size);
  });
});

describe('generated records', () => {
  it('mean to the dialect what they mean to the plain reader', () => {
    const dialect = DIALECTS.find((one) => one.name === 'customerlabs')!;
    for (const record of generatedLog({ events: EVENTS, seed: 4, shape: 'tangled' }).records) {
      const read = dialect.toEvent(JSON.parse(record), { country: null, zone: 'UTC' });
      if (!read.ok) throw new Error(`${read.error.text}\n${record}`);
      const plain = readPlainly(record);
      const keys = (one: typeof plain): string[] =>
        one.identifiers
          .map(({ namespace, value }) => `${namespace}:${value}`)
          .filter((text) => !/^(gclid|fbclid):/.test(text))
          .toSorted();
      expect([read.value.id, read.value.at, ...keys(read.value)]).toEqual([
        plain.id,
        plain.at,
        ...keys(plain),
      ]);
      expect(read.value.company?.identifiers.length ?? 0).toBe(plain.company?.identifiers.length ?? 0);
    }
  });
});

/** A large commit, and small ones after it, which are folded on or resolve their islands again. */
function inCommits<T>(events: readonly T[]): T[][] {
  const commits = [events.slice(0, 1100)];
  for (let from = 1100; from < events.length; from += 150) commits.push(events.slice(from, from + 150));
  return commits;
}
