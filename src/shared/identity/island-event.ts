/** An event as policies that look at whole islands see it, and policies that go by calls and not by identifiers alone. */

import type { JsonValue } from '../base/types.ts';
import type { EventType } from '../event/event.ts';
import { EVENT_TYPES } from '../event/event.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { RoleTable } from './role-table.ts';

export interface IslandKey {
  readonly identifier: IdentifierIndex;
  readonly namespace: string;
  readonly value: string;
  /** 1 is the highest. */
  readonly rank: number;
}

export interface IslandEvent {
  readonly event: EventIndex;
  /** Epoch ms; NaN for undated. */
  readonly at: number;
  readonly type: EventType;
  /** The event's name: of vendors' own calls, the name of the call. */
  readonly name: string | null;
  /** By rank, then in the order of the record. */
  readonly keys: readonly IslandKey[];
}

export function eventName(store: EventStore, event: EventIndex): string | null {
  const code = store.name.at(event);
  return code === 0 ? null : store.dictionary.text(code);
}

export function eventType(store: EventStore, event: EventIndex): EventType {
  return EVENT_TYPES[store.type.at(event)]!;
}

/** The value of a trait that an event itself carries; undefined when it carries none of that name. */
export function eventTrait(store: EventStore, event: EventIndex, name: string): JsonValue | undefined {
  const { traitRow, traitEnds, traitName, traitValue } = store.facts;
  const entry = entryOfRow(traitRow, event);
  if (entry < 0) return undefined;
  for (let i = runStart(traitEnds, entry); i < traitEnds.at(entry); i += 1)
    if (store.dictionary.text(traitName.at(i)) === name)
      return JSON.parse(store.dictionary.text(traitValue.at(i))) as JsonValue;
  return undefined;
}

/** Assumes that `keys` are keys under the roles. */
export function islandEvent(
  store: EventStore,
  roles: RoleTable,
  event: EventIndex,
  keys: readonly IdentifierIndex[],
): IslandEvent {
  const named = [...new Set(keys)].map((identifier) => ({
    identifier,
    ...store.identifierTable.get(identifier),
    rank: roles.ranks.at(identifier),
  }));
  return {
    event,
    at: store.at.at(event),
    type: eventType(store, event),
    name: eventName(store, event),
    keys: named.sort((a, b) => a.rank - b.rank),
  };
}
