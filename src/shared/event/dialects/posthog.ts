/**
 * PostHog: batch exports of events (properties as objects, or as text in Parquet and warehouses), answers of its events
 * API, bodies of its capture API, and rows of the persons export.
 *
 * `distinct_id` holds the id of a person or one that an SDK made up. It is a device's when the event says so: it equals
 * `$device_id`, `$is_identified` is false, or no person is kept for it (`$process_person_profile` is false) and it is a
 * UUID. SDKs in the hands of users that say none of this, and rows of persons, are told by the UUID version 7 that SDKs
 * make up. All else is a person's id: so does PostHog take whatever a server captures. A made-up id and `$device_id`
 * begin as one value, so both are a `device_id`. The person that PostHog concluded is recorded and no key.
 * What it knows of the person (`person_properties`) is what others send as traits, and read like them.
 *
 * Sources: posthog.com/docs/cdp/batch-exports, /docs/api/capture, /docs/data/anonymous-vs-identified-events and
 * /docs/product-analytics/identify; posthog-js (what `reset`, `identify`, `alias` and `group` send).
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection, Dialect, DialectOptions, EventType } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { orderKind, readOrder, TRACKED_ORDER_IDS } from '../order.ts';
import { finishTouch, notePage, noteTouchField } from '../touch.ts';
import { objectOrText } from './json-text.ts';
import {
  addTraits,
  companyNamespace,
  identifyCompanies,
  identifyContacts,
  identifyFirstClicks,
  identifyUser,
  USER_DELETED,
} from './person-fields.ts';
import { recognizedBy } from './recognition.ts';
import type { EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, makeBag, notAnObject, scalarText } from './record.ts';

const NAME = 'posthog';
const TITLE = 'PostHog';
const PERSON = 'posthog_person_id';
const DEVICE = 'device_id';
/** What every visitor is called who is counted without cookies, until PostHog has made an id of a day for them. */
const COOKIELESS = '$posthog_cookieless';

const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['$pageview', 'page'],
  ['$screen', 'screen'],
  ['$identify', 'identify'],
  ['$set', 'identify'],
  ['$groupidentify', 'group'],
  ['$create_alias', 'alias'],
  ['$merge_dangerously', 'alias'],
]);
const ORDER_FIELDS: OrderFields = {
  id: TRACKED_ORDER_IDS,
  amount: ['revenue', '$revenue', 'total', 'value', 'amount'],
};
/** `$lib` of SDKs that run where users are, and make ids up. */
const USERS_LIBRARIES = new Set([
  'web',
  'js',
  'posthog-js-lite',
  'posthog-android',
  'posthog-ios',
  'posthog-flutter',
  'posthog-react-native',
]);
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

export const posthogDialect: Dialect = { name: NAME, title: TITLE, detect, toEvent };

function detect(record: JsonValue): Detection {
  return recognizedBy(TITLE, isObject(record) ? marks(record) : null);
}

function marks(record: JsonObject): readonly string[] | null {
  const has = (field: string): boolean => record[field] !== undefined;
  if (has('distinct_id')) {
    if (has('event')) return ['event', 'distinct_id'];
    return has('person_id') ? ['distinct_id', 'person_id'] : null;
  }
  // The body of a capture. Mixpanel's has its time among the properties.
  const { properties } = record;
  if (!has('event') || !isObject(properties) || properties['time'] !== undefined) return null;
  const time = ['uuid', 'timestamp', 'offset'].find(has);
  return properties['distinct_id'] !== undefined && time !== undefined
    ? ['event', 'properties.distinct_id', time]
    : null;
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  // Times of tables name no zone and are UTC, wherever the analyst is.
  const draft = new EventDraft({ ...options, zone: 'UTC' });
  const isPerson = record['event'] === undefined && record['person_id'] !== undefined;
  return isPerson ? readPerson(draft, record) : readCapture(draft, record);
}

interface Parts {
  readonly name: string | null;
  readonly record: JsonObject;
  readonly properties: JsonObject;
}

function readCapture(draft: EventDraft, record: JsonObject): EventResult {
  const name = draft.text(record['event'], 'event');
  if (name === null) draft.fail('event', record['event'], 'the name of an event', 'missing-field');
  const at = draft.time(record['timestamp'], 'timestamp');
  const properties = objectOrText(draft, record['properties'], 'properties') ?? EMPTY_OBJECT;
  const parts: Parts = { name, record, properties };
  const type = TYPES.get(name ?? '') ?? 'track';
  readIds(draft, parts);
  readTraits(draft, parts);
  readGroups(draft, parts);
  noteSources(draft, properties);
  draft.addClickIds();
  const kind = type === 'track' ? orderKind(name) : null;
  return draft.result({
    id: draft.text(record['uuid'] ?? record['id'], 'uuid'),
    scope: NAME,
    type,
    name,
    at,
    receivedAt: draft.receivedTime(record['created_at'] ?? record['sent_at']),
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties: withElements(properties, record['elements_chain']),
    context: EMPTY_OBJECT,
    company: draft.company(),
    order: kind === null ? null : readOrder(kind, properties, ORDER_FIELDS),
    touch: finishTouch(draft.touch, type),
  });
}

