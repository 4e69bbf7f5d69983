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

export interface EventOfRow {
  readonly record: JsonObject;
  /** The column that became `timestamp`. */
  readonly timeColumn: string;
}

export function eventOfRow(columns: JsonObject): EventOfRow {
  const row = makeBag();
  const isPerson = isAboutPerson(columns);
  const timeColumn = isPerson ? 'inserted_at' : timeColumnOf(columns);
  for (const column in columns) {
    const value = columns[column]!;
    if (isNothing(value)) continue;
    if (column === timeColumn) put(row, 'timestamp', value);
    if (column !== timeColumn || isPerson) placeCell(row, { column, value, isPerson });
  }
  return { record: row, timeColumn };
}

function timeColumnOf(columns: JsonObject): string {
  const filled = Object.keys(columns).filter((column) => !isNothing(columns[column]!));
  for (const time of TIMES) {
    const column = filled.find((name) => foldEventName(name) === time);
    if (column !== undefined) return column;
  }
  return 'timestamp';
}

function isNothing(value: JsonValue): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

/** The tables of people name no event and say when a row came in, which is the only time that they have. */
function isAboutPerson(columns: JsonObject): boolean {
  const names = new Set(Object.keys(columns).map(foldEventName));
  const hasEvent = [...ENVELOPE].some(([name, field]) => field === 'event' && names.has(name));
  return !hasEvent && names.has('insertedat');
}

interface Cell {
  readonly column: string;
  readonly value: JsonValue;
  readonly isPerson: boolean;
}

function placeCell(row: Bag, { column, value, isPerson }: Cell): void {
  const name = column.trim();
  const field = ENVELOPE.get(foldEventName(name));
  if (field !== undefined && row[field] === undefined) row[field] = value;
  else if (NESTED.has(name)) placeObject(row, name, parseCell(value));
  else placeMember(row, name, { value, isPerson });
}

function placeMember(row: Bag, name: string, { value, isPerson }: Omit<Cell, 'column'>): void {
  const dot = name.indexOf('.');
  const owner = dot > 0 ? name.slice(0, dot) : '';
  const folded = foldEventName(name);
  if (OBJECTS.has(owner)) put(memberOf(row, owner), name.slice(dot + 1), value);
  else if (EXTERNAL_IDS.has(folded)) put(memberOf(row, 'external_ids'), name, value);
  else if (folded.startsWith('identifyby')) put(row, name, value);
  else put(memberOf(row, isPerson || TRAITS.has(folded) ? 'user_traits' : 'properties'), name, value);
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
