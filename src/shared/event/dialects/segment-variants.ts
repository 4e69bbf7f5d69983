/**
 * Which product wrote a record of Segment's shape. A server-side event can be indistinguishable, which is harmless:
 * one dialect reads all three. Top-level `channel` and `writeKey` alone prove nothing, Segment allows both.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { Detection } from '../event.ts';
import { EMPTY_OBJECT, isObject } from './record.ts';

const TYPES = new Set(['identify', 'track', 'page', 'screen', 'group', 'alias', 'merge', 'delete']);
const SEGMENT_MARKS = ['_metadata', 'projectId', 'version', 'receivedAt'];

export function recognizeSegment(record: JsonValue): Detection {
  if (!isObject(record)) return { confidence: 0, reason: 'is not an object' };
  const type = record['type'];
  const hasType = typeof type === 'string' && TYPES.has(type.toLowerCase());
  const id = ['messageId', 'anonymousId', 'userId', 'mergeProperties'].find(
    (field) => record[field] !== undefined,
  );
  if (!hasType || id === undefined)
    return { confidence: 0, reason: 'has no "type" of Segment\'s specification' };
  return { confidence: 0.95, reason: `has "type" and "${id}", as ${variantOf(record)} events do` };
}

function variantOf(record: JsonObject): string {
  const context = isObject(record['context']) ? record['context'] : EMPTY_OBJECT;
  const name = isObject(context['library']) ? context['library']['name'] : null;
  const library = typeof name === 'string' ? name.toLowerCase() : '';
  if (library.includes('jitsu') || context['clientIds'] !== undefined || record['requestIp'] !== undefined)
    return 'Jitsu';
  return isRudder(record, library) ? 'RudderStack' : 'Segment';
}

function isRudder(record: JsonObject, library: string): boolean {
  if (record['rudderId'] !== undefined || record['request_ip'] !== undefined) return true;
  if (library.includes('rudder') || record['type'] === 'merge') return true;
  const channel = record['channel'];
  if (channel === 'web' || channel === 'sources') return true;
  const isShared = channel === 'mobile' || channel === 'server';
  return isShared && SEGMENT_MARKS.every((field) => record[field] === undefined);
}
