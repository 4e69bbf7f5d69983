/**
 * Mixpanel: lines of the raw export, bodies of its import API, and profiles.
 *
 * `$device_id` and `$user_id` say whose an event is, and what Mixpanel derives from them is `distinct_id`: the id of the
 * user, or `$device:` and that of the device. One that is neither is whom Mixpanel merged the two into; it is recorded
 * and no key. Where an event has `distinct_id` alone, its sender chose it: as the user's, unless it has that prefix.
 * Calls of the original way of merging name two ids. `$insert_id` is unique only beside event, time and `distinct_id`,
 * so all four are the id. Marks of Mixpanel's intake differ between copies of one event and are context. Keys of groups
 * are ordinary properties and stay such: which of them names a company is not in the log.
 *
 * Sources: docs.mixpanel.com, "Identifying Users" (simplified and original), "Event Deduplication", "Import Events";
 * mixpanel/docs openapi/export.openapi.yaml.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection, Dialect, DialectOptions, EventType } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { orderKind, readOrder, TRACKED_ORDER_IDS } from '../order.ts';
import { finishTouch, notePage, noteTouchField } from '../touch.ts';
import { addTraits, identifyContacts, identifyFirstClicks, identifyUser } from './person-fields.ts';
import { recognizedBy } from './recognition.ts';
import type { Bag, EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, makeBag, notAnObject, scalarText } from './record.ts';

const NAME = 'mixpanel';
const TITLE = 'Mixpanel';
const PERSON = 'mixpanel_distinct_id';
const DEVICE = 'device_id';
const DEVICE_PREFIX = '$device:';

const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['$mp_web_page_view', 'page'],
  ['$identify', 'identify'],
  ['$create_alias', 'alias'],
  ['$merge', 'alias'],
]);
const ORDER_FIELDS: OrderFields = {
  id: TRACKED_ORDER_IDS,
  amount: ['revenue', '$revenue', 'amount', '$amount', 'total', 'value'],
};
/** Properties that are the event's envelope. */
const ENVELOPE = new Set(['time', 'distinct_id', '$distinct_id', '$insert_id', '$device_id', '$user_id']);
/** What Mixpanel's intake and SDKs say of the way an event took. */
const INTAKE = new Set([
  'mp_processing_time_ms',
  'mp_sent_by_lib_version',
  'mp_lib',
  'token',
  '$import',
  '$lib_version',
  '$mp_api_endpoint',
  '$mp_api_timestamp_ms',
  '$sent_by_lib_version',
]);

export const mixpanelDialect: Dialect = { name: NAME, title: TITLE, detect, toEvent };

function detect(record: JsonValue): Detection {
  return recognizedBy(TITLE, isObject(record) ? marks(record) : null);
}

function marks(record: JsonObject): readonly string[] | null {
  if (isProfile(record)) return ['$distinct_id', '$properties' in record ? '$properties' : '$set'];
  const { properties } = record;
  if (record['event'] === undefined || !isObject(properties) || record['type'] !== undefined) return null;
  for (const field of ['mp_processing_time_ms', '$distinct_ids', '$identified_id'])
    if (properties[field] !== undefined) return ['event', `properties.${field}`];
  const id = ['distinct_id', '$insert_id'].find((field) => properties[field] !== undefined);
  return properties['time'] !== undefined && id !== undefined
    ? ['properties.time', `properties.${id}`]
    : null;
}

function isProfile(record: JsonObject): boolean {
  const isNamed = record['$distinct_id'] !== undefined && record['event'] === undefined;
  return isNamed && (isObject(record['$properties']) || isObject(record['$set']));
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft({ ...options, zone: 'UTC' });
  return isProfile(record) ? readProfile(draft, record) : readLine(draft, record);
}

function readLine(draft: EventDraft, record: JsonObject): EventResult {
  const name = draft.text(record['event'], 'event');
  if (name === null) draft.fail('event', record['event'], 'the name of an event', 'missing-field');
  const all = draft.object(record['properties'], 'properties') ?? EMPTY_OBJECT;
  const at = draft.time(all['time'], 'properties.time');
  const { properties, context } = sortProperties(draft, all);
  if (!readOperands(draft, name, all)) readIds(draft, all);
  identifyContacts(draft, all);
  if (typeof all['$current_url'] === 'string') notePage(draft.touch, all['$current_url']);
  if (all['$referrer'] !== '$direct') noteTouchField(draft.touch, 'referrer', all['$referrer']);
  draft.addClickIds();
  const type = TYPES.get(name ?? '') ?? 'track';
  const kind = type === 'track' ? orderKind(name) : null;
  return draft.result({
    id: readId(all, name),
    scope: NAME,
    type,
    name,
    at,
    receivedAt: draft.receivedTime(all['mp_processing_time_ms'] ?? all['$mp_api_timestamp_ms']),
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties,
    context,
    company: null,
    order: kind === null ? null : readOrder(kind, properties, ORDER_FIELDS),
    touch: finishTouch(draft.touch, type),
  });
}

