/** Adobe's linking rules against its reference on random logs. */

import { describe, it, vi } from 'vitest';
import type { Identifier } from '#shared/event/event.ts';
import { ADOBE_IGL } from '#shared/identity/rulesets/adobe-igl.ts';
import { checkPolicy, MIXED_IDENTIFIERS } from '../../../support/policy-oracle.ts';
import { referenceAdobeIgl } from '../../../support/references/adobe-igl.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const KINDS = ['anonymous_id', 'idfa', 'badge', 'phone'];

/** Twelve identifiers of the kinds that the guardrail tells apart, for one that is drawn; a login stands for itself. */
function crowdOf(drawn: string): Identifier[] {
  const [namespace = '', value = ''] = drawn.split(':');
  if (namespace === 'user_id') return [{ namespace, value }];
  return KINDS.flatMap((kind) => [0, 1, 2].map((place) => ({ namespace: kind, value: `${value}${place}` })));
}

describe('the policy `adobe-igl` under random logs', () => {
  it('equals its plain reference', () => {
    checkPolicy({
      law: 'policy-adobe-igl',
      ruleset: ADOBE_IGL,
      reference: referenceAdobeIgl,
      identifiers: MIXED_IDENTIFIERS,
      runs: 400,
    });
  });

  it('equals it where graphs come to the guardrail and single events go beyond it', () => {
    checkPolicy({
      law: 'policy-adobe-igl-guardrail',
      ruleset: ADOBE_IGL,
      reference: referenceAdobeIgl,
      identifiers: ['user_id:u1', 'user_id:u2', ...Array.from({ length: 8 }, (_, i) => `crowd:${i + 1}`)],
      maxPerEvent: 6,
      maxEvents: 5,
      callOf: ({ ids }) => ({ identifiers: ids.flatMap(crowdOf) }),
      runs: 12,
    });
  });

  it('equals it without anything unique', () => {
    const namespaces = ADOBE_IGL.namespaces.map(({ names, role }) => ({ names, role }));
    checkPolicy({
      law: 'policy-adobe-igl-unlimited',
      ruleset: { ...ADOBE_IGL, namespaces },
      reference: referenceAdobeIgl,
      identifiers: MIXED_IDENTIFIERS,
      runs: 60,
    });
  });
});
