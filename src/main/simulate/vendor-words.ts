/** What a vendor's own warnings call a refusal, where it has a word; published cases use it. */

import type { ReasonCode } from '#shared/identity/identity.ts';
import type { PolicyName } from '#shared/identity/policies/policy-terms.ts';

const WORDS: { readonly [policy in PolicyName]?: { readonly [reason in ReasonCode]?: string } } = {
  posthog: {
    ALREADY_IDENTIFIED: 'cannot_merge_already_identified',
    ILLEGAL_ID: 'cannot_merge_with_illegal_distinct_id',
  },
};

export function vendorWord(policy: PolicyName, reason: ReasonCode): string {
  return WORDS[policy]?.[reason] ?? reason;
}
