/** Last-touch stitching against its reference on random logs. */

import { describe, it, vi } from 'vitest';
import { LAST_TOUCH } from '#shared/identity/rulesets/last-touch.ts';
import { checkPolicy, MIXED_IDENTIFIERS } from '../../../support/policy-oracle.ts';
import { referenceLastTouch } from '../../../support/references/last-touch.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

describe('the policy `last-touch` under random logs', () => {
  it('equals its plain reference', () => {
    checkPolicy({
      law: 'policy-last-touch',
      ruleset: LAST_TOUCH,
      reference: referenceLastTouch,
      identifiers: MIXED_IDENTIFIERS,
      runs: 400,
    });
  });
});
