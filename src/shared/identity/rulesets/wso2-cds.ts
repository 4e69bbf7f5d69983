/**
 * WSO2's unification. The login id is the `userId` that makes a profile permanent; address and telephone number are rules
 * of falling priority. A WSO2 client would keep the id of its profile in a cookie, so ids of devices, cookies and ids of
 * the log's own are rules below them.
 */

import { COOKIE_NAMESPACES, DEVICE_NAMESPACES, RECORDED_NAMESPACES } from '../../identifier/namespaces.ts';
import type { Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';
import { DEFAULT_LISTS } from './default-lists.ts';

export const WSO2_CDS: Ruleset = {
  name: 'wso2-cds',
  policy: 'wso2-cds',
  namespaces: [
    { names: ['user_id'], role: 'strong', limit: { perProfile: { max: 1 } } },
    { names: ['email'], role: 'strong' },
    { names: ['phone'], role: 'strong' },
    { names: [...DEVICE_NAMESPACES], role: 'anonymous' },
    { names: [...COOKIE_NAMESPACES], role: 'anonymous' },
    { names: [EVERY_OTHER], role: 'supplementary' },
    { names: [...RECORDED_NAMESPACES], role: 'recorded' },
  ],
  ...DEFAULT_LISTS,
};
