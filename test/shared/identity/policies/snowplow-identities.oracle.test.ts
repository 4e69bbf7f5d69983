/** Snowplow's rules against their reference on random logs, with and without a unique identifier. */

import { describe, it, vi } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SNOWPLOW_IDENTITIES } from '#shared/identity/rulesets/snowplow-identities.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import { referenceSnowplow } from '../../../support/references/snowplow-identities.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const IDENTIFIERS = [
  'user_id:alice',
  'user_id:bob',
  'user_id:carol',
  'domain_userid:d1',
  'domain_userid:d2',
  'domain_userid:d3',
  'network_userid:n1',
  'network_userid:n2',
  'apple_idfv:i1',
  'email:a@x.example',
  'badge:x',
  'gclid:k',
];

const NOTHING_UNIQUE: Ruleset = {
  ...SNOWPLOW_IDENTITIES,
  name: 'nothing-unique',
  namespaces: SNOWPLOW_IDENTITIES.namespaces.map(({ names, role }) => ({ names, role })),
};

describe('the policy `snowplow-identities` under random logs', () => {
  it.each([
    { law: 'policy-snowplow-identities', ruleset: SNOWPLOW_IDENTITIES, runs: 500 },
    { law: 'policy-snowplow-nothing-unique', ruleset: NOTHING_UNIQUE, runs: 100 },
  ])('equals its plain reference, $law', ({ law, ruleset, runs }) => {
    checkPolicy({
      law,
      ruleset,
      reference: referenceSnowplow,
      identifiers: IDENTIFIERS,
      runs,
      maxPerEvent: 3,
    });
  });
});
