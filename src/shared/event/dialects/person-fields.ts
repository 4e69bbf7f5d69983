/**
 * What vendors' logs have in common: fields in which a person is named and described, and groups, of which every project
 * invents kinds of its own.
 *
 * Only a kind that is a company by its name is one: a project's groups are just as often playlists, chats or projects,
 * and whoever shares a playlist does not work together. Other kinds stay where the record has them.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { normalizeEmail } from '../../identifier/email.ts';
import { CLICK_ID_NAMESPACES } from '../../identifier/namespaces.ts';
import type { EventDraft } from './record.ts';
import { isObject } from './record.ts';

/** The event that a request to delete a person is kept as. */
export const USER_DELETED = 'User deleted';

/** Kinds of groups in the singular and lower case → what their keys are called. */
const COMPANY_KINDS: ReadonlyMap<string, string> = new Map([
  ['company', 'company_id'],
  ['account', 'account_id'],
  ['organization', 'organization_id'],
  ['organisation', 'organization_id'],
  ['org', 'organization_id'],
]);
const PLURALS: ReadonlyMap<string, string> = new Map([
  ['companies', 'company'],
  ['accounts', 'account'],
  ['organizations', 'organization'],
  ['organisations', 'organisation'],
  ['orgs', 'org'],
]);
/** `org name` and `company_id` are kinds too. */
const KEY_SUFFIX = /[\s_-]+(?:id|name)$/;
const clickIds: ReadonlySet<string> = new Set(CLICK_ID_NAMESPACES);

/** The id of somebody who is known. One that is an address is an address and no user id. */
export function identifyUser(draft: EventDraft, value: JsonValue | undefined, field: string): void {
  const isAddress = typeof value === 'string' && value.includes('@') && normalizeEmail(value) !== null;
  draft.identify(isAddress ? 'email' : 'user_id', value, field);
}

/** Addresses and numbers among what is known of a person. One of another type than text stays what it is. */
export function identifyContacts(draft: EventDraft, object: JsonObject): void {
  for (const name of ['$email', 'email']) {
    const email = object[name];
    if (typeof email === 'string') draft.identify('email', email, name);
  }
  for (const name of ['$phone', 'phone']) {
    const phone = object[name];
    if (typeof phone === 'string' || typeof phone === 'number') draft.identify('phone', phone, name);
  }
}

/** Traits of several places; of two of one name the earlier place has the say. */
export function addTraits(draft: EventDraft, places: readonly JsonObject[]): void {
  const seen = new Set<string>();
  for (const place of places) {
    for (const name of Object.keys(place)) {
      if (seen.has(name)) continue;
      seen.add(name);
      draft.traits.push({ name, value: place[name]! });
    }
  }
}

/**
 * Click ids of a person's first visit, kept as `$initial_gclid` or `initial_gclid`: ids of the person, and no sign that
 * the event at hand came from a click.
 */
export function identifyFirstClicks(draft: EventDraft, traits: JsonObject, prefix: string): void {
  for (const name of Object.keys(traits)) {
    if (!name.startsWith(prefix)) continue;
    const namespace = name.slice(prefix.length);
    const value = traits[name];
    if (clickIds.has(namespace) && typeof value === 'string') draft.identify(namespace, value, name);
  }
}

/** What keys of this kind of group are called when it is a company; null for every other kind. */
export function companyNamespace(kind: string): string | null {
  const name = kind.trim().toLowerCase().replace(KEY_SUFFIX, '');
  return COMPANY_KINDS.get(PLURALS.get(name) ?? name) ?? null;
}

/** The companies among groups by kind. What is no id is left where the groups stay. */
export function identifyCompanies(draft: EventDraft, groups: JsonValue | undefined): void {
  if (!isObject(groups)) return;
  for (const kind of Object.keys(groups)) {
    const namespace = companyNamespace(kind);
    if (namespace === null) continue;
    const keys = groups[kind];
    const list: readonly JsonValue[] = Array.isArray(keys) ? keys : [keys!];
    for (const key of list)
      if (typeof key === 'string' || typeof key === 'number') draft.identifyCompany(namespace, key, kind);
  }
}
