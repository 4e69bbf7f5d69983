/**
 * Calls of Segment's specification, and the variants of RudderStack and Jitsu, which differ in where traits lie: both
 * places are read, the top level wins.
 *
 * An address, number or id among a person's traits names the person; among the traits of a `group` call it is the
 * company's. The id counts only where there is no `userId`, as in RudderStack's GenericFieldMapping. A user id that is
 * an address is an address and no user id. `alias` and RudderStack's `merge` carry two ids of one person and become
 * `alias`. A `delete` (suppression) is kept as an event of its own, `User deleted`: it says something about a person,
 * and an import loses nothing. Time is `timestamp`, else `originalTimestamp`.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { canonicalNamespace } from '../../identifier/namespaces.ts';
import type { Dialect, DialectOptions, EventType } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { foldEventName, orderKind, readOrder, TRACKED_ORDER_IDS } from '../order.ts';
import { finishTouch, noteCampaign, notePage, noteQuery, noteTouchField } from '../touch.ts';
import { identifyUser, USER_DELETED } from './person-fields.ts';
import type { EventResult } from './record.ts';
import { EMPTY_OBJECT, EventDraft, isObject, notAnObject, scalarText } from './record.ts';
import { readSegmentContext } from './segment-context.ts';
import { recognizeSegment } from './segment-variants.ts';

const NAME = 'segment';

const ORDER_FIELDS: OrderFields = {
  id: TRACKED_ORDER_IDS,
  amount: ['revenue', 'total', 'value'],
};

const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['track', 'track'],
  ['identify', 'identify'],
  ['page', 'page'],
  ['screen', 'screen'],
  ['group', 'group'],
  ['alias', 'alias'],
  ['merge', 'alias'],
  ['delete', 'track'],
]);
const EXPECTED_TYPE = `one of ${[...TYPES.keys()].join(', ')}`;
const LEAVES_COMPANY = 'accountremoveduser';
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export const segmentDialect: Dialect = {
  name: NAME,
  title: 'Segment, RudderStack, Jitsu',
  detect: recognizeSegment,
  toEvent,
};

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft(options);
  const type = readType(draft, record['type']);
  const timeField = isMissing(record['timestamp']) ? 'originalTimestamp' : 'timestamp';
  const at = draft.time(record[timeField], timeField);
  const context = isObject(record['context']) ? record['context'] : EMPTY_OBJECT;
  const properties = draft.object(record['properties'], 'properties') ?? EMPTY_OBJECT;
  const parts: Parts = { type, record, context, properties };
  const name = readName(draft, parts);
  readIds(draft, parts);
  readTraits(draft, parts);
  readSegmentContext(draft, context);
  readCompany(draft, parts);
  noteSources(draft, properties, context);
  draft.addClickIds();
  const kind = type === 'track' ? orderKind(name) : null;
  return draft.result({
    id: draft.text(record['messageId'], 'messageId'),
    scope: NAME,
    type,
    name,
    at,
    receivedAt: draft.receivedTime(record['receivedAt']),
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties,
    context,
    company: draft.company(type === 'track' && draft.companies.items.length > 0 && saysLeaving(name)),
    order: kind === null ? null : readOrder(kind, properties, ORDER_FIELDS),
    touch: finishTouch(draft.touch, type),
  });
}

function saysLeaving(name: string | null): boolean {
  return name !== null && foldEventName(name) === LEAVES_COMPANY;
}

interface Parts {
  readonly type: EventType;
  readonly record: JsonObject;
  readonly context: JsonObject;
  readonly properties: JsonObject;
}

function readType(draft: EventDraft, value: JsonValue | undefined): EventType {
  const type = typeof value === 'string' ? (TYPES.get(value) ?? TYPES.get(value.toLowerCase())) : undefined;
  if (type !== undefined) return type;
  draft.fail('type', value, EXPECTED_TYPE, isMissing(value) ? 'missing-field' : 'unknown-type');
  return 'track';
}

/** Pages and screens may be named among their properties; a person's or company's name is none of the event's. */
function readName(draft: EventDraft, { type, record, properties }: Parts): string | null {
  if (record['type'] === 'delete') return USER_DELETED;
  const field = isMissing(record['event']) ? 'name' : 'event';
  const name = draft.text(record[field], field);
  if (name !== null || (type !== 'page' && type !== 'screen')) return name;
  return scalarText(properties['name']) ?? scalarText(record['category']);
}

