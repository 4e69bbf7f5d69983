/** Segment's Unify against its reference on random logs: as shipped, with tight limits, windows, and low caps. */

import { describe, it, vi } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { SEGMENT_UNIFY } from '#shared/identity/rulesets/segment-unify.ts';
import { checkPolicy } from '../../../support/policy-oracle.ts';
import { referenceSegmentUnify } from '../../../support/references/segment-unify.ts';
import { CAMPAIGN_TIMEOUT_MS, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const IDENTIFIERS = [
  'user_id:u1',
  'user_id:u2',
  'user_id:u3',
  'email:a',
  'email:b',
  'email:c',
  'anonymous_id:d1',
  'anonymous_id:d2',
  'anonymous_id:d3',
  'badge:x',
  'badge:y',
  'phone:1',
  'phone:2',
  'phone:000-000',
  'gclid:k',
];

/** The shipped ruleset with other limits: namespace → the most values, and the days they count. */
function limited(
  name: string,
  limits: { readonly [namespace: string]: readonly [max: number, windowDays?: number] },
  caps: NonNullable<Ruleset['caps']> = {},
): Ruleset {
  const namespaces = SEGMENT_UNIFY.namespaces.map((rule) => {
    const [max, windowDays] = limits[rule.names[0]!] ?? [];
    if (rule.role === 'recorded' || max === undefined) return rule;
    return { ...rule, limit: { perProfile: { max, ...(windowDays !== undefined && { windowDays }) } } };
  });
  const parsed = parseRuleset({ ...SEGMENT_UNIFY, name, namespaces, caps });
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  return parsed.value;
}

const TIGHT = limited('tight', { email: [1], '*': [1], phone: [1], customerlabs_user_id: [2] });
const WINDOWED = limited('windowed', {
  user_id: [1, 1],
  email: [1, 2],
  '*': [1, 20],
  phone: [2],
  customerlabs_user_id: [2, 21],
});
const CAPPED = limited('capped', {}, { merges: { max: 1 }, identifiers: { max: 5 } });

describe.each([
  { law: 'segment-unify', ruleset: SEGMENT_UNIFY, runs: 150 },
  { law: 'segment-unify-tight', ruleset: TIGHT, runs: 200 },
  { law: 'segment-unify-windows', ruleset: WINDOWED, runs: 300 },
  { law: 'segment-unify-capped', ruleset: CAPPED, runs: 150 },
])('the engine under random logs, $law', ({ law, ruleset, runs }) => {
  it('agrees with the reference on profiles, credits and refusals', () => {
    checkPolicy({ law, ruleset, runs, reference: referenceSegmentUnify, identifiers: IDENTIFIERS });
  });
});
