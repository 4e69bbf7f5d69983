/** Values that every shipped ruleset with no list of its vendor's own blocks or demotes, whatever their namespace. */

import { PLACEHOLDER_PATTERNS, PLACEHOLDER_VALUES, ROLE_MAILBOXES } from '../../identifier/placeholders.ts';
import type { Ruleset } from '../rules.ts';

export const DEFAULT_LISTS: Pick<Ruleset, 'blocked' | 'demoted' | 'survivorship'> = {
  blocked: { values: [...PLACEHOLDER_VALUES], patterns: [...PLACEHOLDER_PATTERNS] },
  demoted: { values: [], patterns: [], mailboxes: [...ROLE_MAILBOXES] },
  survivorship: { default: 'most-recent' },
};
