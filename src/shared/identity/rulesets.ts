/**
 * The rulesets that Weft comes with. `customerlabs` follows the published hierarchy (email, phone, the vendor's own
 * visitor id, then everything else) with the protections that Weft adds; `components` joins whatever ever met, as a
 * plain connected-components query would.
 */

import {
  COOKIE_NAMESPACES,
  DEVICE_NAMESPACES,
  RECORDED_NAMESPACES,
  STRONG_NAMESPACES,
} from '../identifier/namespaces.ts';
import { PLACEHOLDER_PATTERNS, PLACEHOLDER_VALUES, ROLE_MAILBOXES } from '../identifier/placeholders.ts';
import type { NamespaceRule, Ruleset } from './rules.ts';
import { EVERY_OTHER } from './rules.ts';

const NAMESPACES: NamespaceRule[] = [
  ...STRONG_NAMESPACES.map((name): NamespaceRule => ({ names: [name], role: 'strong' })),
  { names: [...DEVICE_NAMESPACES], role: 'anonymous' },
  { names: [...COOKIE_NAMESPACES], role: 'anonymous' },
  { names: [EVERY_OTHER], role: 'supplementary' },
  { names: [...RECORDED_NAMESPACES], role: 'recorded' },
];

const LISTS = {
  blocked: { values: [...PLACEHOLDER_VALUES], patterns: [...PLACEHOLDER_PATTERNS] },
  demoted: { values: [], patterns: [], mailboxes: [...ROLE_MAILBOXES] },
  survivorship: { default: 'most-recent' },
} as const satisfies Pick<Ruleset, 'blocked' | 'demoted' | 'survivorship'>;

export const SHIPPED_RULESETS: { readonly customerlabs: Ruleset; readonly components: Ruleset } = {
  customerlabs: { name: 'customerlabs', policy: 'customerlabs', namespaces: NAMESPACES, ...LISTS },
  components: { name: 'components', policy: 'components', namespaces: NAMESPACES, ...LISTS },
};
