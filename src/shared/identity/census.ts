/**
 * What the log says of every key: the events that carry it, how many others it met, how many people seem to be behind
 * it. Lint and risk read the same census, and no rule's outcome enters it.
 *
 * Accepted events are put in order once; a counting sort gives every key the run of its events in that order, and a
 * walk of the runs, with one stamp column, counts what is distinct. Cost: linear in the identifiers on events, times
 * those that share an event, of which at most 64 are looked at.
 */

import type { Slices } from '../base/slices.ts';
import { CHEAP_ITEMS, finish } from '../base/slices.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';
import type { IdentifierIndex, NamespaceIndex } from '../event/identifier-table.ts';
import type { Identity } from './identity.ts';
import { PERSONAL_KINDS, PersonalTraits } from './personal-traits.ts';
import type { Timeline } from './timeline.ts';

export type Resolved = Identity & { readonly store: EventStore; readonly timeline: Timeline };

const MOST_ON_EVENT = 64;
const MAX_STRONG = 32;
/** Events of keys between two pauses, where others on the event are looked at. */
const LOOKS_AT_ONCE = 8192;

export class Census {
  readonly engine: Resolved;
  readonly traits: PersonalTraits;
  /** Accepted events in the order in which they were taken. */
  readonly rows: Uint32Array;
  /** NamespaceIndex → number of the strong namespace, or -1. */
  readonly strongNumber: Int8Array;
  /** IdentifierIndex → 1 for strong ones, 2 for anonymous ones, 3 for supplementary ones, 0 for what is no key. */
  readonly keys: Uint8Array;
  /** IdentifierIndex → distinct keys that were on an event with it. */
  readonly partners: Uint32Array;
  /** IdentifierIndex → the most values that it met in one strong namespace that ranks above its own. */
  readonly people: Uint32Array;
  /** IdentifierIndex → the most values that it met in one strong namespace other than its own. */
  readonly contacts: Uint32Array;
  /** IdentifierIndex → how often, along the log, another value of such a namespace followed on it. */
  readonly switches: Uint32Array;
  /** IdentifierIndex → the most values of one personal trait that were said on its events. */
  readonly names: Uint32Array;
  readonly #starts: Uint32Array;
  #carriers = new Uint32Array(0);

  /** `drive` may put the counting off, as `censusInSlices` does; nothing is known before it is done. */
  constructor(engine: Resolved, drive: (work: Slices) => void = finish) {
    const { store } = engine;
    const size = store.identifierTable.size;
    this.engine = engine;
    this.traits = new PersonalTraits(store, drive);
    this.rows = engine.timeline.acceptedFrom(0);
    this.keys = new Uint8Array(size);
    this.strongNumber = new Int8Array(store.identifierTable.namespaceNames.length).fill(-1);
    this.#starts = new Uint32Array(size + 1);
    this.partners = new Uint32Array(size);
    this.people = new Uint32Array(size);
    this.contacts = new Uint32Array(size);
    this.switches = new Uint32Array(size);
    this.names = new Uint32Array(size);
    drive(this.#count());
  }

  /** Events that carry a key. */
  events(identifier: IdentifierIndex): number {
    return this.#starts[identifier + 1]! - this.#starts[identifier]!;
  }

  /** Events that carry a key, in canonical order. */
  carriers(identifier: IdentifierIndex): Uint32Array {
    return this.#carriers.subarray(this.#starts[identifier]!, this.#starts[identifier + 1]!);
  }

  isKey(identifier: IdentifierIndex): boolean {
    return this.keys[identifier] !== 0;
  }

  isStrong(identifier: IdentifierIndex): boolean {
    return this.keys[identifier] === KEY_STRONG;
  }

  isAnonymous(identifier: IdentifierIndex): boolean {
    return this.keys[identifier] === KEY_ANONYMOUS;
  }

  namespaceOf(identifier: IdentifierIndex): NamespaceIndex {
    return this.engine.store.identifierTable.namespace.at(identifier);
  }

  /** True when an event carries the identifier. */
  carries(event: EventIndex, identifier: IdentifierIndex): boolean {
    const { store } = this.engine;
    const end = store.identifierEnds.at(event);
    for (let i = store.identifierStart(event); i < end; i += 1)
      if (this.engine.keyOf(store.identifiers.at(i)) === identifier) return true;
    return false;
  }

  /** Distinct keys on an event, in the order of the record. */
  keysOn(event: EventIndex): IdentifierIndex[] {
    const { store } = this.engine;
    const keys: IdentifierIndex[] = [];
    const end = store.identifierEnds.at(event);
    for (let i = store.identifierStart(event); i < end && keys.length < MOST_ON_EVENT; i += 1) {
      const identifier = this.engine.keyOf(store.identifiers.at(i));
      if (this.keys[identifier] !== 0 && !keys.includes(identifier)) keys.push(identifier);
    }
    return keys;
  }

  *#count(): Slices {
    yield* this.#classify();
    yield* this.#sortCarriers();
    yield* this.#countMeetings();
    yield* this.#countNames();
  }

