/**
 * The records inside a value that holds several: a list, or what vendors' batch calls and exports wrap one in.
 *
 * A list under `batch`, `data`, `events` or `results` is the records, unless its owner is an event itself. A batch that
 * speaks of one person (mParticle: the identities stand beside the events) is taken apart into one such batch an event,
 * so that every record still says whose it is; without events it is a record itself, because it says who somebody is.
 */

import type { JsonObject, JsonValue } from '#shared/base/types.ts';
import { itemsAt } from '#shared/event/mapping.ts';

export const LIST_NAMES = ['batch', 'data', 'events', 'results'] as const;
/** Members of which one makes their owner an event, whatever lists it carries. */
const EVENT_NAMES = ['event', 'event_name', 'event_type', 'type', 'messageId'] as const;
/** Members of an owner that its events cannot do without. */
const PERSON_NAMES = ['mpid', 'user_identities', 'mp_deviceid'] as const;

/** Null: the value is a record itself. `items` is the path to the list that a mapping names. */
export function recordsInside(value: JsonValue, items: string | null): readonly JsonValue[] | null {
  if (Array.isArray(value)) return value as readonly JsonValue[];
  if (value === null || typeof value !== 'object') return null;
  const owner = value as JsonObject;
  if (items !== null) return itemsAt(owner, items);
  if (EVENT_NAMES.some((name) => Object.hasOwn(owner, name))) return null;
  const name = LIST_NAMES.find((candidate) => Array.isArray(member(owner, candidate)));
  if (name === undefined) return null;
  const list = member(owner, name) as readonly JsonValue[];
  if (!PERSON_NAMES.some((person) => Object.hasOwn(owner, person))) return list;
  return list.length === 0 ? null : list.map((event) => ({ ...owner, [name]: [event] }));
}

function member(owner: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(owner, name) ? owner[name] : undefined;
}
