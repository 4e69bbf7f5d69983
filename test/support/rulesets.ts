/** Rulesets whose protections bite on small logs. */

import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';

const { customerlabs } = SHIPPED_RULESETS;

/** Namespace → what a profile may hold, and to how many profiles a value may ever belong. */
export const LIMITS: ReadonlyMap<string, { readonly perProfile: number; readonly profiles?: number }> =
  new Map([
    ['email', { perProfile: 1 }],
    ['phone', { perProfile: 1 }],
    ['customerlabs_user_id', { perProfile: 2, profiles: 2 }],
    ['facebook__fbp', { perProfile: 1 }],
    ['crm_user_id', { perProfile: 1 }],
  ]);

/** `customerlabs` with the limits above; those of a namespace apply to all that share its entry. */
export const LIMITED: Ruleset = {
  ...customerlabs,
  name: 'limited',
  namespaces: customerlabs.namespaces.map((rule) => {
    const name = rule.names.includes('*') ? 'crm_user_id' : (rule.names.find((one) => LIMITS.has(one)) ?? '');
    const limit = LIMITS.get(name);
    if (limit === undefined) return rule;
    const profiles = limit.profiles === undefined ? undefined : { max: limit.profiles };
    return { ...rule, limit: { perProfile: { max: limit.perProfile }, ...(profiles && { profiles }) } };
  }),
};

/** `customerlabs`, but a device stays with whom it belonged to first. */
export const FIRST_OWNERS: Ruleset = {
  ...customerlabs,
  name: 'first-owners',
  namespaces: customerlabs.namespaces.map((rule) =>
    rule.names.includes('customerlabs_user_id') ? { ...rule, owner: 'first' } : rule,
  ),
};

/** `customerlabs`, but a profile holds at most four identifiers of all namespaces together. */
export const CAPPED: Ruleset = { ...customerlabs, name: 'capped', caps: { identifiers: { max: 4 } } };
