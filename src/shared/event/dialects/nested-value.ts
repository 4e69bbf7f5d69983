/**
 * Nested values as tables carry them: JSON text in a cell, and lists in the wrapping of Parquet's and Avro's list types,
 * `{"list": [{"element": …}]}`.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import { parseJsonText } from './json-text.ts';
import type { EventDraft } from './record.ts';
import { isObject } from './record.ts';

/** The value, parsed when it is text. Blanks and null are no value; text that is no JSON is a fault of the field. */
export function nestedValue(
  draft: EventDraft,
  value: JsonValue | undefined,
  field: string,
): JsonValue | undefined {
  if (typeof value !== 'string') return value ?? undefined;
  if (value.trim() === '') return undefined;
  const parsed = parseJsonText(value);
  if (parsed === undefined) draft.fail(field, value, 'JSON');
  return parsed ?? undefined;
}

/** The objects of a list, wrapped or not; an object that is no list is one of its own. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
  const list = isObject(value) && Array.isArray(value['list']) ? value['list'] : value;
  const items: readonly JsonValue[] = Array.isArray(list) ? list : [list as JsonValue];
  return items.map(unwrapped).filter(isObject);
}

/** An object may have a field called so of its own. */
function unwrapped(item: JsonValue): JsonValue {
  if (!isObject(item) || !isObject(item['element'])) return item;
  return Object.keys(item).length === 1 ? item['element'] : item;
}
