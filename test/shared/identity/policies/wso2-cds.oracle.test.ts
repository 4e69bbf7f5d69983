/** WSO2's unification against its reference on random logs. */

import { describe, it, vi } from 'vitest';
import { WSO2_CDS } from '#shared/identity/rulesets/wso2-cds.ts';
import { checkPolicy, MIXED_IDENTIFIERS } from '../../../support/policy-oracle.ts';
import { referenceWso2Cds } from '../../../support/references/wso2-cds.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

describe('the policy `wso2-cds` under random logs', () => {
  it('equals its plain reference', () => {
    checkPolicy({
      law: 'policy-wso2-cds',
      ruleset: WSO2_CDS,
      reference: referenceWso2Cds,
      identifiers: MIXED_IDENTIFIERS,
      runs: 400,
    });
  });
});
