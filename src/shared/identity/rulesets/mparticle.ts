/**
 * mParticle's rules, one set a strategy. Login ids are the strong namespaces, unique ones those with a limit of 1: by
 * the strategies' own pages customer id and address, in this order, above all others. `user_id` is the customer id of
 * logs of other vendors. A telephone number is none of mParticle's login ids, so it joins without protecting.
 */

import { COOKIE_NAMESPACES, DEVICE_NAMESPACES, RECORDED_NAMESPACES } from '../../identifier/namespaces.ts';
import type { PolicyName } from '../policies/policy-terms.ts';
import type { NamespaceRule, Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';
import { DEFAULT_LISTS } from './default-lists.ts';

const LOGIN_IDS: readonly NamespaceRule[] = [
  { names: ['customer_id', 'user_id'], role: 'strong' },
  { names: ['email'], role: 'strong' },
];

const OTHERS: readonly NamespaceRule[] = [
  { names: ['phone'], role: 'supplementary' },
  { names: [EVERY_OTHER], role: 'supplementary' },
  {
    names: [...DEVICE_NAMESPACES, 'android_id', 'roku_id', 'das', ...COOKIE_NAMESPACES],
    role: 'anonymous',
  },
  { names: [...RECORDED_NAMESPACES], role: 'recorded' },
];

export const MPARTICLE_PROFILE_CONVERSION = withUniqueLogins('mparticle-profile-conversion');
export const MPARTICLE_PROFILE_LINK = withUniqueLogins('mparticle-profile-link');
export const MPARTICLE_PROFILE_ISOLATION = withUniqueLogins('mparticle-profile-isolation');
export const MPARTICLE_BEST_MATCH: Ruleset = {
  name: 'mparticle-best-match',
  policy: 'mparticle-best-match',
  namespaces: [...LOGIN_IDS, ...OTHERS],
  ...DEFAULT_LISTS,
};

function withUniqueLogins(policy: PolicyName): Ruleset {
  const unique = LOGIN_IDS.map((rule): NamespaceRule => ({ ...rule, limit: { perProfile: { max: 1 } } }));
  return { name: policy, policy, namespaces: [...unique, ...OTHERS], ...DEFAULT_LISTS };
}
