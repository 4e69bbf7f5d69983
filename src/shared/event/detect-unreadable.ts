/**
 * Dialects that are recognised and cannot be read yet: their columns need a mapping. Rules follow the vendors' export
 * schemas; each says which fields gave it away.
 */

import type { JsonObject, JsonValue } from '../base/types.ts';
import { isObject } from './dialects/record.ts';
import type { Detection } from './event.ts';

export interface UnreadableDialect {
  readonly name: string;
  readonly title: string;
  detect(record: JsonValue): Detection;
}

/** The fields that give a record away, or null. */
type Rule = (record: JsonObject) => readonly string[] | null;

export const UNREADABLE_DIALECTS: readonly UnreadableDialect[] = [
];

function dialect(name: string, title: string, rule: Rule): UnreadableDialect {
  return {
    name,
    title,
    detect: (record) => {
      const fields = isObject(record) ? rule(record) : null;
      if (fields === null) return { confidence: 0, reason: `has no fields of ${title}` };
      const list = fields.map((field) => `"${field}"`).join(' and ');
      return { confidence: 0.95, reason: `has ${list}, as ${title} exports do` };
    },
  };
}

function has(record: JsonObject, field: string): boolean {
  return record[field] !== undefined;
}
