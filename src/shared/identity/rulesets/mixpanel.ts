/**
 * Mixpanel's rules, under either of its ways of merging. Of an event of another vendor the best-ranked identifier plays
 * `$user_id` (`$identified_id` of the original `$identify`) unless it names a device, and the others `$device_id`
 * (`$anon_id`). Blocked are the ids that its import refuses; it knows no role mailboxes.
 */

import type { Ruleset } from '../rules.ts';
import { PERSON_OVER_DEVICE } from './person-over-device.ts';

/** Mixpanel's reference of the import: values of `distinct_id` that it does not take, in any case. */
const REFUSED_ON_IMPORT = [
  '00000000-0000-0000-0000-000000000000',
  'anon',
  'anonymous',
  'nil',
  'none',
  'null',
  'n/a',
  'na',
  'undefined',
  'unknown',
  '<nil>',
  '0',
  '-1',
  'true',
  'false',
  '[]',
  '{}',
];

/** "As long as the merging of 2 IDs does not lead to an ID cluster that exceeds 500 IDs". */
const MAX_CLUSTER = 500;

export const MIXPANEL_SIMPLIFIED: Ruleset = {
  name: 'mixpanel-simplified',
  policy: 'mixpanel-simplified',
  namespaces: PERSON_OVER_DEVICE,
  blocked: { values: REFUSED_ON_IMPORT, patterns: [] },
  demoted: { values: [], patterns: [], mailboxes: [] },
  survivorship: { default: 'most-recent' },
};

export const MIXPANEL_ORIGINAL: Ruleset = {
  ...MIXPANEL_SIMPLIFIED,
  name: 'mixpanel-original',
  policy: 'mixpanel-original',
  caps: { identifiers: { max: MAX_CLUSTER } },
};
