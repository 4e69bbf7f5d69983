/**
 * Calls of CustomerLabs' JavaScript API, as its own helpers and its documentation write them.
 *
 * Properties are descriptors `{t, v, ib, igb}` or bare values, under `customProperties` and `productProperties`, which
 * lie at the top or under `properties`. There is no published envelope: the name of the event is `event` or `action`,
 * the time `timestamp` or `triggered_ts`, the device `customerlabs_user_id` or `uid`. A person is named by `ib` keys,
 * `identify_by_…`, `external_ids` and by address and phone among `user_traits`; a company by `igb` keys,
 * `group_external_ids` and `group_traits`. Kinds go by the event's name, because the method called says little:
 * `_cl.pageview("Product viewed")` is the vendor's own code. A record without a name that only names ids is a link.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { canonicalNamespace } from '../../identifier/namespaces.ts';
import type { Detection, Dialect, DialectOptions, EventType, TraitEntry } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { foldEventName, orderKind, readOrder } from '../order.ts';
import { finishTouch, noteTouchField } from '../touch.ts';
import { descriptorOf, plainValue } from './customerlabs-descriptor.ts';
import type { Bag, EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, makeBag, notAnObject } from './record.ts';

const NAME = 'customerlabs';

const ORDER_FIELDS: OrderFields = {
  id: ['transaction_id', 'order_id', 'transaction_number'],
  amount: ['value', 'transaction_total'],
};

const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['createuser', 'identify'],
  ['updateuser', 'identify'],
  ['createorupdateuser', 'identify'],
  ['identify', 'identify'],
  ['creategroup', 'group'],
  ['updategroup', 'group'],
  ['createorupdategroup', 'group'],
  ['assignusertogroup', 'group'],
  ['group', 'group'],
  ['pageview', 'page'],
  ['pageviewed', 'page'],
]);

/** Fields of the envelope that name the device, or the CustomerLabs id, which is the same. */
const DEVICE_FIELDS = ['customerlabs_user_id', 'customerlabs_id', 'uid'];
const ID_FIELDS = ['identify_by_email', 'identify_by_phone', 'customerlabs_user_id', 'customerlabs_id'];
/** Fields of the envelope that are no properties. */
const ENVELOPE = new Set([
  ...DEVICE_FIELDS,
  'event',
  'event_name',
  'action',
  'method',
  'timestamp',
  'triggered_ts',
  'event_id',
  'message_id',
  'received_at',
  'inserted_at',
  'sent_at',
  'user_id',
  'properties',
  'customProperties',
  'productProperties',
  'context',
  'id',
  'app_id',
]);

const MAX_CACHED_NAMES = 4096;
const typeCache = new Map<string, EventType>();

export const customerlabsDialect: Dialect = { name: NAME, title: 'CustomerLabs', detect, toEvent };

function detect(record: JsonValue): Detection {
  if (!isObject(record)) return { confidence: 0, reason: 'is not an object' };
  for (const place of [record, record['properties']]) {
    if (!isObject(place)) continue;
    for (const field of ['customProperties', 'productProperties'])
      if (isObject(place[field]) || Array.isArray(place[field]))
        return { confidence: 1, reason: `has "${field}", as CustomerLabs events do` };
  }
  return detectFlat(record);
}

/** Without its properties only ids give the vendor away; a flat row may be anybody's table that has such a column. */
function detectFlat(record: JsonObject): Detection {
  const field = ID_FIELDS.find((name) => record[name] !== undefined);
  if (field === undefined) return { confidence: 0, reason: 'has no "customProperties"' };
  const isNested = isObject(record['properties']) || isObject(record['external_ids']);
  const isSure = isNested || field.startsWith('identify_by_') || nameField(record) === undefined;
  return {
    confidence: isSure ? 0.8 : 0.4,
    reason: `has "${field}", an id that CustomerLabs gives or asks for`,
  };
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft(options);
  const name = draft.text(nameField(record), 'event');
  const timeField = record['timestamp'] === undefined ? 'triggered_ts' : 'timestamp';
  const at = draft.time(record[timeField], timeField);
  readDevice(draft, record);
  const properties = readProperties(draft, record);
  draft.addClickIds();
  const type = typeOf(draft, record, properties);
  const kind = orderKind(name);
  return draft.result({
    id: draft.text(record['event_id'] ?? record['message_id'], 'event_id'),
    scope: NAME,
    type,
    name,
    at,
    receivedAt: draft.receivedTime(record['received_at'] ?? record['inserted_at']),
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties,
    context: isObject(record['context']) ? record['context'] : EMPTY_OBJECT,
    company: draft.company(),
    order: kind === null ? null : readOrder(kind, properties, ORDER_FIELDS),
    touch: finishTouch(draft.touch, type),
  });
}

/** `user_id` beside a device is a login id; alone it is the vendor's own name for the device, as its exports have it. */
function readDevice(draft: EventDraft, record: JsonObject): void {
  let hasDevice = false;
  for (const field of DEVICE_FIELDS) {
    const value = record[field];
    if (value === undefined || value === null) continue;
    hasDevice = true;
    draft.identify('customerlabs_user_id', value, field);
  }
  draft.identify(hasDevice ? 'user_id' : 'customerlabs_user_id', record['user_id'], 'user_id');
}

