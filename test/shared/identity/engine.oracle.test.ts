/**
 * Law 1, fresh equals incremental: after every commit of every random log the engine equals the plain resolver, in
 * partition, credits, states, decisions, counts and companies. Seeds are printed; see test/support/seeds.ts.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery, troubledLog } from '../../support/arbitraries.ts';
import { asReference, commit } from '../../support/engine-run.ts';
import { eventOf } from '../../support/plain-events.ts';
import { resolveReference } from '../../support/reference-resolver.ts';
import { referenceRules } from '../../support/reference-rules.ts';
import {
  CAPPED,
  FIRST_OWNERS,
  LAST_OWNERS,
  LIMITED,
  LIMITED_OWNERS,
  MIXED_OWNERS,
  NOBODY_OWNERS,
} from '../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';
import { summaryOfEngine, summaryOfReference } from '../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const { customerlabs, components } = SHIPPED_RULESETS;

const RULESETS = [
  { law: 'oracle-customerlabs', ruleset: customerlabs, runs: 400 },
  { law: 'oracle-components', ruleset: components, runs: 150 },
  { law: 'oracle-limited', ruleset: LIMITED, runs: 300 },
  { law: 'oracle-capped', ruleset: CAPPED, runs: 150 },
  { law: 'oracle-first-owners', ruleset: FIRST_OWNERS, runs: 150 },
  { law: 'oracle-last-owners', ruleset: LAST_OWNERS, runs: 300 },
  { law: 'oracle-nobody-owners', ruleset: NOBODY_OWNERS, runs: 300 },
  ...[...MIXED_OWNERS, ...LIMITED_OWNERS].map((ruleset) => ({
    law: `oracle-${ruleset.name}`,
    ruleset,
    runs: 150,
  })),
];

describe.each(RULESETS)('the engine under random logs, $law', ({ law, ruleset, runs }) => {
  it('equals the plain resolver after every commit', () => {
    checkLaw({
      law,
      runs,
      cases: fc.record({ log: troubledLog({ max: 16 }), delivery }),
      holds: ({ log, delivery: how }) => {
        const rules = referenceRules(ruleset);
        const engine = new IdentityEngine(ruleset);
        const sofar = [];
        for (const [source, events] of deliver(log.map(eventOf), how).entries()) {
          commit(engine, events, source);
          sofar.push(...events);
          const expected = summaryOfReference(resolveReference(asReference(sofar), rules));
          expect(summaryOfEngine(engine)).toEqual(expected);
        }
      },
    });
  });
});

describe('a change of rules', () => {
  it('leaves nothing of the old ones behind: the engine equals the plain resolver under the new ones', () => {
    checkLaw({
      law: 'oracle-rule-change',
      runs: 150,
      cases: fc.record({
        log: troubledLog({ max: 14 }),
        rules: fc.array(fc.nat(RULESETS.length - 1), { maxLength: 5 }),
      }),
      holds: ({ log, rules }) => {
        const events = log.map(eventOf);
        const engine = new IdentityEngine(customerlabs);
        const sofar = [];
        for (const [step, event] of events.entries()) {
          const { ruleset } = RULESETS[rules[step % 5] ?? 0]!;
          if (ruleset !== engine.ruleset) engine.setRuleset(ruleset);
          commit(engine, [event]);
          sofar.push(event);
          const expected = resolveReference(asReference(sofar), referenceRules(ruleset));
          expect(summaryOfEngine(engine)).toEqual(summaryOfReference(expected));
        }
      },
    });
  });
});
