/**
 * A flat row → the event as CustomerLabs' code would have written it: blank cells say nothing, JSON text becomes what it
 * holds, and a column takes its place by its name. Ids that the vendor reserves are external ids, names of traits that
 * its helpers write are the person's, everything else is a property; in a row about a person every other column is a
 * trait. `external_ids.crm_user_id` is a member of `external_ids`, as flattening tools write it.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { foldEventName } from '../order.ts';
import type { Bag } from './record.ts';
import { isObject, makeBag } from './record.ts';

/** Columns of the envelope under other names, folded. */
const ENVELOPE: ReadonlyMap<string, string> = new Map([
  ['event', 'event'],
  ['eventname', 'event'],
  ['action', 'event'],
  ['eventid', 'event_id'],
  ['messageid', 'message_id'],
  ['receivedat', 'received_at'],
  ['insertedat', 'inserted_at'],
  ['customerlabsuserid', 'customerlabs_user_id'],
  ['customerlabsid', 'customerlabs_id'],
  ['uid', 'uid'],
  ['userid', 'user_id'],
  ['appid', 'app_id'],
]);
/** The first of these that a row fills is its time, folded; the others are properties. */
const TIMES = ['timestamp', 'triggeredts', 'eventtime', 'time', 'date', 'createdat'];
const OBJECTS = new Set(['user_traits', 'group_traits', 'external_ids', 'group_external_ids', 'properties']);
/** May be a list of products too. */
const NESTED = new Set([...OBJECTS, 'customProperties', 'productProperties']);
const EXTERNAL_IDS = new Set(
  [
    'shopify_cart_token',
    'facebook__fbp',
    'facebook__fbc',
    'google_analytics__client_id',
    'google_analytics__app_instance_id',
    'facebook_lead_id',
    'crm_user_id',
    'user_id_hash',
    'anonymous_user_id_hash',
  ].map(foldEventName),
);
const TRAITS = new Set(
  [
    'email',
    'phone',
    'first_name',
    'last_name',
    'name',
    'gender',
    'birthday',
    'address1',
    'address2',
    'city',
    'state',
    'province',
    'province_code',
    'country',
    'country_code',
    'zip',
  ].map(foldEventName),
);

/** What a column is by its name; found once a name, because tables repeat theirs with every row. */
interface Place {
  readonly name: string;
  /** Field of the envelope, or null. */
  readonly envelope: string | null;
  /** The object that the cells are members of; null: the row itself. */
  readonly owner: string | null;
  readonly member: string;
  /** The cells are objects, or lists of them. */
  readonly isNested: boolean;
  /** Place among `TIMES`, or -1. */
  readonly timeRank: number;
}

const MAX_CACHED_NAMES = 4096;
const placeCache = new Map<string, Place>();

interface EventOfRow {
  readonly record: JsonObject;
  /** The column that became `timestamp`. */
  readonly timeColumn: string;
}

export function eventOfRow(columns: JsonObject): EventOfRow {
  const row = makeBag();
  const isPerson = isAboutPerson(columns);
  const timeColumn = timeColumnOf(columns, isPerson);
  for (const column in columns) {
    const value = columns[column]!;
    if (isNothing(value)) continue;
    if (column === timeColumn) put(row, 'timestamp', value);
    if (column !== timeColumn || isPerson) placeCell(row, placeOf(column), { value, isPerson });
  }
  return { record: row, timeColumn };
}

/** The tables of people name no event and say when a row came in, which is the only time that they have. */
function isAboutPerson(columns: JsonObject): boolean {
  let hasInserted = false;
  for (const column in columns) {
    const { envelope } = placeOf(column);
    if (envelope === 'event') return false;
    if (envelope === 'inserted_at') hasInserted = true;
  }
  return hasInserted;
}

function timeColumnOf(columns: JsonObject, isPerson: boolean): string {
  let found = 'timestamp';
  let rank = TIMES.length;
  for (const column in columns) {
    const place = placeOf(column);
    if (isPerson && place.envelope === 'inserted_at') return column;
    if (place.timeRank < 0 || place.timeRank >= rank || isNothing(columns[column]!)) continue;
    rank = place.timeRank;
    found = column;
  }
  return found;
}

function isNothing(value: JsonValue): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

function placeOf(column: string): Place {
  const known = placeCache.get(column);
  if (known !== undefined) return known;
  const place = findPlace(column.trim());
  if (placeCache.size < MAX_CACHED_NAMES) placeCache.set(column, place);
  return place;
}

function findPlace(name: string): Place {
  const folded = foldEventName(name);
  const dot = name.indexOf('.');
  const isMember = dot > 0 && OBJECTS.has(name.slice(0, dot));
  return {
    name,
    envelope: ENVELOPE.get(folded) ?? null,
    owner: isMember ? name.slice(0, dot) : ownerOf(folded),
    member: isMember ? name.slice(dot + 1) : name,
    isNested: NESTED.has(name),
    timeRank: TIMES.indexOf(folded),
  };
}

function ownerOf(folded: string): string | null {
  if (EXTERNAL_IDS.has(folded)) return 'external_ids';
  if (folded.startsWith('identifyby')) return null;
  return TRAITS.has(folded) ? 'user_traits' : 'properties';
}

function placeCell(
  row: Bag,
  { name, envelope, owner, member, isNested }: Place,
  { value, isPerson }: { readonly value: JsonValue; readonly isPerson: boolean },
): void {
  if (envelope !== null && row[envelope] === undefined) row[envelope] = value;
  else if (isNested) placeObject(row, name, parseCell(value));
  else if (owner === null) put(row, member, value);
  else put(memberOf(row, isPerson && owner === 'properties' ? 'user_traits' : owner), member, value);
}

/** An object may have been begun by a column of one of its members. */
function placeObject(row: Bag, name: string, value: JsonValue): void {
  if (!isObject(value) || !OBJECTS.has(name)) put(row, name, value);
  else for (const member in value) put(memberOf(row, name), member, value[member]!);
}

function memberOf(row: Bag, name: string): Bag {
  const known = row[name];
  if (isObject(known)) return known as Bag;
  const made = makeBag();
  row[name] = made;
  return made;
}

/** The first column of a name counts. */
function put(bag: Bag, name: string, value: JsonValue | undefined): void {
  if (value !== undefined) bag[name] ??= value;
}

/** What a cell holds as JSON; text that is none stays what it is, and is rejected where it is no object. */
function parseCell(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return value;
    throw error;
  }
}