/** Null without an `$insert_id`: Mixpanel gives such events one of their own and never takes two for one. */
function readId(properties: JsonObject, name: string | null): string | null {
  const insertId = scalarText(properties['$insert_id']);
  if (insertId === null) return null;
  const rest = [name, properties['time'], properties['distinct_id']].map((part) => scalarText(part) ?? '');
  return [insertId, ...rest].join(' ').trimEnd();
}

function sortProperties(draft: EventDraft, all: JsonObject): { properties: Bag; context: Bag } {
  const properties = makeBag();
  const context = makeBag();
  for (const name of Object.keys(all)) {
    const value = all[name]!;
    if (INTAKE.has(name)) context[name] = value;
    else if (!ENVELOPE.has(name)) {
      properties[name] = value;
      noteTouchField(draft.touch, name, value);
    }
  }
  return { properties, context };
}

function readIds(draft: EventDraft, properties: JsonObject): void {
  const user = properties['$user_id'];
  const device = properties['$device_id'];
  const distinctId = properties['distinct_id'] ?? properties['$distinct_id'];
  identifyUser(draft, user, 'properties.$user_id');
  if (isMissing(user) && isMissing(device)) readDistinctId(draft, distinctId, 'properties.distinct_id');
  else if (distinctId !== user && distinctId !== device)
    if (isPrefixed(distinctId)) readDistinctId(draft, distinctId, 'properties.distinct_id');
    else draft.identify(PERSON, distinctId, 'properties.distinct_id');
  draft.identify(DEVICE, device, 'properties.$device_id');
}

/** The ids of a call that merges, what is merged into first. False when the event is no such call. */
function readOperands(draft: EventDraft, name: string | null, properties: JsonObject): boolean {
  if (name === '$identify') {
    const identified = properties['$identified_id'];
    if (isMissing(identified)) readIds(draft, properties);
    else identifyUser(draft, identified, 'properties.$identified_id');
    // The API calls it one name, the SDKs another.
    for (const field of ['$anon_id', '$anon_distinct_id'])
      draft.identify(DEVICE, withoutPrefix(properties[field]), `properties.${field}`);
    return true;
  }
  if (name === '$create_alias') {
    readIds(draft, properties);
    readDistinctId(draft, properties['alias'], 'properties.alias');
    return true;
  }
  const merged = properties['$distinct_ids'];
  if (name !== '$merge' || merged === undefined) return false;
  if (Array.isArray(merged))
    for (const id of merged as readonly JsonValue[]) readDistinctId(draft, id, 'properties.$distinct_ids');
  else draft.fail('properties.$distinct_ids', merged, 'a list');
  return true;
}

function readDistinctId(draft: EventDraft, value: JsonValue | undefined, field: string): void {
  if (isPrefixed(value)) draft.identify(DEVICE, withoutPrefix(value), field);
  else identifyUser(draft, value, field);
}

function isPrefixed(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.startsWith(DEVICE_PREFIX);
}

function withoutPrefix(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'string' && isPrefixed(value) ? value.slice(DEVICE_PREFIX.length) : value;
}

function isMissing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}

/** A profile, or an update of one. `$last_seen` is when it last changed, in UTC. */
function readProfile(draft: EventDraft, record: JsonObject): EventResult {
  readDistinctId(draft, record['$distinct_id'], '$distinct_id');
  const places = ['$properties', '$set', '$set_once'].map((name) => record[name]).filter(isObject);
  addTraits(draft, places);
  for (const place of places) {
    identifyContacts(draft, place);
    identifyFirstClicks(draft, place, 'initial_');
  }
  const lastSeen = places[0]?.['$last_seen'];
  const field = record['$time'] === undefined ? '$properties.$last_seen' : '$time';
  return draft.result({
    id: null,
    scope: NAME,
    type: 'identify',
    name: null,
    at: draft.time(record['$time'] ?? lastSeen, field),
    receivedAt: null,
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties: EMPTY_OBJECT,
    context: EMPTY_OBJECT,
    company: null,
    order: null,
    touch: null,
  });
}
