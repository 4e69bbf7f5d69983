/**
 * Policies under rules that bite where the shipped ones seldom do: tight limits, windows, low caps, other unique
 * namespaces or none, and profiles as large as a guardrail allows. Against the same references.
 */

import { expect, it, vi } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import type { PolicyOracle } from '../../../support/policy-oracle.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import {
  CROWDS,
  MIXED,
  MIXPANEL_IDS,
  MIXPANEL_KINDS,
  MPARTICLE_REQUESTS,
  SEGMENT_TYPES,
  SNOWPLOW_FIELDS,
} from '../../../support/policy-vocabularies.ts';
import { referenceAdobeIgl } from '../../../support/references/adobe-igl.ts';
import { referenceMixpanelOriginal } from '../../../support/references/mixpanel-original.ts';
import { referenceMparticle } from '../../../support/references/mparticle.ts';
import { referenceSegmentUnify } from '../../../support/references/segment-unify.ts';
import { referenceSnowplow } from '../../../support/references/snowplow-identities.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const rulesets = SHIPPED_RULESETS;

/** Namespace → the most values a profile may hold, and the days within which they count. */
interface Limits {
  readonly [namespace: string]: readonly [max: number, windowDays?: number];
}

/** With other limits for the entries that these namespaces are in, and other caps. */
function withLimits(ruleset: Ruleset, limits: Limits, caps?: Ruleset['caps']): Ruleset {
  const namespaces = ruleset.namespaces.map((rule) => {
    const named = rule.names.find((name) => limits[name] !== undefined);
    if (named === undefined) return rule;
    const [max, windowDays] = limits[named]!;
    return { ...rule, limit: { perProfile: { max, windowDays } } };
  });
  const parsed = parseRuleset({ ...ruleset, namespaces, caps });
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  return parsed.value;
}

function withoutLimits(ruleset: Ruleset): Ruleset {
  return { ...ruleset, namespaces: ruleset.namespaces.map(({ limit: _, ...rule }) => rule) };
}

const segment = { reference: referenceSegmentUnify, ...SEGMENT_TYPES };
const smallClusters = {
  reference: referenceMixpanelOriginal,
  ruleset: withLimits(rulesets['mixpanel-original'], {}, { identifiers: { max: 4 } }),
  runs: 100,
};

const CAMPAIGNS: readonly PolicyOracle[] = [
  {
    law: 'policy-segment-unify-tight',
    ruleset: withLimits(rulesets['segment-unify'], {
      email: [1],
      '*': [1],
      phone: [1],
      customerlabs_user_id: [2],
    }),
    runs: 200,
    ...segment,
  },
  {
    law: 'policy-segment-unify-windows',
    ruleset: withLimits(rulesets['segment-unify'], {
      user_id: [1, 1],
      email: [1, 2],
      '*': [1, 20],
      phone: [2],
      customerlabs_user_id: [2, 21],
    }),
    runs: 300,
    ...segment,
  },
  {
    law: 'policy-segment-unify-capped',
    ruleset: withLimits(rulesets['segment-unify'], {}, { merges: { max: 1 }, identifiers: { max: 5 } }),
    runs: 150,
    ...segment,
  },
  { law: 'policy-mixpanel-original-small-calls', ...smallClusters, ...MIXPANEL_IDS },
  { law: 'policy-mixpanel-original-small-generic', ...smallClusters, ...MIXPANEL_KINDS },
  {
    law: 'policy-snowplow-nothing-unique',
    ruleset: withoutLimits(rulesets['snowplow-identities']),
    reference: referenceSnowplow,
    runs: 100,
    ...SNOWPLOW_FIELDS,
  },
  {
    law: 'policy-adobe-igl-nothing-unique',
    ruleset: withoutLimits(rulesets['adobe-igl']),
    reference: referenceAdobeIgl,
    runs: 60,
    ...MIXED,
  },
  {
    law: 'policy-adobe-igl-guardrail',
    ruleset: rulesets['adobe-igl'],
    reference: referenceAdobeIgl,
    runs: 12,
    ...CROWDS,
  },
  // A telephone number that is unique and no login id, and several login ids of a kind on one profile.
  ...(['conversion', 'link', 'isolation'] as const).map((strategy) => ({
    law: `policy-mparticle-${strategy}-other-uniques`,
    ruleset: withLimits(withoutLimits(rulesets[`mparticle-profile-${strategy}`]), {
      phone: [1],
      roku_id: [1],
    }),
    reference: referenceMparticle(strategy),
    runs: 100,
    ...MPARTICLE_REQUESTS,
  })),
];

it.each(CAMPAIGNS)('equals the reference, $law', (oracle) => {
  expect.hasAssertions();
  checkPolicy(oracle);
});
