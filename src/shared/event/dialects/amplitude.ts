/**
 * Amplitude: lines of the export, bodies of its HTTP APIs, and files of merged ids.
 *
 * `user_id` and `device_id` say whose an event is; `amplitude_id` is whom Amplitude took them for: recorded and no key,
 * in events as in files of merged ids, which say that one such id became another. A ruleset that makes `amplitude_id` a
 * key follows Amplitude's merges. 64-bit ids come as text or as numbers and are one identifier either way. Times without
 * a zone are UTC. `event_id` counts the events of a device, so it orders those of one moment.
 * User properties are what was known at the event, or operations on it: what is set is a trait; what is counted up or
 * appended has no value of its own and is context. `EMPTY` says that a first visit had no such value.
 *
 * An event with revenue is an order by its name, as everywhere; `revenue_amount` is the name that SDKs give to theirs.
 * Events that Amplitude derives from these (`[Amplitude] Revenue …`) would count everything twice and are none. Negative
 * revenue is a refund.
 *
 * Sources: amplitude.com/docs/apis/analytics/{export,http-v2,identify,group-identify}, destination Amazon S3;
 * Amplitude-TypeScript packages/analytics-core (revenue, identify).
 */

import type { EpochMs, JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection, Dialect, DialectOptions, EventType, OrderFact, OrderItem } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { orderKind, parseAmount, readOrder, TRACKED_ORDER_IDS } from '../order.ts';
import { finishTouch, notePage, noteTouchField } from '../touch.ts';
import { objectOrText } from './json-text.ts';
import {
  addTraits,
  companyNamespace,
  identifyCompanies,
  identifyContacts,
  identifyFirstClicks,
  identifyUser,
} from './person-fields.ts';
import { recognizedBy } from './recognition.ts';
import type { Bag, EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, makeBag, notAnObject, scalarText } from './record.ts';

const NAME = 'amplitude';
const TITLE = 'Amplitude';
const PERSON = 'amplitude_id';
const UNSET = 'EMPTY';
const REVENUE = 'revenue_amount';

const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['$identify', 'identify'],
  ['$groupidentify', 'group'],
  ['[Amplitude] Page Viewed', 'page'],
]);
const ORDER_FIELDS: OrderFields = {
  id: TRACKED_ORDER_IDS,
  amount: ['$revenue', 'revenue', 'total', 'value', 'amount'],
};
/** Fields of the HTTP API that belong to the purchase. */
const PURCHASE = ['revenue', 'price', 'quantity', 'productId', 'revenueType', 'currency'] as const;
const PAGE_FIELDS = ['[Amplitude] Page Location', '[Amplitude] Page URL'] as const;
const DEVICES = [
  ['device_id', 'device_id'],
  ['idfa', 'idfa'],
  ['idfv', 'idfv'],
  ['adid', 'gaid'],
] as const;
const SETS = ['$set', '$setOnce'] as const;
/** Fields that are read, and no context. */
const READ = new Set<string>([
  ...PURCHASE,
  ...DEVICES.map(([field]) => field),
  'user_id',
  'amplitude_id',
  'merged_amplitude_id',
  'uuid',
  '$insert_id',
  'insert_id',
  'event_type',
  'event_id',
  'event_time',
  'time',
  'event_properties',
  'user_properties',
]);

export const amplitudeDialect: Dialect = { name: NAME, title: TITLE, detect, toEvent };

function detect(record: JsonValue): Detection {
  return recognizedBy(TITLE, isObject(record) ? marks(record) : null);
}

