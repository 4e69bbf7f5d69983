/**
 * Last-touch stitching. The user is the login id; without one the address, then the telephone number, as the person of a
 * log that knows no logins. The cookie of an event is its device's id, else a cookie of another vendor, else an id of the
 * log's own.
 */

import { COOKIE_NAMESPACES, DEVICE_NAMESPACES, RECORDED_NAMESPACES } from '../../identifier/namespaces.ts';
import type { Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';
import { DEFAULT_LISTS } from './default-lists.ts';

export const LAST_TOUCH: Ruleset = {
  name: 'last-touch',
  policy: 'last-touch',
  namespaces: [
    { names: ['user_id'], role: 'strong' },
    { names: ['email'], role: 'strong' },
    { names: ['phone'], role: 'strong' },
    { names: [...DEVICE_NAMESPACES], role: 'anonymous' },
    { names: [...COOKIE_NAMESPACES], role: 'anonymous' },
    { names: [EVERY_OTHER], role: 'supplementary' },
    { names: [...RECORDED_NAMESPACES], role: 'recorded' },
  ],
  ...DEFAULT_LISTS,
};
