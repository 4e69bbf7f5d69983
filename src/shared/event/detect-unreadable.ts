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

const SNOWPLOW_COLUMNS = 131;
const SNOWPLOW_EVENTS = new Set([
  'unstruct',
  'page_view',
  'page_ping',
  'struct',
  'transaction',
  'transaction_item',
]);

/** The fields that give a record away, or null. */
type Rule = (record: JsonObject) => readonly string[] | null;

export const UNREADABLE_DIALECTS: readonly UnreadableDialect[] = [
  {
    name: 'snowplow',
    title: 'Snowplow',
    detect: (record) => (typeof record === 'string' ? detectEnriched(record) : snowplowRow.detect(record)),
  },
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

const snowplowRow = dialect('snowplow', 'Snowplow', (record) => {
  const isNamed = has(record, 'event_vendor') && has(record, 'event_name');
  const mark = ['collector_tstamp', 'domain_userid'].find((field) => has(record, field));
  return isNamed && mark !== undefined ? ['event_vendor', 'event_name', mark] : null;
});

/** A line of the enriched form: tab-separated, without header. */
function detectEnriched(line: string): Detection {
  const cells = line.split('\t');
  const isEnriched = cells.length === SNOWPLOW_COLUMNS && SNOWPLOW_EVENTS.has(cells[5] ?? '');
  return isEnriched
    ? { confidence: 1, reason: `has ${SNOWPLOW_COLUMNS} cells, the sixth an event of Snowplow` }
    : { confidence: 0, reason: 'is text' };
}

function has(record: JsonObject, field: string): boolean {
  return record[field] !== undefined;
}