function marks(record: JsonObject): readonly string[] | null {
  const has = (field: string): boolean => record[field] !== undefined;
  if (!has('event_type')) return has('merged_amplitude_id') ? ['merged_amplitude_id'] : null;
  const own = ['amplitude_id', '$insert_id'].find(has);
  if (own !== undefined) return ['event_type', own];
  // The body of an upload.
  const id = ['user_id', 'device_id'].find(has);
  const part = ['event_properties', 'user_properties', 'insert_id'].find(has);
  return id === undefined || part === undefined ? null : ['event_type', id, part];
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft({ ...options, zone: 'UTC' });
  const isMerge = record['event_type'] === undefined && record['merged_amplitude_id'] !== undefined;
  return isMerge ? readMerge(draft, record) : readLine(draft, record);
}

/** `merged_amplitude_id` became `amplitude_id`. */
function readMerge(draft: EventDraft, record: JsonObject): EventResult {
  draft.identify(PERSON, record['amplitude_id'], 'amplitude_id');
  draft.identify(PERSON, record['merged_amplitude_id'], 'merged_amplitude_id');
  return draft.result({
    id: null,
    scope: NAME,
    type: 'alias',
    name: null,
    at: draft.time(record['merge_time'], 'merge_time'),
    receivedAt: draft.receivedTime(record['merge_server_time']),
    sequence: null,
    identifiers: draft.people.items,
    traits: [],
    properties: EMPTY_OBJECT,
    context: contextOf(record),
    company: null,
    order: null,
    touch: null,
  });
}

function readLine(draft: EventDraft, record: JsonObject): EventResult {
  const name = draft.text(record['event_type'], 'event_type');
  if (name === null) draft.fail('event_type', record['event_type'], 'the name of an event', 'missing-field');
  const at = readTime(draft, record);
  const type = TYPES.get(name ?? '') ?? 'track';
  const properties = withPurchase(
    record,
    objectOrText(draft, record['event_properties'], 'event_properties'),
  );
  const context = contextOf(record);
  readIds(draft, record);
  noteSources(draft, properties);
  readUserProperties(draft, record['user_properties'], context);
  readGroups(draft, record, type);
  draft.addClickIds();
  return draft.result({
    id: draft.text(record['uuid'] ?? record['$insert_id'] ?? record['insert_id'], 'uuid'),
    scope: NAME,
    type,
    name,
    at,
    receivedAt: draft.receivedTime(record['server_received_time'] ?? record['server_upload_time']),
    sequence: typeof record['event_id'] === 'number' ? record['event_id'] : null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties,
    context,
    company: draft.company(),
    order: type === 'track' ? orderOf(name, properties) : null,
    touch: finishTouch(draft.touch, type),
  });
}

function readTime(draft: EventDraft, record: JsonObject): EpochMs | null {
  const field = ['event_time', 'time', 'client_event_time'].find((name) => record[name] !== undefined);
  return field === undefined ? null : draft.time(record[field], field);
}

function readIds(draft: EventDraft, record: JsonObject): void {
  identifyUser(draft, record['user_id'], 'user_id');
  for (const [field, namespace] of DEVICES) draft.identify(namespace, record[field], field);
  draft.identify(PERSON, record['amplitude_id'], 'amplitude_id');
  const data = record['data'];
  const merged = isObject(data) ? data['merged_amplitude_id'] : record['merged_amplitude_id'];
  draft.identify(PERSON, merged, 'data.merged_amplitude_id');
}

/** Uploads have fields of a purchase beside the event's properties; a property of that name has the say. */
function withPurchase(record: JsonObject, properties: JsonObject | null): JsonObject {
  const fields = PURCHASE.filter((field) => record[field] !== undefined && record[field] !== null);
  if (fields.length === 0) return properties ?? EMPTY_OBJECT;
  const bag = makeBag();
  for (const field of fields) bag[field] = record[field]!;
  if (properties !== null) for (const name of Object.keys(properties)) bag[name] = properties[name]!;
  return bag;
}

function noteSources(draft: EventDraft, properties: JsonObject): void {
  for (const field of PAGE_FIELDS) {
    const url = properties[field];
    if (typeof url === 'string') notePage(draft.touch, url);
  }
  noteFields(draft, properties);
}

