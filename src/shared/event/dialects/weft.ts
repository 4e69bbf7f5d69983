/**
 * Weft's own form of an event, which is the canonical event written as JSON: what it says is what it means. Only
 * `identifiers` name a person and only `group` a company; an address among the traits stays a trait.
 */

import type { EpochMs, JsonObject, JsonValue } from '../../base/types.ts';
import { canonicalNamespace } from '../../identifier/namespaces.ts';
import type { Detection, Dialect, DialectOptions, EventType, TraitEntry } from '../event.ts';
import { EVENT_TYPES } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { orderKind, readOrder } from '../order.ts';
import { finishTouch, noteCampaign, noteTouchField } from '../touch.ts';
import type { EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, notAnObject } from './record.ts';

const NAME = 'weft';

/** Also what a table's properties are called, because a mapping chooses the names. */
export const ORDER_FIELDS: OrderFields = {
  id: ['order_id', 'transaction_id', 'transaction_number', 'checkout_id'],
  amount: ['value', 'transaction_total', 'revenue', 'total', 'amount'],
};

export const weftDialect: Dialect = { name: NAME, title: 'Weft', detect, toEvent };

/** The type of that name, or null. */
export function eventTypeNamed(name: JsonValue | undefined): EventType | null {
  return EVENT_TYPES.find((type) => type === name) ?? null;
}

export const EXPECTED_TYPE = `one of ${EVENT_TYPES.join(', ')}`;

function detect(record: JsonValue): Detection {
  const isWeft =
    isObject(record) && isObject(record['identifiers']) && eventTypeNamed(record['type']) !== null;
  return isWeft
    ? { confidence: 1, reason: 'has "type" and "identifiers", as canonical events do' }
    : { confidence: 0, reason: 'has no "identifiers"' };
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft(options);
  const type = eventTypeNamed(record['type']);
  if (type === null) {
    const reason = record['type'] === undefined ? 'missing-field' : 'unknown-type';
    draft.fail('type', record['type'], EXPECTED_TYPE, reason);
  }
  const name = draft.text(record['name'], 'name');
  const at = readTime(draft, record['at'], 'at');
  readIdentifiers(draft, record['identifiers']);
  const traits = draft.object(record['traits'], 'traits');
  if (traits !== null) addTraits(draft.traits, traits);
  const properties = draft.object(record['properties'], 'properties') ?? EMPTY_OBJECT;
  const context = isObject(record['context']) ? record['context'] : EMPTY_OBJECT;
  readGroup(draft, record['group']);
  noteSources(draft, properties, context);
  draft.addClickIds();
  const kind = orderKind(name);
  return draft.result({
    id: draft.text(record['id'], 'id'),
    scope: NAME,
    type: type ?? 'track',
    name,
    at,
    receivedAt: readTime(draft, record['receivedAt'], 'receivedAt'),
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties,
    context,
    company: draft.company(),
    order: kind === null ? null : readOrder(kind, properties, ORDER_FIELDS),
    touch: finishTouch(draft.touch, type ?? 'track'),
  });
}

/** Numbers are epoch ms, whatever their size. */
function readTime(draft: EventDraft, value: JsonValue | undefined, field: string): EpochMs | null {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15
    ? Math.floor(value)
    : draft.time(value, field);
}

function readIdentifiers(draft: EventDraft, value: JsonValue | undefined): void {
  const identifiers = draft.object(value, 'identifiers');
  if (identifiers === null) return;
  for (const key of Object.keys(identifiers))
    draft.identify(canonicalNamespace(key), identifiers[key], `identifiers.${key}`);
}

/** Whatever a group is known by is the company's, under the names that the record gives. */
function readGroup(draft: EventDraft, value: JsonValue | undefined): void {
  const group = draft.object(value, 'group');
  if (group === null) return;
  const identifiers = draft.object(group['identifiers'], 'group.identifiers');
  if (identifiers !== null)
    for (const key of Object.keys(identifiers))
      draft.identifyCompany(canonicalNamespace(key), identifiers[key], `group.identifiers.${key}`);
  const traits = draft.object(group['traits'], 'group.traits');
  if (traits !== null) addTraits(draft.companyTraits, traits);
}

function addTraits(entries: TraitEntry[], traits: JsonObject): void {
  for (const name of Object.keys(traits)) entries.push({ name, value: traits[name]! });
}

function noteSources(draft: EventDraft, properties: JsonObject, context: JsonObject): void {
  if (isObject(context['campaign'])) noteCampaign(draft.touch, context['campaign']);
  for (const name of Object.keys(properties)) noteTouchField(draft.touch, name, properties[name]);
  const page = context['page'];
  if (!isObject(page)) return;
  noteTouchField(draft.touch, 'url', page['url']);
  noteTouchField(draft.touch, 'referrer', page['referrer']);
}
