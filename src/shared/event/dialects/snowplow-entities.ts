/**
 * What Snowplow attaches to an event as self-describing JSON: the event's own data and its entities. Three places are
 * read: the fields `unstruct_event`, `contexts` and `derived_contexts` (objects or JSON text), the columns
 * `unstruct_event_<vendor>_<name>_<version>` and `contexts_<…>` of the JSON transformer and of warehouses, and the same
 * columns inside `contexts`. Field names are camel case in trackers and snake case in warehouses.
 *
 * Entities that name a person or a device are those of Iglu Central: the client session, the mobile platform and the
 * user of the ecommerce plugin. A page view's id names neither.
 */

import type { JsonObject } from '../../base/types.ts';
import { nestedValue, objectsOf } from './nested-value.ts';
import { identifyUser } from './person-fields.ts';
import type { EventDraft } from './record.ts';
import { isObject, scalarText } from './record.ts';

export interface SnowplowEntity {
  /** Vendor and name as columns write them: `com_snowplowanalytics_snowplow_client_session`. */
  readonly kind: string;
  readonly data: JsonObject;
}

const ENTITY_FIELDS = ['contexts', 'derived_contexts'] as const;
const ENTITY_COLUMN = 'contexts_';
const EVENT_FIELD = 'unstruct_event';
const EVENT_COLUMN = 'unstruct_event_';

const CORE = 'com_snowplowanalytics_snowplow';
const CLIENT_SESSION = `${CORE}_client_session`;
const MOBILE_CONTEXT = `${CORE}_mobile_context`;
const USER = `${CORE}_ecommerce_user`;
export const TRANSACTION = `${CORE}_ecommerce_transaction`;
export const REFUND = `${CORE}_ecommerce_refund`;
export const PRODUCT = `${CORE}_ecommerce_product`;

const MOBILE_IDS = [
  ['appleIdfa', 'apple_idfa', 'ios.idfa'],
  ['appleIdfv', 'apple_idfv', 'idfv'],
  ['androidIdfa', 'android_idfa', 'android.idfa'],
] as const;

/** True for the fields that this file reads. */
export function isSelfDescribing(field: string): boolean {
  return (
    field === EVENT_FIELD ||
    field === ENTITY_FIELDS[0] ||
    field === ENTITY_FIELDS[1] ||
    field.startsWith(ENTITY_COLUMN) ||
    field.startsWith(EVENT_COLUMN)
  );
}

/** Data of a self-describing event; null for events of other kinds. */
export function readEventData(draft: EventDraft, record: JsonObject): JsonObject | null {
  const event = nestedValue(draft, record[EVENT_FIELD], EVENT_FIELD);
  if (isObject(event) && isObject(event['data'])) {
    const { data } = event['data'];
    return isObject(data) ? data : event['data'];
  }
  for (const field in record) {
    if (!field.startsWith(EVENT_COLUMN)) continue;
    const [data] = objectsOf(nestedValue(draft, record[field], field));
    if (data !== undefined) return data;
  }
  return null;
}

export function readEntities(draft: EventDraft, record: JsonObject): SnowplowEntity[] {
  const entities: SnowplowEntity[] = [];
  for (const field of ENTITY_FIELDS) {
    const value = nestedValue(draft, record[field], field);
    const list = isObject(value) && value['data'] !== undefined ? value['data'] : value;
    if (!Array.isArray(list) && isObject(list)) addColumns(draft, list, entities);
    for (const { schema, data } of objectsOf(list))
      if (typeof schema === 'string' && isObject(data)) entities.push({ kind: kindOfSchema(schema), data });
  }
  addColumns(draft, record, entities);
  return entities;
}

/** Identifiers and traits of the entities. */
export function identifyEntities(draft: EventDraft, entities: readonly SnowplowEntity[]): void {
  for (const { kind, data } of entities) {
    if (kind === CLIENT_SESSION)
      draft.identify(
        'client_session_user_id',
        scalarText(data['userId'] ?? data['user_id']),
        `${kind}.userId`,
      );
    else if (kind === MOBILE_CONTEXT) identifyDevice(draft, data);
    else if (kind === USER) identifyEcommerceUser(draft, data);
  }
}

function identifyDevice(draft: EventDraft, data: JsonObject): void {
  for (const [camel, snake, namespace] of MOBILE_IDS)
    draft.identify(namespace, scalarText(data[camel] ?? data[snake]), `${MOBILE_CONTEXT}.${camel}`);
}

function identifyEcommerceUser(draft: EventDraft, data: JsonObject): void {
  identifyUser(draft, scalarText(data['id']), `${USER}.id`);
  draft.identify('email', scalarText(data['email']), `${USER}.email`);
  for (const name in data) if (name !== 'id') draft.traits.push({ name, value: data[name]! });
}

function addColumns(draft: EventDraft, record: JsonObject, entities: SnowplowEntity[]): void {
  for (const field in record) {
    if (!field.startsWith(ENTITY_COLUMN)) continue;
    const kind = field.slice(ENTITY_COLUMN.length).replace(/(?:_\d+)+$/, '');
    for (const data of objectsOf(nestedValue(draft, record[field], field))) entities.push({ kind, data });
  }
}

/** `iglu:com.acme/user/jsonschema/1-0-0` → `com_acme_user`. */
function kindOfSchema(schema: string): string {
  const [vendor = '', name = ''] = schema.replace(/^iglu:/, '').split('/');
  return `${vendor}_${name}`.replace(/[.-]/g, '_').toLowerCase();
}
