/**
 * A warehouse row → the call that it was. Empty cells and nulls say nothing: a table has the columns of all its rows.
 * `context_page_url` becomes `context.page.url`; what is no column of the envelope or the context is a property or a
 * trait. Lists arrive as JSON text: those that Weft looks into (`products`, external ids) are parsed.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { Bag } from './record.ts';
import { isObject, makeBag } from './record.ts';

export interface CallOfRow {
  readonly record: JsonObject;
  /** The columns that became `timestamp` and `messageId`. */
  readonly timeColumn: string;
  readonly idColumn: string;
}

/** Columns by their names in lower case; those without a value only under `names`. */
interface Row {
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, JsonValue>;
}

const TYPES = new Set(['track', 'identify', 'page', 'screen', 'group', 'alias', 'merge', 'delete']);
const TIME_COLUMNS = ['timestamp', 'original_timestamp', 'received_at', 'sent_at'] as const;
const ID_COLUMNS = ['message_id', 'id'] as const;
const ENVELOPE = new Set<string>([
  ...TIME_COLUMNS,
  ...ID_COLUMNS,
  'anonymous_id',
  'user_id',
  'previous_id',
  'group_id',
  'event',
  'event_text',
  'type',
  'context',
  'uuid',
  'uuid_ts',
  'loaded_at',
  'write_key',
  'request_ip',
  'rudder_id',
]);
const SCREEN_COLUMNS = new Set(['name', 'category', 'variation']);
const LISTS = new Set(['products', 'context_external_ids', 'context_external_id']);

/** Objects of the context, longest prefix first; in the last three the names of members are the customer's own. */
const CONTEXT_OBJECTS: readonly (readonly [prefix: string, path: readonly string[], keepsNames?: true])[] = [
  ['client_ids_ga4_', ['clientIds', 'ga4']],
  ['client_ids_firebase_', ['clientIds', 'firebase']],
  ['client_ids_', ['clientIds']],
  ...['page', 'library', 'device', 'app', 'os', 'network', 'screen', 'referrer', 'location', 'geo'].map(
    (name) => [`${name}_`, [name]] as const,
  ),
  ['campaign_', ['campaign'], true],
  ['traits_', ['traits'], true],
  ['group_', ['group'], true],
];
/** Where the cells of a context column lie; found once a name, because tables repeat theirs with every row. */
interface ContextPlace {
  readonly path: readonly string[];
  readonly member: string;
}

const MAX_CACHED_NAMES = 4096;
const columnCache = new Map<string, string>();
const contextCache = new Map<string, ContextPlace>();
const CONTEXT_SCALARS = new Set(['group_id', 'external_ids', 'external_id']);

export function callOfRow(columns: JsonObject): CallOfRow {
  const row = readRow(columns);
  const type = typeOf(row);
  const timeColumn = TIME_COLUMNS.find((name) => row.values.has(name)) ?? 'timestamp';
  const idColumn = ID_COLUMNS.find((name) => row.values.has(name)) ?? 'id';
  const context = readContext(row);
  const record = makeBag();
  record['type'] = type;
  put(record, 'messageId', row.values.get(idColumn));
  put(record, 'timestamp', row.values.get(timeColumn));
  put(record, 'receivedAt', row.values.get('received_at'));
  put(record, 'anonymousId', row.values.get('anonymous_id'));
  put(record, 'userId', row.values.get('user_id'));
  put(record, 'previousId', row.values.get('previous_id'));
  put(record, 'groupId', row.values.get('group_id'));
  put(record, 'event', row.values.get('event_text') ?? row.values.get('event'));
  const rest = readRest(row);
  if (type === 'page' || type === 'screen')
    for (const name of ['name', 'category']) {
      put(record, name, rest[name]);
      delete rest[name];
    }
  if (type === 'group') addMissing(rest, context['group']);
  record[type === 'identify' || type === 'group' ? 'traits' : 'properties'] = rest;
  record['context'] = context;
  return { record, timeColumn, idColumn };
}

/** The column that a field of the call came from. */
export function columnOfField(field: string, { timeColumn, idColumn }: CallOfRow): string {
  if (field === 'timestamp') return timeColumn;
  if (field === 'messageId') return idColumn;
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('.', '_');
}

