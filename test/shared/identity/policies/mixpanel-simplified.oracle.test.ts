/** The policy `mixpanel-simplified` equals its plain reference. */

import { expect, it, vi } from 'vitest';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import { referenceMixpanelSimplified } from '../../../support/references/mixpanel-simplified.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

it.each([
  {
    what: 'users and devices',
    law: 'policy-mixpanel-simplified-devices',
    identifiers: [
      'user_id:u',
      'user_id:v',
      'user_id:w',
      'device_id:d',
      'device_id:e',
      'device_id:f',
      'device_id:N/A',
    ],
  },
  {
    what: 'users that have addresses, devices and ids of the log’s own',
    law: 'policy-mixpanel-simplified-generic',
    identifiers: [
      'user_id:u',
      'user_id:v',
      'email:a@x.example',
      'email:b@x.example',
      'phone:+4917139200',
      'anonymous_id:d',
      'customerlabs_user_id:e',
      'crm_user_id:x',
      'crm_user_id:y',
      'facebook__fbp:k',
    ],
  },
])('equals the reference on $what', ({ law, identifiers }) => {
  expect.hasAssertions();
  checkPolicy({
    law,
    ruleset: SHIPPED_RULESETS['mixpanel-simplified'],
    reference: referenceMixpanelSimplified,
    identifiers,
    runs: 250,
  });
});
