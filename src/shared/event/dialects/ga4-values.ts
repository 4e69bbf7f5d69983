/**
 * Values of Google Analytics 4's export: lists of names and typed values, 64-bit numbers that JSON prints as text, and
 * texts in brackets, `(direct)` or `(not set)`, which are Google's way of saying that there is none.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { nestedValue, objectsOf } from './nested-value.ts';
import type { EventDraft } from './record.ts';
import { isObject, makeBag, scalarText } from './record.ts';

const WHOLE_NUMBER = /^-?\d{1,19}$/;
const REAL_VALUES = ['float_value', 'double_value'] as const;

/** Names and values of `event_params` or `user_properties`; also of a plain object of them. */
export function ga4Values(draft: EventDraft, raw: JsonValue | undefined, field: string): JsonObject {
  const values = makeBag();
  const value = nestedValue(draft, raw, field);
  if (value !== undefined && typeof value !== 'object') draft.fail(field, raw, 'a list of keys and values');
  for (const entry of objectsOf(value)) {
    const key = entry['key'];
    if (typeof key === 'string') {
      const typed = typedValue(entry['value']);
      if (typed !== null) values[key] = typed;
    } else if (value === entry) {
      for (const name in entry) if (entry[name] !== null) values[name] = entry[name]!;
    }
  }
  return values;
}

/** A nested record; of a flattened table, the columns whose names begin with its path. */
export function ga4Child(draft: EventDraft, record: JsonObject, field: string): JsonObject {
  const value = nestedValue(draft, record[field], field);
  if (isObject(value)) return value;
  const child = makeBag();
  const prefix = `${field}.`;
  for (const column in record)
    if (column.startsWith(prefix)) child[column.slice(prefix.length)] = record[column]!;
  return child;
}

/** The number that text of digits stands for, if a number can hold it. */
export function ga4Number(value: JsonValue | undefined): JsonValue {
  if (typeof value !== 'string' || !WHOLE_NUMBER.test(value)) return value ?? null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Text or number that says something. */
export function ga4Text(value: JsonValue | undefined): string | null {
  const text = scalarText(value);
  return text === null || (text.startsWith('(') && text.endsWith(')')) ? null : text;
}

function typedValue(value: JsonValue | undefined): JsonValue {
  if (!isObject(value)) return value ?? null;
  const text = value['string_value'] ?? null;
  if (text !== null) return text;
  const whole = value['int_value'] ?? null;
  if (whole !== null) return ga4Number(whole);
  for (const name of REAL_VALUES) if (value[name] !== undefined && value[name] !== null) return value[name];
  return null;
}
