/** An event as policies that look at whole islands see it, and policies that go by calls and not by identifiers alone. */

import type { JsonValue } from '../base/types.ts';
import type { EventType } from '../event/event.ts';
import { EVENT_TYPES } from '../event/event.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { IdentifierRole } from './identity.ts';
import type { RoleTable } from './role-table.ts';

export interface IslandKey {
  readonly identifier: IdentifierIndex;
  readonly namespace: string;
  readonly value: string;
  /** 1 is the highest. */
  readonly rank: number;
  readonly role: IdentifierRole;
  /** How many values of its namespace a profile may hold. */
  readonly maxPerProfile: number;
}

export interface IslandEvent {
  readonly event: EventIndex;
  /** Epoch ms; NaN for undated. */
  readonly at: number;
  readonly type: EventType;
  /** The event's name: of vendors' own calls, the name of the call. */
  readonly name: string | null;
  /** Each once, by rank, namespace and value, so that equal events are taken equally however they were written. */
  readonly keys: readonly IslandKey[];
  /** The value of a trait that the event itself carries; undefined when it carries none of that name. */
  readonly trait: (name: string) => JsonValue | undefined;
}

export function eventName(store: EventStore, event: EventIndex): string | null {
  const code = store.name.at(event);
  return code === 0 ? null : store.dictionary.text(code);
}

export function eventType(store: EventStore, event: EventIndex): EventType {
  return EVENT_TYPES[store.type.at(event)]!;
}

/** The value of a trait that an event itself carries; undefined when it carries none of that name. */
function eventTrait(store: EventStore, event: EventIndex, name: string): JsonValue | undefined {
  const { traitRow, traitEnds, traitName, traitValue } = store.facts;
  const entry = entryOfRow(traitRow, event);
  if (entry < 0) return undefined;
  for (let i = runStart(traitEnds, entry); i < traitEnds.at(entry); i += 1)
    if (store.dictionary.text(traitName.at(i)) === name)
      return JSON.parse(store.dictionary.text(traitValue.at(i))) as JsonValue;
  return undefined;
}

/** Reads the events of one island. What they say of an identifier is looked up once. */
export class IslandReader {
  readonly #store: EventStore;
  readonly #roles: RoleTable;
  readonly #keys = new Map<IdentifierIndex, IslandKey>();

  constructor(store: EventStore, roles: RoleTable) {
    this.#store = store;
    this.#roles = roles;
  }

  /** Assumes that `identifiers` are keys under the roles. */
  read(event: EventIndex, identifiers: Iterable<IdentifierIndex>): IslandEvent {
    const store = this.#store;
    return {
      event,
      at: store.at.at(event),
      type: eventType(store, event),
      name: eventName(store, event),
      keys: Array.from(new Set(identifiers), (identifier) => this.#keyOf(identifier)).sort(compareKeys),
      trait: (name) => eventTrait(store, event, name),
    };
  }

  #keyOf(identifier: IdentifierIndex): IslandKey {
    let key = this.#keys.get(identifier);
    if (key === undefined) {
      key = {
        identifier,
        ...this.#store.identifierTable.get(identifier),
        rank: this.#roles.ranks.at(identifier),
        role: this.#roles.role(identifier),
        maxPerProfile: this.#roles.termsOf(identifier).maxPerProfile,
      };
      this.#keys.set(identifier, key);
    }
    return key;
  }
}

/** By rank, then by namespace and value in the order of UTF-16 code units. */
function compareKeys(a: IslandKey, b: IslandKey): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.value < b.value ? -1 : 1;
}
