/**
 * Unomi's merging. The merge properties are the login id, the address and the telephone number, in this order; whichever
 * a log carries tells users apart. The id of a device plays the id of Unomi's profile, which its cookie carries; cookies
 * of other vendors and ids of the log's own are further names of the same visitor.
 */

import { COOKIE_NAMESPACES, DEVICE_NAMESPACES, RECORDED_NAMESPACES } from '../../identifier/namespaces.ts';
import type { Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';
import { DEFAULT_LISTS } from './default-lists.ts';

const ONE = { perProfile: { max: 1 } };

export const UNOMI: Ruleset = {
  name: 'unomi',
  policy: 'unomi',
  namespaces: [
    { names: ['user_id'], role: 'strong', limit: ONE },
    { names: ['email'], role: 'strong', limit: ONE },
    { names: ['phone'], role: 'strong', limit: ONE },
    { names: ['profile_id', ...DEVICE_NAMESPACES], role: 'anonymous' },
    { names: [...COOKIE_NAMESPACES], role: 'anonymous' },
    { names: [EVERY_OTHER], role: 'supplementary' },
    { names: [...RECORDED_NAMESPACES], role: 'recorded' },
  ],
  ...DEFAULT_LISTS,
};
