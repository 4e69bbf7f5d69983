/**
 * Rows of Google Analytics 4's BigQuery export (support.google.com/analytics/answer/7029846): as JSON, where 64-bit
 * numbers are text, with nested values as JSON text in the cells of a table, and with columns named by dotted paths.
 *
 * What an event says of itself is in `event_params`, a list of names and typed values. Rows have no id: what makes two
 * of them one is stream, user, name, time and parameters, so these are content, with the user's properties, and all
 * that Google adds or converts later is context. `traffic_source` is where the user first came from and no touch of this event;
 * `collected_traffic_source` is.
 */

import type { EpochMs, JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection, Dialect, DialectOptions, EventType } from '../event.ts';
import { parseTime } from '../time.ts';
import { finishTouch, noteTouchField } from '../touch.ts';
import { readGa4Order } from './ga4-order.ts';
import { ga4Child, ga4Number, ga4Text, ga4Values } from './ga4-values.ts';
import { identifyUser } from './person-fields.ts';
import type { EventResult } from './record.ts';
import { EventDraft, isObject, makeBag, notAnObject } from './record.ts';

const NAME = 'ga4';

const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['page_view', 'page'],
  ['screen_view', 'screen'],
]);
/** Fields that become something else than context. */
const READ: ReadonlySet<string> = new Set([
  'event_name',
  'event_timestamp',
  'event_params',
  'user_id',
  'user_pseudo_id',
  'user_properties',
  'user_first_touch_timestamp',
  'stream_id',
]);
const FIRST_TOUCH = 'user_first_touch_timestamp';
const COLLECTED = 'collected_traffic_source';
const COLLECTED_FIELDS = [
  ['manual_source', 'utm_source'],
  ['manual_medium', 'utm_medium'],
  ['manual_campaign_name', 'utm_campaign'],
  ['manual_term', 'utm_term'],
  ['manual_content', 'utm_content'],
  ['gclid', 'gclid'],
  ['dclid', 'dclid'],
  ['srsltid', 'srsltid'],
] as const;
const PARAMETERS = [
  ['source', 'utm_source'],
  ['medium', 'utm_medium'],
  ['campaign', 'utm_campaign'],
  ['term', 'utm_term'],
  ['content', 'utm_content'],
  ['gclid', 'gclid'],
  ['dclid', 'dclid'],
  ['srsltid', 'srsltid'],
  ['page_location', 'page_location'],
  ['page_referrer', 'page_referrer'],
] as const;

export const ga4Dialect: Dialect = { name: NAME, title: 'Google Analytics 4', detect, toEvent };

function detect(record: JsonValue): Detection {
  const mark =
    isObject(record) && record['event_name'] !== undefined
      ? ['user_pseudo_id', 'event_params'].find((field) => record[field] !== undefined)
      : undefined;
  return mark === undefined
    ? { confidence: 0, reason: 'has no fields of Google Analytics 4' }
    : { confidence: 0.95, reason: `has "event_name" and "${mark}", as Google Analytics 4 exports do` };
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft(options);
  const name = draft.text(record['event_name'], 'event_name');
  if (name === null) draft.fail('event_name', record['event_name'], 'the name of an event', 'missing-field');
  const type = TYPES.get(name ?? '') ?? 'track';
  const at = readTime(draft, record['event_timestamp']);
  const params = ga4Values(draft, record['event_params'], 'event_params');
  const order = readGa4Order(draft, { name, record, params });
  identifyUser(draft, record['user_id'], 'user_id');
  draft.identify('user_pseudo_id', record['user_pseudo_id'], 'user_pseudo_id');
  readTraits(draft, record);
  noteSources(draft, record, params);
  draft.addClickIds();
  return draft.result({
    id: null,
    scope: NAME,
    type,
    name,
    at,
    receivedAt: null,
    sequence: sequenceOf(record['batch_event_index']),
    identifiers: draft.people.items,
    traits: draft.traits,
    properties: propertiesOf(record, params),
    context: contextOf(record),
    company: null,
    order,
    touch: finishTouch(draft.touch, type),
  });
}

function readTime(draft: EventDraft, value: JsonValue | undefined): EpochMs | null {
  if (value === undefined || value === null || value === '') return null;
  const at = parseTime(value, { zone: 'UTC', unit: 'us' });
  if (at === null) draft.fail('event_timestamp', value, 'microseconds since 1970', 'bad-time');
  return at;
}

/** Events of one batch share their time; their index tells which came first. */
function sequenceOf(value: JsonValue | undefined): number | null {
  const index = ga4Number(value);
  return typeof index === 'number' ? index : null;
}

function readTraits(draft: EventDraft, record: JsonObject): void {
  const properties = ga4Values(draft, record['user_properties'], 'user_properties');
  for (const name in properties) draft.traits.push({ name, value: properties[name]! });
  const firstTouch = record[FIRST_TOUCH];
  if (firstTouch === undefined || firstTouch === null || firstTouch === '') return;
  draft.traits.push({ name: FIRST_TOUCH, value: ga4Number(firstTouch) });
}

function noteSources(draft: EventDraft, record: JsonObject, params: JsonObject): void {
  const collected = ga4Child(draft, record, COLLECTED);
  for (const [field, name] of COLLECTED_FIELDS)
    noteTouchField(draft.touch, name, ga4Text(collected[field]) ?? undefined);
  for (const [field, name] of PARAMETERS)
    noteTouchField(draft.touch, name, ga4Text(params[field]) ?? undefined);
}

function propertiesOf(record: JsonObject, params: JsonObject): JsonObject {
  const stream = record['stream_id'];
  if (stream === undefined || stream === null) return params;
  const properties = makeBag();
  for (const name in params) properties[name] = params[name]!;
  properties['stream_id'] = stream;
  return properties;
}

function contextOf(record: JsonObject): JsonObject {
  const context = makeBag();
  for (const field in record) {
    const value = record[field]!;
    if (value !== null && value !== '' && !READ.has(field)) context[field] = value;
  }
  return context;
}