function readIds(draft: EventDraft, parts: Parts): void {
  const { record } = parts;
  if (isMissing(record['userId'])) readUserIdTrait(draft, parts);
  else identifyUser(draft, record['userId'], 'userId');
  draft.identify('anonymous_id', record['anonymousId'], 'anonymousId');
  if (record['previousId'] !== undefined) readPreviousId(draft, record);
  const merged = record['mergeProperties'];
  if (merged !== undefined && merged !== null) readMerged(draft, merged);
}

const USER_ID_TRAITS = ['userId', 'id'] as const;

/** An id of another type than text or number is a trait like any other. */
function readUserIdTrait(draft: EventDraft, { type, record, context }: Parts): void {
  const places = [
    ['traits', type === 'group' ? null : record['traits']],
    ['context.traits', context['traits']],
  ] as const;
  for (const [place, traits] of places) {
    if (traits === null || !isObject(traits)) continue;
    const field = USER_ID_TRAITS.find((name) => scalarText(traits[name]) !== null);
    if (field === undefined) continue;
    identifyUser(draft, traits[field], `${place}.${field}`);
    return;
  }
}

/** The former id is the anonymous one when it says or looks so; otherwise a user id. */
function readPreviousId(draft: EventDraft, record: JsonObject): void {
  const value = record['previousId'];
  const isAnonymous =
    value === record['anonymousId'] || (typeof value === 'string' && UUID.test(value.trim()));
  if (isAnonymous) draft.identify('anonymous_id', value, 'previousId');
  else identifyUser(draft, value, 'previousId');
}

/** RudderStack's merge: pairs of a type and a value. */
function readMerged(draft: EventDraft, merged: JsonValue): void {
  if (!Array.isArray(merged)) {
    draft.fail('mergeProperties', merged, 'a list');
    return;
  }
  for (const pair of merged as readonly JsonValue[]) {
    const type = isObject(pair) ? scalarText(pair['type']) : null;
    if (type === null || !isObject(pair)) draft.fail('mergeProperties', pair, 'pairs of "type" and "value"');
    else draft.identify(canonicalNamespace(type), pair['value'], 'mergeProperties.value');
  }
}

function readTraits(draft: EventDraft, { type, record, context, properties }: Parts): void {
  const own = type === 'group' ? null : draft.object(record['traits'], 'traits');
  const inContext = isObject(context['traits']) ? context['traits'] : null;
  if (own !== null) for (const name in own) draft.traits.push({ name, value: own[name]! });
  if (inContext !== null)
    for (const name in inContext)
      if (own === null || !Object.hasOwn(own, name)) draft.traits.push({ name, value: inContext[name]! });
  readContacts(draft, own);
  readContacts(draft, inContext);
  if (type !== 'group') readContacts(draft, properties);
}

/** An address or number of another type than text is no identifier, and stays what it is. */
function readContacts(draft: EventDraft, object: JsonObject | null): void {
  if (object === null) return;
  const email = object['email'];
  if (typeof email === 'string') draft.identify('email', email, 'email');
  const phone = object['phone'];
  if (typeof phone === 'string' || typeof phone === 'number') draft.identify('phone', phone, 'phone');
}

function readCompany(draft: EventDraft, { type, record, context }: Parts): void {
  draft.identifyCompany('group_id', record['groupId'], 'groupId');
  draft.identifyCompany('group_id', context['groupId'], 'context.groupId');
  const traits = type === 'group' ? draft.object(record['traits'], 'traits') : null;
  if (traits !== null) for (const name in traits) draft.companyTraits.push({ name, value: traits[name]! });
}

function noteSources(draft: EventDraft, properties: JsonObject, context: JsonObject): void {
  const { touch } = draft;
  if (isObject(context['campaign'])) noteCampaign(touch, context['campaign']);
  const page = context['page'];
  if (isObject(page)) {
    if (typeof page['url'] === 'string') notePage(touch, page['url']);
    if (typeof page['search'] === 'string')
      noteQuery(touch, page['search'], page['search'].startsWith('?') ? 1 : 0);
    noteTouchField(touch, 'referrer', page['referrer']);
  }
  const referrer = context['referrer'];
  if (isObject(referrer)) noteTouchField(touch, 'referrer', referrer['url']);
  for (const name in properties) noteTouchField(touch, name, properties[name]);
}

function isMissing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}