function readProperties(draft: EventDraft, record: JsonObject): Bag {
  const bag = makeBag();
  for (const key in record) if (!ENVELOPE.has(key)) readProperty(draft, bag, { key, value: record[key]! });
  const outer = draft.object(record['properties'], 'properties');
  if (outer !== null)
    for (const key in outer)
      if (key !== 'customProperties' && key !== 'productProperties')
        readProperty(draft, bag, { key, value: outer[key]! });
  for (const place of [outer, record]) {
    if (place === null) continue;
    const custom = draft.object(place['customProperties'], 'customProperties');
    if (custom !== null) for (const key in custom) readProperty(draft, bag, { key, value: custom[key]! });
    const products = place['productProperties'];
    if (products !== undefined && products !== null) bag['productProperties'] = plainProducts(products);
  }
  return bag;
}

interface Property {
  readonly key: string;
  readonly value: JsonValue;
}

function readProperty(draft: EventDraft, bag: Bag, { key, value }: Property): void {
  switch (key) {
    case 'user_traits':
      readTraits(draft, value);
      return;
    case 'group_traits':
      readEntries(draft.object(innerOf(value), key), draft.companyTraits);
      return;
    case 'external_ids':
    case 'group_external_ids':
      readExternalIds(draft, key, value);
      return;
    default:
  }
  const descriptor = descriptorOf(value);
  const namespace = namespaceOf(key, descriptor);
  if (namespace !== null) {
    const raw = descriptor === null ? value : descriptor.raw(namespace);
    if (descriptor?.identifiesGroup === true) draft.identifyCompany(namespace, raw, key);
    else draft.identify(namespace, raw, key);
    return;
  }
  const plain = descriptor === null ? plainValue(value) : plainValue(descriptor.value, 1);
  bag[key] = plain;
  noteTouchField(draft.touch, key, plain);
}

function plainProducts(products: JsonValue): JsonValue {
  const plain = plainValue(products);
  return isObject(plain) ? [plain] : plain;
}

function innerOf(value: JsonValue): JsonValue {
  return descriptorOf(value)?.value ?? value;
}

function readTraits(draft: EventDraft, value: JsonValue): void {
  const traits = draft.object(innerOf(value), 'user_traits');
  if (traits === null) return;
  for (const name in traits) {
    const trait = traits[name]!;
    draft.traits.push({ name, value: plainValue(trait) });
    const namespace = canonicalNamespace(name);
    if (namespace !== 'email' && namespace !== 'phone') continue;
    const raw = descriptorOf(trait)?.raw(namespace) ?? trait;
    if (typeof raw === 'string' || typeof raw === 'number') draft.identify(namespace, raw, name);
  }
}

function readEntries(object: JsonObject | null, entries: TraitEntry[]): void {
  if (object !== null) for (const name in object) entries.push({ name, value: plainValue(object[name]!) });
}

function readExternalIds(draft: EventDraft, field: string, value: JsonValue): void {
  const ids = draft.object(innerOf(value), field);
  if (ids === null) return;
  for (const key in ids) {
    const namespace = canonicalNamespace(key);
    const descriptor = descriptorOf(ids[key]);
    const raw = descriptor === null ? ids[key] : descriptor.raw(namespace);
    const isCompany = field === 'group_external_ids' || descriptor?.identifiesGroup === true;
    if (isCompany) draft.identifyCompany(namespace, raw, `${field}.${key}`);
    else draft.identify(namespace, raw, `${field}.${key}`);
  }
}

/** The namespace that a property names, or null when it is only a property. */
function namespaceOf(key: string, descriptor: ReturnType<typeof descriptorOf>): string | null {
  if (descriptor?.identifies === true || descriptor?.identifiesGroup === true) return canonicalNamespace(key);
  const code = key.charCodeAt(0) | 0x20;
  if (code !== 0x69 || !key.toLowerCase().startsWith('identify_by_')) return null;
  return canonicalNamespace(key);
}

function typeOf(draft: EventDraft, record: JsonObject, properties: Bag): EventType {
  const name = nameField(record) ?? record['method'];
  if (typeof name === 'string') return typeOfName(name);
  if (draft.people.items.length > 0) {
    for (const key in properties) if (properties[key] !== null) return 'track';
    return draft.traits.length > 0 ? 'identify' : 'alias';
  }
  if (draft.company() === null) draft.fail('event', undefined, 'the name of an event', 'missing-field');
  return 'group';
}

function nameField(record: JsonObject): JsonValue | undefined {
  return record['event'] ?? record['event_name'] ?? record['action'];
}

function typeOfName(name: string): EventType {
  const known = typeCache.get(name);
  if (known !== undefined) return known;
  const type = TYPES.get(foldEventName(name)) ?? 'track';
  if (typeCache.size < MAX_CACHED_NAMES) typeCache.set(name, type);
  return type;
}
