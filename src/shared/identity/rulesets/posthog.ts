/**
 * PostHog's rules. It has one kind of id, `distinct_id`. Of an event of another vendor the best-ranked identifier plays
 * `distinct_id` and the others `$anon_distinct_id`, as if its SDK had sent `$identify` for them; an event that names
 * devices only is a capture. Nothing is blocked or demoted: an illegal id has a person of its own, it merges nobody.
 */

import type { Ruleset } from '../rules.ts';
import { PERSON_OVER_DEVICE } from './person-over-device.ts';

export const POSTHOG: Ruleset = {
  name: 'posthog',
  policy: 'posthog',
  namespaces: PERSON_OVER_DEVICE,
  blocked: { values: [], patterns: [] },
  demoted: { values: [], patterns: [], mailboxes: [] },
  survivorship: { default: 'most-recent' },
};
