/**
 * Who plays which id for vendors that know one id of a person and one of a device, so that a log of another vendor can be
 * read under their rules. What an advertiser would tell such a vendor of an event: the login id as the person's; without
 * one the address, then the telephone number; else the device's id. Ids of the log's own, such as a CRM's, go along with
 * whoever the event names. Cookies of other vendors are not told and are recorded.
 */

import {
  COOKIE_NAMESPACES,
  DEVICE_NAMESPACES,
  RECORDED_NAMESPACES,
  STRONG_NAMESPACES,
} from '../../identifier/namespaces.ts';
import type { NamespaceRule } from '../rules.ts';
import { EVERY_OTHER } from '../rules.ts';

const LOGIN = 'user_id';

export const PERSON_OVER_DEVICE: NamespaceRule[] = [
  { names: [LOGIN], role: 'strong' },
  ...STRONG_NAMESPACES.filter((name) => name !== LOGIN).map(
    (name): NamespaceRule => ({ names: [name], role: 'strong' }),
  ),
  // Where a log knows one kind of id, it is a person's or a device's, and only the vendor's calls tell which.
  { names: ['distinct_id'], role: 'supplementary' },
  { names: [...DEVICE_NAMESPACES], role: 'anonymous' },
  { names: [EVERY_OTHER], role: 'supplementary' },
  { names: [...RECORDED_NAMESPACES, ...COOKIE_NAMESPACES], role: 'recorded' },
];
