/** mParticle's strategies against one reference on random logs of its calls. */

import { describe, it, vi } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import {
  MPARTICLE_BEST_MATCH,
  MPARTICLE_PROFILE_CONVERSION,
  MPARTICLE_PROFILE_ISOLATION,
  MPARTICLE_PROFILE_LINK,
} from '#shared/identity/rulesets/mparticle.ts';
import { parseIdentifiers } from '../../../support/events.ts';
import type { DrawnEvent } from '../../../support/policy-oracle.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import type { Strategy } from '../../../support/references/mparticle.ts';
import { referenceMparticle } from '../../../support/references/mparticle.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const IDENTIFIERS = [
  'customer_id:c1',
  'customer_id:c2',
  'customer_id:c3',
  'email:a@x.example',
  'email:b@x.example',
  'email:c@x.example',
  'phone:+4917139200',
  'other:o1',
  'idfv:d1',
  'idfv:d2',
  'idfv:d3',
  'roku_id:r1',
  'roku_id:r2',
  'gclid:k',
];
const CALLS = ['login', 'login', 'logout', 'logout', 'modify', 'modify', 'modify'];

/** Of every 12 events, five are no calls; a `modify` may name a value to be replaced. */
function callOf({ ids, call, other }: DrawnEvent): Partial<CanonicalEvent> {
  const name = CALLS[call];
  if (name === undefined) return {};
  if (name !== 'modify' || call === CALLS.length - 1) return { name };
  return {
    name,
    identifiers: parseIdentifiers([...ids, other].join(' ')),
    traits: [{ name: 'replaces', value: other }],
  };
}

/** The same, but with a telephone number that is unique and no login id, and with several customer ids a profile. */
function withOtherUniques(ruleset: Ruleset): Ruleset {
  const namespaces = ruleset.namespaces.map(({ names, role }) => ({
    names,
    role,
    ...(names.some((name) => name === 'phone' || name === 'roku_id') && {
      limit: { perProfile: { max: 1 } },
    }),
  }));
  return { ...ruleset, name: 'other-uniques', namespaces };
}

const STRATEGIES: readonly (readonly [Strategy, Ruleset])[] = [
  ['conversion', MPARTICLE_PROFILE_CONVERSION],
  ['link', MPARTICLE_PROFILE_LINK],
  ['isolation', MPARTICLE_PROFILE_ISOLATION],
  ['best-match', MPARTICLE_BEST_MATCH],
];

describe.each(STRATEGIES)('the strategy %s under random logs', (strategy, shipped) => {
  it('equals the plain reference', () => {
    checkPolicy({
      law: `policy-mparticle-${strategy}`,
      ruleset: shipped,
      reference: referenceMparticle(strategy),
      identifiers: IDENTIFIERS,
      callOf,
      maxPerEvent: 3,
      runs: 250,
    });
  });

  it.skipIf(strategy === 'best-match')('equals it where other identifiers are unique', () => {
    checkPolicy({
      law: `policy-mparticle-${strategy}-other-uniques`,
      ruleset: withOtherUniques(shipped),
      reference: referenceMparticle(strategy),
      identifiers: IDENTIFIERS,
      callOf,
      maxPerEvent: 3,
      runs: 100,
    });
  });
});