function noteFields(draft: EventDraft, properties: JsonObject): void {
  for (const name in properties)
    if (properties[name] !== UNSET) noteTouchField(draft.touch, name, properties[name]);
}

/** Values, and operations by name. Campaign and click of the present visit are user properties, too. */
function readUserProperties(draft: EventDraft, value: JsonValue | undefined, context: Bag): void {
  const properties = objectOrText(draft, value, 'user_properties');
  if (properties === null) return;
  const values = makeBag();
  for (const name of Object.keys(properties)) {
    const isOperation = name.startsWith('$') && isObject(properties[name]);
    if (!isOperation) values[name] = properties[name]!;
    else if (!SETS.some((set) => set === name)) context[name] = properties[name]!;
  }
  const places = [...SETS.map((set) => properties[set]), values].filter(isObject).map(withoutUnset);
  addTraits(draft, places);
  for (const place of places) {
    identifyContacts(draft, place);
    identifyFirstClicks(draft, place, 'initial_');
    noteFields(draft, place);
  }
}

function withoutUnset(object: JsonObject): JsonObject {
  const bag = makeBag();
  for (const name of Object.keys(object)) if (object[name] !== UNSET) bag[name] = object[name]!;
  return bag;
}

/** Groups by kind; the API that describes one names its kind and key apart. */
function readGroups(draft: EventDraft, record: JsonObject, type: EventType): void {
  identifyCompanies(draft, objectOrText(draft, record['groups'], 'groups') ?? undefined);
  const namespace = companyNamespace(scalarText(record['group_type']) ?? '');
  if (namespace !== null) draft.identifyCompany(namespace, record['group_value'], 'group_value');
  if (type !== 'group' || draft.companies.items.length === 0) return;
  const described = objectOrText(draft, record['group_properties'], 'group_properties');
  if (described === null) return;
  for (const set of [...SETS.map((name) => described[name]), described].filter(isObject))
    for (const name of Object.keys(set))
      if (!(name.startsWith('$') && isObject(set[name])))
        draft.companyTraits.push({ name, value: set[name]! });
}

function orderOf(name: string | null, properties: JsonObject): OrderFact | null {
  const kind = name === REVENUE ? 'completed' : orderKind(name);
  if (kind === null) return null;
  const order = readOrder(kind, properties, ORDER_FIELDS);
  const amount = order.amount ?? productOfPrice(properties);
  const isRefund = kind === 'completed' && amount !== null && amount < 0;
  const currency = order.currency ?? readCurrency(properties['$currency']);
  const items = order.items.length > 0 ? order.items : itemOf(properties);
  return {
    ...order,
    kind: isRefund ? 'refunded' : kind,
    amount: isRefund ? -amount : amount,
    currency,
    items,
  };
}

/** A purchase is of one product, named in fields of its own. */
function itemOf(properties: JsonObject): OrderItem[] {
  const id = scalarText(properties['$productId'] ?? properties['productId']);
  if (id === null) return [];
  const quantity = parseAmount(properties['$quantity'] ?? properties['quantity']);
  return [{ id, name: null, quantity, price: parseAmount(properties['$price'] ?? properties['price']) }];
}

/** Revenue is price times quantity where it is not said; a quantity that is not said is one. */
function productOfPrice(properties: JsonObject): number | null {
  const price = parseAmount(properties['$price'] ?? properties['price']);
  const quantity = parseAmount(properties['$quantity'] ?? properties['quantity'] ?? 1);
  return price === null || quantity === null ? null : price * quantity;
}

function readCurrency(value: JsonValue | undefined): string | null {
  const code = scalarText(value)?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

/** All that is nothing else: the device, the place, the library, groups, times of the upload. */
function contextOf(record: JsonObject): Bag {
  const bag = makeBag();
  for (const name of Object.keys(record)) if (!READ.has(name)) bag[name] = record[name]!;
  return bag;
}
