/** What a dialect says of a record that it knows by the names of its fields, which other logs have only by accident. */

import type { Detection } from '../event.ts';

const BY_FIELDS = 0.95;

/** `fields`: those that gave the record away; null when there are none. */
export function recognizedBy(title: string, fields: readonly string[] | null): Detection {
  if (fields === null) return { confidence: 0, reason: `has no fields of ${title}` };
  const list = fields.map((field) => `"${field}"`).join(' and ');
  return { confidence: BY_FIELDS, reason: `has ${list}, as ${title} exports do` };
}
