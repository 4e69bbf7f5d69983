/**
 * Rows of the warehouse tables that Segment, RudderStack and Jitsu write, from CSV, Parquet or NDJSON. A row is a call
 * whose members have become snake_case columns, so it is turned back into the call and read as one; message ids keep
 * their scope, because the same call may also lie in a log.
 *
 * Jitsu's single table says the type of a call. Elsewhere the table is its type and the row does not name it: what the
 * columns are tells it. Warehouse schema: Segment's and RudderStack's documentation; Jitsu's layouts as its repository
 * tests them (`libs/core-functions`, data layout).
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection, Dialect, DialectOptions } from '../event.ts';
import type { EventResult } from './record.ts';
import { isObject, notAnObject } from './record.ts';
import { segmentDialect } from './segment.ts';
import type { CallOfRow } from './segment-warehouse-row.ts';
import { callOfRow, columnOfField } from './segment-warehouse-row.ts';

export const segmentWarehouseDialect: Dialect = {
  name: 'segment-warehouse',
  title: 'Segment, RudderStack, Jitsu warehouse',
  detect,
  toEvent,
};

const PERSON_COLUMNS = ['anonymous_id', 'user_id'] as const;
/** Columns that hardly anybody else has beside a person. `sent_at` alone is in every list of newsletters. */
const SURE_COLUMNS = ['received_at', 'original_timestamp'] as const;
/** Columns of other vendors' exports, which have times and user ids of the same names. */
const FOREIGN_COLUMNS = ['event_type', 'event_name', 'distinct_id', 'event_vendor', 'triggered_ts'] as const;

function detect(record: JsonValue): Detection {
  const none = { confidence: 0, reason: 'has no columns of a warehouse of calls' };
  if (!isObject(record)) return none;
  const person = PERSON_COLUMNS.find((column) => hasColumn(record, column));
  const isForeign =
    !hasColumn(record, 'original_timestamp') && FOREIGN_COLUMNS.some((column) => hasColumn(record, column));
  if (person === undefined || isForeign) return none;
  const mark =
    SURE_COLUMNS.find((column) => hasColumn(record, column)) ??
    Object.keys(record).find((column) => /^context[_.]/i.test(column)) ??
    (isObject(record['context']) ? 'context' : undefined);
  if (mark !== undefined) return { confidence: 0.95, reason: reasonOf(person, mark) };
  return hasColumn(record, 'sent_at') ? { confidence: 0.4, reason: reasonOf(person, 'sent_at') } : none;
}

function reasonOf(person: string, mark: string): string {
  return `has "${person}" and "${mark}", as warehouse tables of Segment, RudderStack and Jitsu do`;
}

/** Snowflake writes names of columns in capitals. */
function hasColumn(record: JsonObject, column: string): boolean {
  return record[column] !== undefined || record[column.toUpperCase()] !== undefined;
}

function toEvent(record: JsonValue, options: DialectOptions): EventResult {
  if (!isObject(record)) return notAnObject(record);
  const call = callOfRow(record);
  const result = segmentDialect.toEvent(call.record, options);
  return result.ok ? result : rejectionOfRow(result, call);
}

/** The rejection of a call, said of the row's column. */
function rejectionOfRow({ error }: Extract<EventResult, { ok: false }>, call: CallOfRow): EventResult {
  if (error.field === null) return { ok: false, error };
  const field = columnOfField(error.field, call);
  return {
    ok: false,
    error: { ...error, field, text: error.text.replace(`"${error.field}"`, `"${field}"`) },
  };
}
