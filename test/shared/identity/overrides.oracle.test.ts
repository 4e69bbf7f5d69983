/**
 * Pins, cuts and exclusions on random logs: after every commit the engine equals the plain resolver that obeys the same
 * overrides, and no profile holds both sides of a cut. Setting overrides and taking them back leaves no trace.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Override } from '#shared/identity/overrides.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery, troubledLog } from '../../support/arbitraries.ts';
import { drawnOverrides, overridesOf } from '../../support/drawn-overrides.ts';
import { asReference, commit } from '../../support/engine-run.ts';
import { eventOf } from '../../support/plain-events.ts';
import { referenceOverrides } from '../../support/reference-overrides.ts';
import { resolveReference } from '../../support/reference-resolver.ts';
import { referenceRules } from '../../support/reference-rules.ts';
import { CAPPED, LAST_OWNERS, LIMITED, NOBODY_OWNERS } from '../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';
import type { Summary } from '../../support/summaries.ts';
import { summaryOfEngine, summaryOfReference } from '../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const { customerlabs, components } = SHIPPED_RULESETS;
const RULESETS = [
  { name: 'customerlabs', ruleset: customerlabs },
  { name: 'components', ruleset: components },
  { name: 'limited', ruleset: LIMITED },
  { name: 'capped', ruleset: CAPPED },
  { name: 'last-owners', ruleset: LAST_OWNERS },
  { name: 'nobody-owners', ruleset: NOBODY_OWNERS },
];

type Events = readonly ReturnType<typeof eventOf>[];

function expectedOf(events: Events, ruleset: Ruleset, overrides: readonly Override[]): Summary {
  const rules = { ...referenceRules(ruleset), overrides: referenceOverrides(overrides) };
  return summaryOfReference(resolveReference(asReference(events), rules));
}

/** No profile has both sides of a cut that nothing contradicts, be they identifiers or events. */
function expectProtected({ profiles }: Summary, overrides: readonly Override[]): void {
  for (const [a, b] of referenceOverrides(overrides).cuts)
    for (const { identifiers, eventKeys } of profiles) {
      const sides = new Set([...identifiers, ...eventKeys]);
      expect(sides.has(a) && sides.has(b), `${a} and ${b} in one profile`).toBe(false);
    }
}

describe.each(RULESETS)('overrides of random logs under $name', ({ name, ruleset }) => {
  it('are obeyed as by the plain resolver after every commit', () => {
    checkLaw({
      law: `overrides-${name}`,
      runs: 250,
      cases: fc.record({ log: troubledLog({ max: 16 }), drawn: drawnOverrides, delivery }),
      holds: ({ log, drawn, delivery: how }) => {
        const events = log.map(eventOf);
        const overrides = overridesOf(drawn, events);
        const engine = new IdentityEngine(ruleset);
        engine.setOverrides(overrides);
        const sofar = [];
        for (const [source, part] of deliver(events, how).entries()) {
          commit(engine, part, source);
          sofar.push(...part);
          const found = summaryOfEngine(engine);
          expect(found).toEqual(expectedOf(sofar, ruleset, overrides));
          expectProtected(found, overrides);
        }
      },
    });
  });

  it('may change at any time, and then back: what follows from the present ones is all there is', () => {
    checkLaw({
      law: `overrides-change-${name}`,
      runs: 150,
      cases: fc.record({
        log: troubledLog({ max: 14 }),
        lists: fc.array(drawnOverrides, { minLength: 1, maxLength: 4 }),
        delivery,
      }),
      holds: ({ log, lists, delivery: how }) => {
        const events = log.map(eventOf);
        const engine = new IdentityEngine(ruleset);
        const sofar = [];
        for (const [source, part] of deliver(events, how).entries()) {
          commit(engine, part, source);
          sofar.push(...part);
          for (const drawn of lists) {
            const overrides = overridesOf(drawn, events);
            engine.setOverrides(overrides);
            engine.settle();
            expect(summaryOfEngine(engine)).toEqual(expectedOf(sofar, ruleset, overrides));
            expect(engine.digest()).toBe(resolve(engine).digest());
          }
          engine.setOverrides([]);
          engine.settle();
          expect(summaryOfEngine(engine)).toEqual(expectedOf(sofar, ruleset, []));
          expect(engine.digest()).toBe(resolve(engine, { overrides: [] }).digest());
        }
      },
    });
  });
});
