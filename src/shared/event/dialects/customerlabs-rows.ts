/**
 * Rows of CustomerLabs' tables: what its CSV upload takes (a column of event names, and a column such as
 * `identify_by_email` that names the person), and its BigQuery export, where events have `action` and `triggered_ts` and
 * the tables of people have `inserted_at`. A row becomes the event that the vendor's code would have sent, and is read
 * by the same rules; ids keep their scope, because the same event may also lie in a log.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection, Dialect, DialectOptions } from '../event.ts';
import { customerlabsDialect } from './customerlabs.ts';
import { eventOfRow } from './customerlabs-row.ts';
import type { EventResult } from './record.ts';
import { isObject, notAnObject } from './record.ts';

export const customerlabsRowsDialect: Dialect = {
  name: 'customerlabs-rows',
  title: 'CustomerLabs CSV and BigQuery',
  detect,
  toEvent,
};

/** Columns of which all make a row one of the vendor's. */
const MARKS: readonly (readonly string[])[] = [
  ['action', 'triggered_ts'],
  ['user_id_hash', 'inserted_at'],
  ['anonymous_user_id_hash', 'inserted_at'],
];

function detect(record: JsonValue): Detection {
  const none = { confidence: 0, reason: 'is no flat row of CustomerLabs' };
  if (!isObject(record)) return none;
  const columns = new Set(Object.keys(record).map((column) => column.trim().toLowerCase()));
  const marks = MARKS.find((names) => names.every((name) => columns.has(name)));
  const identifying = [...columns].find((column) => column.startsWith('identify_by_'));
  const found = marks ?? (identifying === undefined || isEvent(record) ? null : [identifying]);
  if (found === null) return none;
  const names = found.map((name) => `"${name}"`).join(' and ');
  return { confidence: 0.9, reason: `has ${names}, as rows for and from CustomerLabs do` };
}

/** An event of the vendor's code holds its properties as objects; a row with the marks of BigQuery may do so too. */
function isEvent(record: JsonObject): boolean {
  return ['customProperties', 'productProperties', 'properties'].some(
    (field) => isObject(record[field]) || Array.isArray(record[field]),
  );
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const row = eventOfRow(record);
  const result = customerlabsDialect.toEvent(row.record, options);
  if (result.ok || result.error.field !== 'timestamp') return result;
  const text = result.error.text.replace('"timestamp"', `"${row.timeColumn}"`);
  return { ok: false, error: { ...result.error, field: row.timeColumn, text } };
}
