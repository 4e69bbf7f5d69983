/** The policy `mixpanel-original` equals its plain reference, on Mixpanel's own calls and on logs of other vendors. */

import { expect, it, vi } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { mergeCalls } from '../../../support/merge-calls.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import { referenceMixpanelOriginal } from '../../../support/references/mixpanel-original.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const shipped = SHIPPED_RULESETS['mixpanel-original'];
/** Clusters small enough to fill up on small logs. */
const small: Ruleset = { ...shipped, name: 'small clusters', caps: { identifiers: { max: 4 } } };

const UUIDS = ['1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', '9B1DEB4D-3B7D-4BAD-8BDD-2B0D7B3DCB6D'];
const ONE_KIND = ['a', 'b', 'c', 'd', ...UUIDS, '1b9d6bcd-bbfd-1b2d-9b5d-ab8dfbbd4bed', 'nil'].map(
  (id) => `distinct_id:${id}`,
);
const SEVERAL_KINDS = [
  'user_id:u',
  'user_id:v',
  'email:a@x.example',
  'email:b@x.example',
  'anonymous_id:d',
  'customerlabs_user_id:e',
  'customerlabs_user_id:f',
  `crm_user_id:${UUIDS[0]}`,
  'crm_user_id:x',
  'facebook__fbp:k',
];
const callOf = mergeCalls([
  '$identify',
  '$identify',
  '$identify',
  '$create_alias',
  '$create_alias',
  '$merge',
]);

it.each([
  { law: 'policy-mixpanel-original-calls', ruleset: shipped, identifiers: ONE_KIND },
  { law: 'policy-mixpanel-original-generic', ruleset: shipped, identifiers: SEVERAL_KINDS },
  { law: 'policy-mixpanel-original-small', ruleset: small, identifiers: [...ONE_KIND, ...SEVERAL_KINDS] },
])('equals the reference, $law', ({ law, ruleset, identifiers }) => {
  expect.hasAssertions();
  checkPolicy({ law, ruleset, reference: referenceMixpanelOriginal, identifiers, runs: 200, callOf });
});
