/**
 * Explanations under every policy, also where an identifier may belong to several profiles and history moves: a path is
 * true by the credits there are, and a cut separates when the log is resolved anew without it.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { explain } from '#shared/identity/explain/explain.ts';
import { explainNot } from '#shared/identity/explain/explain-not.ts';
import { commonProfiles } from '#shared/identity/explain/explainable.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { troubledLog } from '../../../support/arbitraries.ts';
import { resolved } from '../../../support/engine-run.ts';
import { eventOf } from '../../../support/plain-events.ts';
import { eventKeyText, identifierText } from '../../../support/reference-resolver.ts';
import { LAST_OWNERS, NOBODY_OWNERS } from '../../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const cases = fc.record({ log: troubledLog({ min: 2, max: 9 }), pick: fc.nat(100_000) });

const asTarget = (identifier: number) => ({ kind: 'identifier', identifier }) as const;

/** One of the ordered pairs of identifiers that are together, or apart. */
function pairOf(engine: IdentityEngine, pick: number, together: boolean): [number, number] | null {
  const pairs: [number, number][] = [];
  const { size } = engine.store.identifierTable;
  for (let a = 0; a < size; a += 1)
    for (let b = 0; b < size; b += 1)
      if (a !== b && commonProfiles(engine, asTarget(a), asTarget(b)).length > 0 === together)
        pairs.push([a, b]);
  return pairs[pick % Math.max(1, pairs.length)] ?? null;
}

function areTogetherIn(engine: IdentityEngine, texts: readonly string[]): boolean {
  const ends = texts.map((text) => {
    const colon = text.indexOf(':');
    return engine.store.identifierTable.find(text.slice(0, colon), text.slice(colon + 1));
  });
  return (
    ends.every((end) => end >= 0) && commonProfiles(engine, asTarget(ends[0]!), asTarget(ends[1]!)).length > 0
  );
}

const RULESETS = [...Object.values(SHIPPED_RULESETS), LAST_OWNERS, NOBODY_OWNERS];

describe.each(RULESETS)('explanations under $name', (ruleset: Ruleset) => {
  it('give true paths, and cuts without which the two are apart', () => {
    checkLaw({
      law: `explain-${ruleset.name}`,
      runs: 60,
      cases,
      holds: ({ log, pick }) => {
        const events = log.map(eventOf);
        const engine = resolved([events], ruleset);
        const pair = pairOf(engine, pick, true);
        if (pair === null) return;
        const textOf = (one: number): string => identifierText(engine.store.identifierTable.get(one));
        const eventAt = (row: number) => events[engine.store.line.at(row) - 1]!;
        const { path, cuts, profiles } = explain(engine, asTarget(pair[0]), asTarget(pair[1]))!;
        for (const { from, to, event } of path?.hops ?? []) {
          expect(eventAt(event).identifiers.map(identifierText)).toEqual(
            expect.arrayContaining([textOf(from), textOf(to)]),
          );
          expect(profiles).toContain(engine.creditOf(event));
        }
        const away = new Set(cuts.events.items.map((row) => eventKeyText(eventAt(row))));
        const rest = events.filter((event) => !away.has(eventKeyText(event)));
        if (away.size > 0) expect(areTogetherIn(resolved([rest], ruleset), pair.map(textOf))).toBe(false);
        if (cuts.values.items.length === 0) return;
        engine.setOverrides(
          cuts.values.items.map((one) => ({
            kind: 'exclude',
            identifier: engine.store.identifierTable.get(one),
            reason: 'a test',
            at: '2026-01-01T00:00:00Z',
          })),
        );
        engine.settle();
        expect(areTogetherIn(engine, pair.map(textOf))).toBe(false);
      },
    });
  });

  it('propose changes after which the two are one', () => {
    checkLaw({
      law: `explain-not-${ruleset.name}`,
      runs: 40,
      cases,
      holds: ({ log, pick }) => {
        const events = log.map(eventOf);
        const engine = resolved([events], ruleset);
        const pair = pairOf(engine, pick, false);
        if (pair === null) return;
        const texts = pair.map((one) => identifierText(engine.store.identifierTable.get(one)));
        for (const { change, ruleset: rules, overrides } of explainNot(
          engine,
          asTarget(pair[0]),
          asTarget(pair[1]),
        )!.changes) {
          const changed = resolved([events], rules ?? ruleset);
          changed.setOverrides(overrides ?? []);
          changed.settle();
          expect(areTogetherIn(changed, texts), JSON.stringify(change)).toBe(true);
        }
      },
    });
  });
});
