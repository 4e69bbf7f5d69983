/**
 * Segment's defaults: `user_id` first and one a profile, then `email`, then all others in alphabetical order, five of
 * each; the values that its settings suggest to block, for every identifier; 100 merges and 1,000 identifiers a profile.
 *
 * All entries from `*` on share one rank, within which names decide. Roles only say whom a profile stands for: they
 * protect nobody here. Blocked values are
 * compared exactly, so they are patterns in which case matters.
 */

import { COOKIE_NAMESPACES, DEVICE_NAMESPACES, RECORDED_NAMESPACES } from '../../identifier/namespaces.ts';
import type { Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';

const FIVE = { perProfile: { max: 5 } };

export const SEGMENT_UNIFY: Ruleset = {
  name: 'segment-unify',
  policy: 'segment-unify',
  namespaces: [
    { names: ['user_id'], role: 'strong', limit: { perProfile: { max: 1 } } },
    { names: ['email'], role: 'strong', limit: FIVE },
    { names: [EVERY_OTHER], role: 'supplementary', limit: FIVE },
    { names: ['phone'], role: 'strong', limit: FIVE, sameRank: true },
    { names: [...DEVICE_NAMESPACES, ...COOKIE_NAMESPACES], role: 'anonymous', limit: FIVE, sameRank: true },
    { names: [...RECORDED_NAMESPACES], role: 'recorded' },
  ],
  blocked: { values: [], patterns: ['[0-]*', '(?-i:-1|null|anonymous)'] },
  demoted: { values: [], patterns: [], mailboxes: [] },
  survivorship: { default: 'most-recent' },
  caps: { merges: { max: 100 }, identifiers: { max: 1000 } },
};