/** In the order in which a call takes its operands: what is merged into comes first. */
function readIds(draft: EventDraft, { name, record, properties }: Parts): void {
  const field = record['distinct_id'] === undefined ? 'properties.distinct_id' : 'distinct_id';
  const distinctId = record['distinct_id'] ?? properties['distinct_id'];
  const deviceId = properties['$device_id'];
  if (distinctId !== COOKIELESS && !isGroupsOwnId(distinctId, properties)) {
    if (name !== '$identify' && isMadeUp(distinctId, properties)) draft.identify(DEVICE, distinctId, field);
    else identifyUser(draft, distinctId, field);
  }
  const anonymous = properties['$anon_distinct_id'];
  if (name === '$identify' && anonymous !== distinctId && anonymous !== COOKIELESS)
    draft.identify(DEVICE, anonymous, 'properties.$anon_distinct_id');
  if (name === '$create_alias' || name === '$merge_dangerously') {
    const { alias } = properties;
    if (alias === deviceId || isUuid7(alias)) draft.identify(DEVICE, alias, 'properties.alias');
    else identifyUser(draft, alias, 'properties.alias');
  }
  if (deviceId !== COOKIELESS) draft.identify(DEVICE, deviceId, 'properties.$device_id');
  const person = isObject(record['person']) ? (record['person']['uuid'] ?? record['person']['id']) : null;
  draft.identify(PERSON, record['person_id'] ?? person, 'person_id');
}

function isMadeUp(distinctId: JsonValue | undefined, properties: JsonObject): boolean {
  if (typeof distinctId !== 'string') return false;
  const isIdentified = properties['$is_identified'];
  if (typeof isIdentified === 'boolean') return !isIdentified;
  if (properties['$user_id'] === distinctId) return false;
  if (properties['$device_id'] === distinctId) return true;
  if (properties['$process_person_profile'] === false) return UUID.test(distinctId.trim());
  const library = properties['$lib'];
  return typeof library === 'string' && USERS_LIBRARIES.has(library) && isUuid7(distinctId);
}

function isUuid7(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && UUID_V7.test(value.trim());
}

/** Servers that describe a group in nobody's name give it the `distinct_id` `$company_acme`. */
function isGroupsOwnId(distinctId: JsonValue | undefined, properties: JsonObject): boolean {
  const kind = scalarText(properties['$group_type']);
  const key = scalarText(properties['$group_key']);
  return kind !== null && key !== null && distinctId === `$${kind}_${key}`;
}

/** What the event sets, then what was known of the person. */
function readTraits(draft: EventDraft, { record, properties }: Parts): void {
  const person = isObject(record['person']) ? record['person']['properties'] : null;
  const known = record['person_properties'] ?? person;
  const places = [
    record['$set'] ?? properties['$set'],
    record['$set_once'] ?? properties['$set_once'],
    objectOrText(draft, known, 'person_properties'),
  ].filter(isObject);
  describePerson(draft, places);
}

function describePerson(draft: EventDraft, places: readonly JsonObject[]): void {
  addTraits(draft, places);
  for (const place of places) {
    identifyContacts(draft, place);
    identifyFirstClicks(draft, place, '$initial_');
  }
}

function readGroups(draft: EventDraft, { name, properties }: Parts): void {
  identifyCompanies(draft, properties['$groups']);
  if (name !== '$groupidentify') return;
  const namespace = companyNamespace(scalarText(properties['$group_type']) ?? '');
  if (namespace === null) return;
  draft.identifyCompany(namespace, properties['$group_key'], 'properties.$group_key');
  const traits = draft.object(properties['$group_set'], 'properties.$group_set');
  if (traits !== null)
    for (const trait of Object.keys(traits)) draft.companyTraits.push({ name: trait, value: traits[trait]! });
}

/** Campaign parameters that the SDK has read, then the address. `$direct` stands for no referrer. */
function noteSources(draft: EventDraft, properties: JsonObject): void {
  for (const name in properties) noteTouchField(draft.touch, name, properties[name]);
  const url = properties['$current_url'];
  if (typeof url === 'string') notePage(draft.touch, url);
  if (properties['$referrer'] !== '$direct') noteTouchField(draft.touch, 'referrer', properties['$referrer']);
}

/** What an autocaptured click hit says what the event is about, and stands beside the properties in exports. */
function withElements(properties: JsonObject, chain: JsonValue | undefined): JsonObject {
  if (typeof chain !== 'string' || chain === '') return properties;
  const bag = makeBag();
  for (const name of Object.keys(properties)) bag[name] = properties[name]!;
  bag['elements_chain'] = chain;
  return bag;
}

/** A row of the persons export says what is known of the person of one id; or that the person was deleted. */
function readPerson(draft: EventDraft, record: JsonObject): EventResult {
  const distinctId = record['distinct_id'];
  if (isUuid7(distinctId)) draft.identify(DEVICE, distinctId, 'distinct_id');
  else identifyUser(draft, distinctId, 'distinct_id');
  draft.identify(PERSON, record['person_id'], 'person_id');
  const known = objectOrText(draft, record['properties'], 'properties');
  if (known !== null) describePerson(draft, [known]);
  const isDeleted =
    record['is_deleted'] === true || /^(?:true|1)$/i.test(scalarText(record['is_deleted']) ?? '');
  return draft.result({
    id: null,
    scope: NAME,
    type: isDeleted ? 'track' : 'identify',
    name: isDeleted ? USER_DELETED : null,
    at: draft.time(record['created_at'], 'created_at'),
    receivedAt: draft.receivedTime(record['_inserted_at']),
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
