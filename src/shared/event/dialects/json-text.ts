/** Objects that tables and Parquet files hold as text of JSON. */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { EventDraft } from './record.ts';

/** An object, or text of one; it may be missing, and an empty cell says that it is. */
export function objectOrText(
  draft: EventDraft,
  value: JsonValue | undefined,
  field: string,
): JsonObject | null {
  if (typeof value !== 'string') return draft.object(value, field);
  if (value.trim() === '') return null;
  const parsed = parseJsonText(value);
  if (parsed !== undefined) return draft.object(parsed, field);
  draft.fail(field, value, 'an object, or text of one in JSON');
  return null;
}

/** undefined when the text is no JSON. */
export function parseJsonText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
