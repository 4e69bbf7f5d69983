/** What segments compare is what the profile shows: the same value survives, whatever the strategy. */

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { buildProfile } from '#shared/profile/profile.ts';
import { traitValues } from '#shared/segment/trait-values.ts';
import { resolved } from '../../support/engine-run.ts';
import { eventOf } from '../../support/plain-events.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';
import { presentProfiles } from '../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const said = fc.record({
  who: fc.constantFrom('email:a', 'email:b', 'phone:1'),
  at: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 6, arbitrary: fc.nat(6) }),
  value: fc.constantFrom('Kiel', 'Lyon', 'Bremen', '', null),
});

const STRATEGIES: Ruleset['survivorship']['default'][] = [
  'most-recent',
  'oldest',
  'most-frequent',
  'non-empty',
  'union',
  { strategy: 'by-source', sources: ['shop', 'crm.csv'] },
];

it.each(STRATEGIES)('agrees with the profile under the strategy %j', (strategy) => {
  checkLaw({
    law: `trait-values-${typeof strategy === 'string' ? strategy : strategy.strategy}`,
    runs: 60,
    cases: fc.array(said, { minLength: 1, maxLength: 14 }),
    holds: (log) => {
      const events = log.map(({ who, at, value }, place) => ({
        ...eventOf({ ids: [who], at, id: `e${place}` }),
        traits: [{ name: 'city', value }],
      }));
      const ruleset = { ...SHIPPED_RULESETS.customerlabs, survivorship: { default: strategy } };
      const engine = resolved([events.slice(6), events.slice(0, 3), events.slice(3, 6)], ruleset);
      ['web.ndjson', 'crm.csv', 'shop.json'].forEach((name, source) => {
        engine.store.sourceNames.set(source, name, 'weft');
      });
      const valueOf = traitValues(engine, 'city');
      for (const profile of presentProfiles(engine)) {
        const city = buildProfile(engine, profile).traits.find(({ name }) => name === 'city');
        expect(valueOf(profile)).toBe(city?.winner.value ?? null);
      }
    },
  });
});
