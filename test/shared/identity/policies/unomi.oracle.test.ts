/** Unomi's merging against its reference on random logs. */

import { describe, it, vi } from 'vitest';
import { UNOMI } from '#shared/identity/rulesets/unomi.ts';
import { checkPolicy, MIXED_IDENTIFIERS } from '../../../support/policy-oracle.ts';
import { referenceUnomi } from '../../../support/references/unomi.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

describe('the policy `unomi` under random logs', () => {
  it('equals its plain reference', () => {
    checkPolicy({
      law: 'policy-unomi',
      ruleset: UNOMI,
      reference: referenceUnomi,
      identifiers: MIXED_IDENTIFIERS,
      runs: 400,
    });
  });
});
