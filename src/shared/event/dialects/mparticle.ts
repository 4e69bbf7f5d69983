/**
 * A batch of mParticle that holds one event, as its feeds and its Events API write them; the import takes batches apart
 * so. Field names follow the vendor's model of a batch (npm `@mparticle/event-models`) and its web SDK.
 *
 * What stands beside the event speaks of the person: `user_identities`, `user_attributes`, the device and `mpid`, the
 * vendor's own name for the person. A batch without events only says who somebody is and becomes `identify`, as do
 * changes of identities and attributes. Whether a commerce event is an order goes by its product action; a custom event
 * of such a name is none, because the vendor's own commerce event says it. Numbers are epoch milliseconds.
 */

import type { EpochMs, JsonObject, JsonValue } from '../../base/types.ts';
import { canonicalNamespace } from '../../identifier/namespaces.ts';
import type { Dialect, DialectOptions, EventType } from '../event.ts';
import { parseTime } from '../time.ts';
import { finishTouch, noteCampaign, noteTouchField } from '../touch.ts';
import { readAction, readCommerce } from './mparticle-commerce.ts';
import { readMparticleDevice, readMparticleFlags } from './mparticle-devices.ts';
import type { Bag, EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, makeBag, notAnObject, scalarText } from './record.ts';

const NAME = 'mparticle';

/** Types of events that are no track. */
const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['screen_view', 'screen'],
  ['user_identity_change', 'identify'],
  ['user_attribute_change', 'identify'],
]);
/** Identities that Weft knows under another name; the others keep the vendor's. */
const IDENTITIES: ReadonlyMap<string, string> = new Map([
  ['customer_id', 'user_id'],
  ['customerid', 'user_id'],
  ['mobile_number', 'phone'],
  ['phone_number_2', 'phone'],
  ['phone_number_3', 'phone'],
]);
/** Fields of an event's data that are shown elsewhere or say nothing of what happened. */
const ENVELOPE = new Set([
  'event_name',
  'event_id',
  'source_message_id',
  'timestamp_unixtime_ms',
  'custom_attributes',
  'custom_flags',
  'product_action',
]);
/** Fields of which one makes a batch without events say something. */
const PERSON_FIELDS = ['mpid', 'mp_deviceid', 'user_identities', 'user_attributes'] as const;
const CONTEXT_FIELDS = [
  'environment',
  'application_info',
  'device_info',
  'consent_state',
  'integration_attributes',
  'partner_identities',
  'attribution_info',
  'context',
  'ip',
] as const;
const EXPECTED_TIME = 'epoch milliseconds';

export const mparticleDialect: Dialect = {
  name: NAME,
  title: 'mParticle',
  detect: (record) => {
    const isBatch = isObject(record) && Array.isArray(record['events']);
    const mark = isBatch
      ? ['mpid', 'user_identities', 'mp_deviceid'].find((field) => record[field] !== undefined)
      : undefined;
    return mark === undefined
      ? { confidence: 0, reason: 'is no batch of mParticle' }
      : { confidence: 0.95, reason: `has "${mark}" and "events", as mParticle batches do` };
  },
  toEvent,
};

/** One event and what stands around it. */
interface Parts {
  readonly batch: JsonObject;
  /** `event_type`; null for a batch without events. */
  readonly kind: string | null;
  readonly data: JsonObject;
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft(options);
  const parts = readParts(draft, record);
  const { kind, data } = parts;
  const type = kind === null ? 'identify' : (TYPES.get(kind) ?? 'track');
  const at =
    readTime(draft, data['timestamp_unixtime_ms'], 'events.0.data.timestamp_unixtime_ms') ??
    readTime(draft, record['timestamp_unixtime_ms'], 'timestamp_unixtime_ms');
  readPerson(draft, parts);
  const properties = readProperties(draft, parts);
  noteSources(draft, parts, properties);
  draft.addClickIds();
  return draft.result({
    id: readId(draft, parts),
    scope: NAME,
    type,
    name: readName(draft, parts),
    at,
    receivedAt: null,
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties,
    context: contextOf(record),
    company: null,
    order: kind === 'commerce_event' ? readCommerce(data) : null,
    touch: finishTouch(draft.touch, type),
  });
}

function readParts(draft: EventDraft, batch: JsonObject): Parts {
  const none = { batch, kind: null, data: EMPTY_OBJECT };
  const events = batch['events'];
  if (events === undefined || events === null) {
    const isPerson = PERSON_FIELDS.some((field) => batch[field] !== undefined);
    if (!isPerson) draft.fail('events', undefined, 'a list of events, or identities', 'missing-field');
    return none;
  }
  if (!Array.isArray(events)) draft.fail('events', events, 'a list of events');
  else if (events.length > 1)
    draft.fail('events', events, 'one event a batch, after batches are taken apart');
  const event = Array.isArray(events) ? (events as readonly JsonValue[])[0] : undefined;
  if (event === undefined) return none;
  if (!isObject(event)) {
    draft.fail('events.0', event, 'an object with "event_type" and "data"');
    return none;
  }
  const kind = scalarText(event['event_type']);
  if (kind === null)
    draft.fail('events.0.event_type', event['event_type'], 'a type of event', 'missing-field');
  const data = draft.object(event['data'], 'events.0.data') ?? EMPTY_OBJECT;
  return { batch, kind: kind?.toLowerCase() ?? null, data };
}

