/**
 * Every policy under its shipped ruleset equals its plain reference on random logs. The table has a row for each; only the
 * default policy and its baseline have suites of their own, because their reference knows overrides as well
 * (`engine.oracle.test.ts`).
 */

import { describe, expect, it, vi } from 'vitest';
import type { PolicyName } from '#shared/identity/policies/policy-terms.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import type { PolicyReference } from '../../../support/policy-oracle.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import type { Vocabulary } from '../../../support/policy-vocabularies.ts';
import {
  MIXED,
  MIXPANEL_IDS,
  MIXPANEL_KINDS,
  MPARTICLE_REQUESTS,
  POSTHOG_IDS,
  POSTHOG_KINDS,
  SEGMENT_TYPES,
  SNOWPLOW_FIELDS,
  USERS_AND_DEVICES,
  USERS_WITH_ADDRESSES,
} from '../../../support/policy-vocabularies.ts';
import { referenceAdobeIgl } from '../../../support/references/adobe-igl.ts';
import { referenceLastTouch } from '../../../support/references/last-touch.ts';
import { referenceMixpanelOriginal } from '../../../support/references/mixpanel-original.ts';
import { referenceMixpanelSimplified } from '../../../support/references/mixpanel-simplified.ts';
import { referenceMparticle } from '../../../support/references/mparticle.ts';
import { referencePosthog } from '../../../support/references/posthog.ts';
import { referenceSegmentUnify } from '../../../support/references/segment-unify.ts';
import { referenceSnowplow } from '../../../support/references/snowplow-identities.ts';
import { referenceUnomi } from '../../../support/references/unomi.ts';
import { referenceWso2Cds } from '../../../support/references/wso2-cds.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

interface Row {
  readonly reference: PolicyReference;
  /** What the logs are drawn from, each in a campaign of its own. */
  readonly on: { readonly [name: string]: Vocabulary };
  readonly runs: number;
}

const mparticle = { on: { requests: MPARTICLE_REQUESTS }, runs: 250 };

const ROWS: { readonly [policy in Exclude<PolicyName, 'customerlabs' | 'components'>]: Row } = {
  'segment-unify': { reference: referenceSegmentUnify, on: { types: SEGMENT_TYPES }, runs: 150 },
  posthog: { reference: referencePosthog, on: { calls: POSTHOG_IDS, generic: POSTHOG_KINDS }, runs: 250 },
  'mixpanel-simplified': {
    reference: referenceMixpanelSimplified,
    on: { devices: USERS_AND_DEVICES, generic: USERS_WITH_ADDRESSES },
    runs: 250,
  },
  'mixpanel-original': {
    reference: referenceMixpanelOriginal,
    on: { calls: MIXPANEL_IDS, generic: MIXPANEL_KINDS },
    runs: 200,
  },
  'snowplow-identities': { reference: referenceSnowplow, on: { fields: SNOWPLOW_FIELDS }, runs: 400 },
  'mparticle-profile-conversion': { reference: referenceMparticle('conversion'), ...mparticle },
  'mparticle-profile-link': { reference: referenceMparticle('link'), ...mparticle },
  'mparticle-profile-isolation': { reference: referenceMparticle('isolation'), ...mparticle },
  'mparticle-best-match': { reference: referenceMparticle('best-match'), ...mparticle },
  'adobe-igl': { reference: referenceAdobeIgl, on: { mixed: MIXED }, runs: 400 },
  'last-touch': { reference: referenceLastTouch, on: { mixed: MIXED }, runs: 400 },
  'wso2-cds': { reference: referenceWso2Cds, on: { mixed: MIXED }, runs: 400 },
  unomi: { reference: referenceUnomi, on: { mixed: MIXED }, runs: 400 },
};

describe.each(Object.entries(ROWS))('the policy %s', (policy, { reference, on, runs }) => {
  it.each(Object.entries(on))('equals its reference on %s', (name, vocabulary) => {
    expect.hasAssertions();
    const ruleset = SHIPPED_RULESETS[policy as keyof typeof ROWS];
    checkPolicy({ law: `policy-${policy}-${name}`, ruleset, reference, runs, ...vocabulary });
  });
});
