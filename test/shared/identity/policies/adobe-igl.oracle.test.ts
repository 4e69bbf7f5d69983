/** Adobe's linking rules against its reference on random logs. */

import { describe, it, vi } from 'vitest';
import { ADOBE_IGL } from '#shared/identity/rulesets/adobe-igl.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import { referenceAdobeIgl } from '../../../support/references/adobe-igl.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const IDENTIFIERS = [
  'user_id:u1',
  'user_id:u2',
  'user_id:u3',
  'email:a@x.example',
  'email:b@x.example',
  'email:c@x.example',
  'phone:+4917139200',
  'phone:+4917139201',
  'anonymous_id:d1',
  'anonymous_id:d2',
  'customerlabs_user_id:d3',
  'facebook__fbp:f1',
  'facebook__fbp:f2',
  'badge:x',
  'gclid:k',
];

describe('the policy `adobe-igl` under random logs', () => {
  it('equals its plain reference', () => {
    checkPolicy({
      law: 'policy-adobe-igl',
      ruleset: ADOBE_IGL,
      reference: referenceAdobeIgl,
      identifiers: IDENTIFIERS,
      runs: 400,
    });
  });
});
