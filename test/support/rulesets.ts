/** Rulesets whose protections bite on small logs. */

import type { DeviceOwner, Ruleset } from '#shared/identity/rules.ts';
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

/** Rules under which devices, and browsers where named, have such an owner when another person logs in on them. */
export function withOwners(
  device: DeviceOwner,
  browser?: DeviceOwner,
  rules: Ruleset = customerlabs,
): Ruleset {
  const owners = [...new Set([device, browser ?? device])].join('-');
  return {
    ...rules,
    name: `${rules.name}-${owners}-owners`,
    namespaces: rules.namespaces.map((rule) => {
      if (rule.names.includes('customerlabs_user_id')) return { ...rule, owner: device };
      const isBrowser = browser !== undefined && rule.names.includes('facebook__fbp');
      return isBrowser ? { ...rule, owner: browser } : rule;
    }),
  };
}

/** A device stays with whom it belonged to first. */
export const FIRST_OWNERS: Ruleset = withOwners('first');
/** A device is of whoever logged in on it last, with its history; so is a browser. */
export const LAST_OWNERS: Ruleset = withOwners('last', 'last');
/** A device that another person logs in on is nobody's until the next login. */
export const NOBODY_OWNERS: Ruleset = withOwners('nobody');
/** Devices and browsers, each with an owner of its own kind. */
export const MIXED_OWNERS: readonly Ruleset[] = [
  withOwners('last', 'nobody'),
  withOwners('nobody', 'last'),
  withOwners('first', 'last'),
];

/** Limits and owners, which may keep a device from changing hands. */
export const LIMITED_OWNERS: readonly Ruleset[] = [
  withOwners('last', 'nobody', LIMITED),
  withOwners('nobody', 'last', LIMITED),
];

/** `customerlabs`, but a profile holds at most four identifiers of all namespaces together. */
export const CAPPED: Ruleset = { ...customerlabs, name: 'capped', caps: { identifiers: { max: 4 } } };