  *#classify(): Slices {
    const { engine, keys, strongNumber } = this;
    let strong = 0;
    for (let identifier = 0; identifier < keys.length; identifier += 1) {
      if (identifier % CHEAP_ITEMS === 0) yield;
      if (engine.keyOf(identifier) !== identifier || engine.rank(identifier) === 0) continue;
      const role = engine.role(identifier);
      keys[identifier] = role === 'strong' ? KEY_STRONG : role === 'anonymous' ? KEY_ANONYMOUS : KEY_OTHER;
      const namespace = this.namespaceOf(identifier);
      if (role === 'strong' && strongNumber[namespace] === -1) strongNumber[namespace] = strong++;
    }
  }

  *#sortCarriers(): Slices {
    const { keys } = this;
    const starts = this.#starts;
    const last = new Int32Array(keys.length).fill(-1);
    yield* this.#eachCarried((identifier, event) => {
      if (last[identifier] === event) return;
      last[identifier] = event;
      starts[identifier + 1]! += 1;
    });
    for (let i = 0; i < keys.length; i += 1) starts[i + 1]! += starts[i]!;
    const carriers = new Uint32Array(starts[keys.length]!);
    const next = starts.slice(0, keys.length);
    last.fill(-1);
    yield* this.#eachCarried((identifier, event) => {
      if (last[identifier] === event) return;
      last[identifier] = event;
      carriers[next[identifier]!++] = event;
    });
    this.#carriers = carriers;
  }

  *#eachCarried(visit: (identifier: IdentifierIndex, event: EventIndex) => void): Slices {
    const { engine, rows, keys } = this;
    const { store } = engine;
    const identifiers = store.identifiers.values;
    for (let i = 0; i < rows.length; i += 1) {
      if (i % CHEAP_ITEMS === 0) yield;
      const event = rows[i]!;
      const end = store.identifierEnds.at(event);
      for (let at = store.identifierStart(event); at < end; at += 1) {
        const key = engine.keyOf(identifiers[at]!);
        if (keys[key] !== 0) visit(key, event);
      }
    }
  }

  *#countMeetings(): Slices {
    const met = new Int32Array(this.keys.length).fill(-1);
    const values = new Uint32Array(MAX_STRONG);
    const latest = new Int32Array(MAX_STRONG);
    let looks = 0;
    for (let identifier = 0; identifier < this.keys.length; identifier += 1) {
      if (this.keys[identifier] === 0) continue;
      values.fill(0);
      latest.fill(-1);
      met[identifier] = identifier;
      for (const event of this.carriers(identifier)) {
        this.#meet(identifier, event, { met, values, latest });
        looks += 1;
        if (looks % LOOKS_AT_ONCE === 0) yield;
      }
      this.#sumUp(identifier, values, latest);
    }
  }

  #meet(identifier: IdentifierIndex, event: EventIndex, seen: Seen): void {
    const { store } = this.engine;
    const start = store.identifierStart(event);
    const end = Math.min(store.identifierEnds.at(event), start + MOST_ON_EVENT);
    const own = this.namespaceOf(identifier);
    for (let at = start; at < end; at += 1) {
      const other = this.engine.keyOf(store.identifiers.values[at]!);
      if (other === identifier || this.keys[other] === 0) continue;
      const namespace = this.namespaceOf(other);
      const strong = this.strongNumber[namespace]!;
      const isNew = seen.met[other] !== identifier;
      if (isNew) {
        seen.met[other] = identifier;
        this.partners[identifier]! += 1;
      }
      if (strong < 0 || namespace === own || this.keys[other] !== KEY_STRONG) continue;
      if (isNew) seen.values[strong]! += 1;
      if (this.engine.rank(other) < this.engine.rank(identifier))
        this.#follow(identifier, other, event, seen);
    }
  }

  #follow(identifier: IdentifierIndex, other: IdentifierIndex, event: EventIndex, { latest }: Seen): void {
    const strong = this.strongNumber[this.namespaceOf(other)]!;
    const before = latest[strong]!;
    if (before === other || (before >= 0 && this.carries(event, before))) return;
    if (before >= 0) this.switches[identifier]! += 1;
    latest[strong] = other;
  }

  #sumUp(identifier: IdentifierIndex, values: Uint32Array, latest: Int32Array): void {
    for (let strong = 0; strong < MAX_STRONG; strong += 1) {
      const count = values[strong]!;
      if (count > this.contacts[identifier]!) this.contacts[identifier] = count;
      if (latest[strong]! >= 0 && count > this.people[identifier]!) this.people[identifier] = count;
    }
  }

  *#countNames(): Slices {
    const { traits } = this;
    const said = new Int32Array(traits.valueCount).fill(-1);
    const counts = new Uint32Array(PERSONAL_KINDS.length);
    let looks = 0;
    for (let identifier = 0; identifier < this.keys.length; identifier += 1) {
      if (this.keys[identifier] === 0) continue;
      counts.fill(0);
      for (const event of this.carriers(identifier)) {
        looks += 1;
        if (looks % LOOKS_AT_ONCE === 0) yield;
        for (let at = traits.start(event); at < traits.end(event); at += 1) {
          const value = traits.at(at);
          if (said[value] === identifier) continue;
          said[value] = identifier;
          counts[traits.kindOf(value)]! += 1;
        }
      }
      this.names[identifier] = Math.max(...counts);
    }
  }
}

/** Assumes an engine that does not change in between. */
export function* censusInSlices(engine: Resolved): Slices<Census> {
  const work: Slices[] = [];
  const census = new Census(engine, (slices) => {
    work.push(slices);
  });
  for (const slices of work) yield* slices;
  return census;
}

const KEY_STRONG = 1;
const KEY_ANONYMOUS = 2;
const KEY_OTHER = 3;

interface Seen {
  /** IdentifierIndex → the key that met it last. */
  readonly met: Int32Array;
  /** Number of a strong namespace → distinct values met. */
  readonly values: Uint32Array;
  /** Number of a strong namespace ranked above → the value met last, or -1. */
  readonly latest: Int32Array;
}
