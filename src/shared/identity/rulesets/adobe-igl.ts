/**
 * Adobe's linking rules. A CRM's id stands for the person entity; login ids and addresses are marked unique too, because
 * every namespace that alone may name a person has to be, and most logs have no CRM id. Telephone numbers name people
 * without being unique, as households share them. Devices and cookies rank below, as they must; ids of the log's own are
 * partner ids, below them. Adobe's own names for the same things are named with them.
 *
 * Source: Adobe Experience Platform, Identity Service: example configurations and namespace priority.
 */

import { COOKIE_NAMESPACES, DEVICE_NAMESPACES, RECORDED_NAMESPACES } from '../../identifier/namespaces.ts';
import type { Ruleset } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';
import { DEFAULT_LISTS } from './default-lists.ts';

const UNIQUE = { perProfile: { max: 1 } };

export const ADOBE_IGL: Ruleset = {
  name: 'adobe-igl',
  policy: 'adobe-igl',
  namespaces: [
    { names: ['CRMID', 'crm_user_id'], role: 'strong', limit: UNIQUE },
    { names: ['loginID', 'user_id'], role: 'strong', limit: UNIQUE },
    { names: ['email', 'Email_LC_SHA256'], role: 'strong', limit: UNIQUE },
    { names: ['phone', 'Phone_SHA256'], role: 'strong' },
    { names: [...DEVICE_NAMESPACES], role: 'anonymous' },
    { names: ['ECID', ...COOKIE_NAMESPACES], role: 'anonymous' },
    { names: [EVERY_OTHER], role: 'supplementary' },
    { names: [...RECORDED_NAMESPACES], role: 'recorded' },
  ],
  ...DEFAULT_LISTS,
};
