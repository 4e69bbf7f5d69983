/**
 * Events of Snowplow after enrichment: the tab-separated form under the names of its columns, its JSON form, and rows
 * of warehouses, which share the names. Empty cells and null say nothing.
 *
 * `event_name` tells more than `event`, which is the kind of call; a structured event is named by its action. Time is
 * the derived one, else the device's, else the collector's, in UTC. A browser's own and its network-wide cookie are
 * identifiers apart. `refr_domain_userid` is the same person on the site that linked here, and so names them too.
 * Copies of an event repeat its `event_id`.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection, Dialect, DialectOptions, EventType } from '../event.ts';
import { finishTouch, noteQuery, noteTouchField } from '../touch.ts';
import { identifyUser } from './person-fields.ts';
import type { Bag, EventResult } from './record.ts';
import { EventDraft, isObject, makeBag, notAnObject, scalarText } from './record.ts';
import { SNOWPLOW_COLUMNS } from './snowplow-columns.ts';
import type { SnowplowEntity } from './snowplow-entities.ts';
import { identifyEntities, isSelfDescribing, readEntities, readEventData } from './snowplow-entities.ts';
import { readSnowplowOrder } from './snowplow-order.ts';

const NAME = 'snowplow';

const TYPES: ReadonlyMap<string, EventType> = new Map([
  ['page_view', 'page'],
  ['screen_view', 'screen'],
]);
const TIMES = ['derived_tstamp', 'dvce_created_tstamp', 'collector_tstamp'] as const;
/** Columns that say what happened; the others say where, with what and how it was recorded. */
const PROPERTIES: ReadonlySet<string> = new Set(
  SNOWPLOW_COLUMNS.filter((column) => /^(?:page|se|tr|ti|pp)_/.test(column)),
);
/** What the event is called and who it names is no context of it. */
const READ: ReadonlySet<string> = new Set([
  'event_id',
  'event_name',
  'user_id',
  'domain_userid',
  'network_userid',
  'refr_domain_userid',
]);
const CAMPAIGN = [
  ['mkt_source', 'utm_source'],
  ['mkt_medium', 'utm_medium'],
  ['mkt_campaign', 'utm_campaign'],
  ['mkt_term', 'utm_term'],
  ['mkt_content', 'utm_content'],
] as const;
/** Networks whose click ids the enrichment knows unasked. */
const NETWORKS: ReadonlyMap<string, string> = new Map([
  ['google', 'gclid'],
  ['microsoft', 'msclkid'],
  ['doubleclick', 'dclid'],
]);

export const snowplowDialect: Dialect = { name: NAME, title: 'Snowplow', detect, toEvent };

function detect(record: JsonValue): Detection {
  const mark = isObject(record) ? markOf(record) : undefined;
  return mark === undefined
    ? { confidence: 0, reason: 'has no fields of Snowplow' }
    : { confidence: 0.95, reason: `has "event_vendor", "event_name" and "${mark}", as Snowplow exports do` };
}

function markOf(record: JsonObject): string | undefined {
  if (record['event_vendor'] === undefined || record['event_name'] === undefined) return undefined;
  return ['collector_tstamp', 'domain_userid'].find((field) => record[field] !== undefined);
}

function toEvent(record: JsonValue, { country }: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const draft = new EventDraft({ country, zone: 'UTC' });
  const kind = draft.text(record['event_name'], 'event_name') ?? draft.text(record['event'], 'event');
  if (kind === null) draft.fail('event_name', record['event_name'], 'the name of an event', 'missing-field');
  const type = TYPES.get(kind ?? '') ?? 'track';
  const timeField = TIMES.find((field) => !isEmpty(record[field])) ?? TIMES[0];
  const at = draft.time(record[timeField], timeField);
  const data = readEventData(draft, record);
  const entities = readEntities(draft, record);
  identifyUser(draft, record['user_id'], 'user_id');
  for (const field of ['domain_userid', 'network_userid'] as const)
    draft.identify(field, record[field], field);
  draft.identify('domain_userid', record['refr_domain_userid'], 'refr_domain_userid');
  identifyEntities(draft, entities);
  noteSources(draft, record);
  draft.addClickIds();
  return draft.result({
    id: draft.text(record['event_id'], 'event_id'),
    scope: NAME,
    type,
    name: actionOf(record, kind) ?? kind,
    at,
    receivedAt: draft.receivedTime(record['collector_tstamp']),
    sequence: null,
    identifiers: draft.people.items,
    traits: draft.traits,
    properties: propertiesOf(record, data),
    context: contextOf(record, entities),
    company: null,
    order: kind === null ? null : readSnowplowOrder({ kind, record, data, entities }),
    touch: finishTouch(draft.touch, type),
  });
}

/** What a structured event is about; pipelines give all of them the name `event`. */
function actionOf(record: JsonObject, kind: string | null): string | null {
  const isStructured = record['event'] === 'struct' || (isEmpty(record['event']) && kind === 'event');
  return isStructured ? scalarText(record['se_action']) : null;
}

function noteSources({ touch }: EventDraft, record: JsonObject): void {
  for (const [column, parameter] of CAMPAIGN) noteTouchField(touch, parameter, record[column]);
  const network = record['mkt_network'];
  const clickId = typeof network === 'string' ? NETWORKS.get(network.trim().toLowerCase()) : undefined;
  if (clickId !== undefined) noteTouchField(touch, clickId, record['mkt_clickid']);
  noteTouchField(touch, 'page_url', record['page_url']);
  const query = record['page_urlquery'];
  if (typeof query === 'string') noteQuery(touch, query, 0);
  noteTouchField(touch, 'page_referrer', record['page_referrer']);
}

function propertiesOf(record: JsonObject, data: JsonObject | null): JsonObject {
  const properties = makeBag();
  for (const field in record)
    if (PROPERTIES.has(field) && !isEmpty(record[field])) properties[field] = record[field]!;
  if (data !== null) for (const field in data) properties[field] = data[field]!;
  return properties;
}

/** All that is neither property nor identifier; entities under their kind, without version. */
function contextOf(record: JsonObject, entities: readonly SnowplowEntity[]): JsonObject {
  const context = makeBag();
  for (const field in record) {
    const value = record[field]!;
    if (isEmpty(value) || PROPERTIES.has(field) || READ.has(field) || isSelfDescribing(field)) continue;
    context[field] = value;
  }
  if (entities.length > 0) context['entities'] = byKind(entities);
  return context;
}

function byKind(entities: readonly SnowplowEntity[]): JsonObject {
  const lists = new Map<string, JsonObject[]>();
  for (const { kind, data } of entities) {
    const list = lists.get(kind);
    if (list === undefined) lists.set(kind, [data]);
    else list.push(data);
  }
  const bag: Bag = makeBag();
  for (const [kind, list] of lists) bag[kind] = list;
  return bag;
}

function isEmpty(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '';
}
