/**
 * Snowplow Identities as its documentation sets it up: `user_id` is the unique identifier, and there can be only one.
 * All others count equally; the ranks only tell which of them founds. A log of another vendor without `user_id` has
 * nothing unique, so whatever meets in it merges.
 */

import {
  COOKIE_NAMESPACES,
  DEVICE_NAMESPACES,
  RECORDED_NAMESPACES,
  STRONG_NAMESPACES,
} from '../../identifier/namespaces.ts';
import type { Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';
import { DEFAULT_LISTS } from './default-lists.ts';

const UNIQUE = 'user_id';

export const SNOWPLOW_IDENTITIES: Ruleset = {
  name: 'snowplow-identities',
  policy: 'snowplow-identities',
  namespaces: [
    { names: [UNIQUE], role: 'strong', limit: { perProfile: { max: 1 } } },
    { names: STRONG_NAMESPACES.filter((name) => name !== UNIQUE), role: 'strong' },
    {
      names: [...DEVICE_NAMESPACES, 'apple_idfv', 'apple_idfa', 'android_idfa', ...COOKIE_NAMESPACES],
      role: 'anonymous',
    },
    { names: [EVERY_OTHER], role: 'supplementary' },
    { names: [...RECORDED_NAMESPACES], role: 'recorded' },
  ],
  ...DEFAULT_LISTS,
};