/** The vendor's message id; else the event's number, which is unique within its batch. */
function readId(draft: EventDraft, { batch, data }: Parts): string | null {
  const message = draft.text(data['source_message_id'], 'events.0.data.source_message_id');
  if (message !== null) return message;
  const batchId = draft.text(batch['batch_id'], 'batch_id');
  const eventId = draft.text(data['event_id'], 'events.0.data.event_id');
  if (data === EMPTY_OBJECT) return batchId;
  return batchId !== null && eventId !== null ? `${batchId}:${eventId}` : null;
}

function readName(draft: EventDraft, { kind, data }: Parts): string | null {
  for (const field of ['event_name', 'screen_name']) {
    const name = draft.text(data[field], `events.0.data.${field}`);
    if (name !== null) return name;
  }
  return readAction(data) ?? (kind === 'screen_view' ? null : kind);
}

/** Digits are text where a number could not hold them or a tool has written them so. */
function readTime(draft: EventDraft, value: JsonValue | undefined, field: string): EpochMs | null {
  if (value === undefined || value === null || value === '') return null;
  const at = parseTime(value, { zone: draft.options.zone, unit: 'ms' });
  if (at === null) draft.fail(field, value, EXPECTED_TIME, 'bad-time');
  return at;
}

function readPerson(draft: EventDraft, { batch, kind, data }: Parts): void {
  const identities = draft.object(batch['user_identities'], 'user_identities');
  if (identities !== null)
    for (const name of Object.keys(identities))
      draft.identify(namespaceOf(name), identities[name], `user_identities.${name}`);
  draft.identify('mpid', batch['mpid'], 'mpid');
  draft.identify('mp_deviceid', batch['mp_deviceid'], 'mp_deviceid');
  const attributes = draft.object(batch['user_attributes'], 'user_attributes') ?? EMPTY_OBJECT;
  for (const name of Object.keys(attributes)) draft.traits.push({ name, value: attributes[name]! });
  if (kind === 'user_identity_change') readNewIdentity(draft, data['new']);
  if (kind === 'user_attribute_change') readNewAttribute(draft, data, attributes);
  readMparticleDevice(draft, batch['device_info']);
  readMparticleFlags(draft, data['custom_flags'], batch['partner_identities']);
}

function namespaceOf(identity: string): string {
  return IDENTITIES.get(identity.toLowerCase()) ?? canonicalNamespace(identity);
}

/** Only the new identity is the person's; the old one stays in the properties, because it may have been a mistake. */
function readNewIdentity(draft: EventDraft, value: JsonValue | undefined): void {
  if (!isObject(value)) return;
  const type = scalarText(value['identity_type']);
  if (type !== null) draft.identify(namespaceOf(type), value['identity'], 'events.0.data.new.identity');
}

/** The batch's attributes are those at its end; the change counts only where they are not written along. */
function readNewAttribute(draft: EventDraft, data: JsonObject, attributes: JsonObject): void {
  const name = scalarText(data['user_attribute_name']);
  if (name === null || data['deleted'] === true || Object.hasOwn(attributes, name)) return;
  const value = data['new'];
  if (value !== undefined && value !== null) draft.traits.push({ name, value });
}

function readProperties(draft: EventDraft, { data }: Parts): Bag {
  const properties = makeBag();
  for (const name in data) if (!ENVELOPE.has(name)) properties[name] = data[name]!;
  const attributes = draft.object(data['custom_attributes'], 'events.0.data.custom_attributes');
  if (attributes !== null) for (const name in attributes) properties[name] = attributes[name]!;
  const action = draft.object(data['product_action'], 'events.0.data.product_action');
  if (action !== null) for (const name in action) properties[name] = action[name]!;
  return properties;
}

/** Attributes of the event speak of this visit; attribution tells where the person once came from. */
function noteSources(draft: EventDraft, { batch }: Parts, properties: JsonObject): void {
  for (const name in properties) noteTouchField(draft.touch, name, properties[name]);
  const attribution = batch['attribution_info'];
  if (!isObject(attribution)) return;
  const source = attribution['publisher'] ?? attribution['service_provider'] ?? null;
  noteCampaign(draft.touch, { source, name: attribution['campaign'] ?? null });
}

function contextOf(batch: JsonObject): JsonObject {
  const context = makeBag();
  for (const name of CONTEXT_FIELDS) if (batch[name] !== undefined) context[name] = batch[name]!;
  return context;
}
