/**
 * Records of any shape as rows of text cells, for people: nested fields become columns with dotted names, lists and
 * what lies deeper stay JSON. Columns come in the order in which the records first show them.
 */

import { jsonText } from '#shared/base/json-text.ts';
import type { JsonObject, JsonValue } from '#shared/base/types.ts';

const DEEPEST = 4;
const LONGEST_CELL = 300;

/** Field path → its value. A path that is another's beginning never occurs: an object is taken apart or kept. */
export function leavesOf(record: JsonValue): Map<string, JsonValue> {
  const leaves = new Map<string, JsonValue>();
  if (isObject(record)) addLeaves(record, '', DEEPEST, leaves);
  return leaves;
}

export function cellText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : jsonText(value);
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addLeaves(object: JsonObject, prefix: string, depth: number, leaves: Map<string, JsonValue>): void {
  for (const name of Object.keys(object)) {
    const value = object[name]!;
    const path = prefix + name;
    if (isObject(value) && depth > 1 && Object.keys(value).length > 0)
      addLeaves(value, `${path}.`, depth - 1, leaves);
    else leaves.set(path, value);
  }
}