function readRow(columns: JsonObject): Row {
  const names = new Set<string>();
  const values = new Map<string, JsonValue>();
  const take = (column: string, value: JsonValue): void => {
    const name = columnName(column);
    names.add(name);
    const isNothing = value === null || (typeof value === 'string' && value.trim() === '');
    if (!isNothing && !values.has(name)) values.set(name, LISTS.has(name) ? parseList(value) : value);
  };
  for (const column in columns) {
    const value = columns[column]!;
    if (column === 'context' && isObject(value)) takeContext(value, 'context_', take);
    else take(column, value);
  }
  return { names, values };
}

/** In lower case, with underscores for the dots that some tools put into the names of nested columns. */
function columnName(column: string): string {
  const known = columnCache.get(column);
  if (known !== undefined) return known;
  const lower = column.toLowerCase();
  const name = lower.startsWith('context.') ? lower.replaceAll('.', '_') : lower;
  if (columnCache.size < MAX_CACHED_NAMES) columnCache.set(column, name);
  return name;
}

/** A context that is still an object, as Jitsu and BigQuery have it, one level deep and two for client ids. */
function takeContext(
  object: JsonObject,
  prefix: string,
  take: (column: string, value: JsonValue) => void,
): void {
  for (const name in object) {
    const value = object[name]!;
    const isOpened = prefix === 'context_' || prefix === 'context_client_ids_';
    if (isObject(value) && isOpened) takeContext(value, `${prefix}${name}_`, take);
    else take(prefix + name, value);
  }
}

/** The table that a row lies in, where it does not say so itself. */
function typeOf({ names, values }: Row): string {
  const type = values.get('type');
  if (typeof type === 'string' && TYPES.has(type.toLowerCase())) return type.toLowerCase();
  if (names.has('event') || names.has('event_text')) return 'track';
  if (names.has('previous_id')) return 'alias';
  if (names.has('group_id')) return 'group';
  if (names.has('path') || names.has('search') || (names.has('url') && names.has('title'))) return 'page';
  return isScreen(names) ? 'screen' : 'identify';
}

/** Screens have a name and come from an app; people who have nothing but a name hardly do. */
function isScreen(names: ReadonlySet<string>): boolean {
  let isApp = false;
  for (const name of names) {
    if (name.startsWith('context_page_')) return false;
    if (name.startsWith('context_app_') || name.startsWith('context_device_')) isApp = true;
    else if (!name.startsWith('context_') && !ENVELOPE.has(name) && !SCREEN_COLUMNS.has(name)) return false;
  }
  return isApp && names.has('name');
}

function readContext({ values }: Row): Bag {
  const context = makeBag();
  for (const [column, value] of values) {
    if (!column.startsWith('context_')) continue;
    const { path, member } = contextPlaceOf(column);
    objectAt(context, path)[member] = value;
  }
  return context;
}

function contextPlaceOf(column: string): ContextPlace {
  const known = contextCache.get(column);
  if (known !== undefined) return known;
  const place = findContextPlace(column.slice('context_'.length));
  if (contextCache.size < MAX_CACHED_NAMES) contextCache.set(column, place);
  return place;
}

function findContextPlace(name: string): ContextPlace {
  const found = CONTEXT_SCALARS.has(name)
    ? undefined
    : CONTEXT_OBJECTS.find(([prefix]) => name.startsWith(prefix) && name.length > prefix.length);
  if (found === undefined) return { path: [], member: camelCase(name) };
  const [prefix, path, keepsNames] = found;
  const member = name.slice(prefix.length);
  return { path, member: keepsNames === true ? member : camelCase(member) };
}

/** A member of that name that is no object, such as a column `context_page`, gives way. */
function objectAt(context: Bag, path: readonly string[]): Bag {
  let object = context;
  for (const step of path) {
    const inner = object[step];
    object[step] = isObject(inner) ? inner : makeBag();
    object = object[step] as Bag;
  }
  return object;
}

function readRest({ values }: Row): Bag {
  const rest = makeBag();
  for (const [column, value] of values)
    if (!ENVELOPE.has(column) && !column.startsWith('context_')) rest[column] = value;
  return rest;
}

function addMissing(bag: Bag, more: JsonValue | undefined): void {
  if (isObject(more)) for (const name in more) bag[name] ??= more[name]!;
}

function put(record: Bag, name: string, value: JsonValue | undefined): void {
  if (value !== undefined) record[name] = value;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The list that a cell holds as JSON; what is none stays the text it is. */
function parseList(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
