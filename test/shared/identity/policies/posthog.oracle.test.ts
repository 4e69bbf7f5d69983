/** The policy `posthog` equals its plain reference, on PostHog's own calls and on logs of other vendors. */

import { expect, it, vi } from 'vitest';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { mergeCalls } from '../../../support/merge-calls.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import { referencePosthog } from '../../../support/references/posthog.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const { posthog: ruleset } = SHIPPED_RULESETS;
const callOf = mergeCalls([
  '$identify',
  '$identify',
  '$identify',
  '$create_alias',
  '$create_alias',
  '$merge_dangerously',
]);

it('equals the reference on ids of one kind, legal and illegal', () => {
  expect.hasAssertions();
  checkPolicy({
    law: 'policy-posthog-calls',
    ruleset,
    reference: referencePosthog,
    identifiers: ['a', 'b', 'c', 'd', 'e', 'null', 'Guest', "'None'"].map((id) => `distinct_id:${id}`),
    runs: 250,
    callOf,
  });
});

it('equals the reference on persons, devices and ids of the log’s own', () => {
  expect.hasAssertions();
  checkPolicy({
    law: 'policy-posthog-generic',
    ruleset,
    reference: referencePosthog,
    identifiers: [
      'user_id:u',
      'user_id:v',
      'email:a@x.example',
      'email:b@x.example',
      'phone:undefined',
      'anonymous_id:d',
      'customerlabs_user_id:e',
      'customerlabs_user_id:f',
      'crm_user_id:x',
      'facebook__fbp:k',
    ],
    runs: 250,
    callOf,
  });
});
