/**
 * The sides of pins and cuts in force, found by identifier or by event, and what they are pinned to and cut from.
 *
 * Sides that pins tie together are a *group*: one person, whatever the log says. All maps here are as large as the
 * overrides and not as the log.
 */

import type { Hash128 } from '../base/hash.ts';
import { hexToHash } from '../base/hash.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import type { IslandRoot, Islands } from './islands.ts';
import type { OverridesInForce } from './override-conflicts.ts';
import type { LinkOverride, OverrideSide } from './overrides.ts';
import { sideText } from './overrides.ts';
import type { TakingOrder } from './taking-order.ts';

export interface Side {
  readonly named: OverrideSide;
  /** Words of the event's key; null for an identifier. */
  readonly key: Hash128 | null;
  /** The identifier, or a key of the event: -1 until a record brings it. */
  identifier: IdentifierIndex;
  /** The event's row; -1 until it is read, and for an identifier. */
  row: EventIndex;
  /** The sides it is cut from. */
  readonly cutFrom: Side[];
  readonly pins: Pin[];
  /** Itself and all that pins tie it to. */
  group: SideGroup;
  /** Number of the last event on whose side it was found. */
  taken: number;
}

export interface Pin {
  /** Place among all pins, in the order in which they are heard. */
  readonly order: number;
  readonly a: Side;
  readonly b: Side;
}

export interface SideGroup {
  /** The groups of all that one of its sides is cut from. */
  readonly cutFrom: Set<SideGroup>;
}

export class OverrideSides {
  protected readonly state: IdentityState;
  protected readonly sides = new Map<string, Side>();
  readonly #ofIdentifier = new Map<IdentifierIndex, Side>();
  /** First word of a named event's key → sides. */
  readonly #ofEvent = new Map<number, Side[]>();

  constructor({ pins, cuts }: Pick<OverridesInForce, 'pins' | 'cuts'>, state: IdentityState) {
    this.state = state;
    for (const cut of cuts) {
      const [a, b] = this.#sidesOf(cut);
      a.cutFrom.push(b);
      b.cutFrom.push(a);
    }
    pins.forEach((link, order) => {
      const [a, b] = this.#sidesOf(link);
      const pin = { order, a, b };
      a.pins.push(pin);
      b.pins.push(pin);
    });
    this.#group();
  }

  /** Looks for the identifiers that no record had brought so far. */
  bind(): void {
    const { identifierTable } = this.state.store;
    for (const side of this.sides.values()) {
      if ('event' in side.named || side.identifier >= 0) continue;
      side.identifier = identifierTable.find(side.named.namespace, side.named.value);
      if (side.identifier >= 0) this.#ofIdentifier.set(side.identifier, side);
    }
  }

  /** Connects the island of an event whose keys were read to those of what they are pinned to; returns its root. */
  connect(event: EventIndex, keys: TakingOrder, islands: Islands, root: IslandRoot): IslandRoot {
    let joined = root;
    const named = this.meet(event, keys);
    if (named !== null) joined = this.#connectSide(named, joined, islands);
    for (let i = 0; i < keys.count; i += 1) {
      const side = this.#ofIdentifier.get(keys.keys[i]!);
      if (side !== undefined) joined = this.#connectSide(side, joined, islands);
    }
    return joined;
  }

  /** Notes the row and a key of an event whose keys were read, if an override names it. */
  meet(event: EventIndex, keys: TakingOrder): Side | null {
    const named = this.sideOfEvent(event);
    if (named === null) return null;
    named.row = event;
    named.identifier = keys.keys[0]!;
    return named;
  }

  /** The side that names an identifier, if any. */
  sideOf(identifier: IdentifierIndex): Side | undefined {
    return this.#ofIdentifier.get(identifier);
  }

  /** The side that names an event, or null. */
  sideOfEvent(event: EventIndex): Side | null {
    if (this.#ofEvent.size === 0) return null;
    const words = this.state.store.key.values;
    const candidates = this.#ofEvent.get(words[event * 4]!);
    return (
      candidates?.find(({ key }) => key?.every((word, index) => word === words[event * 4 + index])) ?? null
    );
  }

  /** Present profiles that have the two sides of a pin or cut in force; none for a side that does not exist. */
  holdersOf({ a, b }: LinkOverride): readonly [readonly ProfileIndex[], readonly ProfileIndex[]] {
    return [this.#holdersOf(a), this.#holdersOf(b)];
  }

  /** The named identifiers that records have brought, and a key of every named event that was read. */
  *representatives(): Generator<IdentifierIndex> {
    for (const { identifier } of this.sides.values()) if (identifier >= 0) yield identifier;
  }

  /** Rows of the named events that were read. */
  *namedRows(): Generator<EventIndex> {
    for (const { row } of this.sides.values()) if (row >= 0) yield row;
  }

  protected ownerOf({ key, identifier, row }: Side): ProfileIndex {
    const { state } = this;
    if (key === null) return identifier < 0 ? -1 : state.ownerOf(identifier);
    const credit = row < 0 ? -1 : state.credit.at(row);
    return credit < 0 ? -1 : state.profiles.canonical(credit);
  }

  #holdersOf(named: OverrideSide): readonly ProfileIndex[] {
    const side = this.sides.get(sideText(named));
    const owner = side === undefined ? -1 : this.ownerOf(side);
    if (owner < 0) return [];
    return side?.key === null ? this.state.memberships.ownersOf(side.identifier) : [owner];
  }

  #sidesOf({ a, b }: LinkOverride): [Side, Side] {
    return [this.#enter(a), this.#enter(b)];
  }

  #enter(named: OverrideSide): Side {
    const text = sideText(named);
    const known = this.sides.get(text);
    if (known !== undefined) return known;
    const key = 'event' in named ? hexToHash(named.event) : null;
    const group = { cutFrom: new Set<SideGroup>() };
    const side = { named, key, identifier: -1, row: -1, cutFrom: [], pins: [], group, taken: 0 };
    this.sides.set(text, side);
    if (key === null) return side;
    const first = this.#ofEvent.get(key[0]!);
    if (first === undefined) this.#ofEvent.set(key[0]!, [side]);
    else first.push(side);
    return side;
  }

  /** Gives all sides that pins tie together one group: a walk from each side that was not reached before. */
  #group(): void {
    const reached = new Set<Side>();
    for (const start of this.sides.values()) {
      const queue = reached.has(start) ? [] : [start];
      for (let next = 0; next < queue.length; next += 1) {
        const side = queue[next]!;
        if (reached.has(side)) continue;
        reached.add(side);
        side.group = start.group;
        for (const { a, b } of side.pins) queue.push(a === side ? b : a);
      }
    }
    for (const { group, cutFrom } of this.sides.values())
      for (const other of cutFrom) group.cutFrom.add(other.group);
  }

  #connectSide(side: Side, root: IslandRoot, islands: Islands): IslandRoot {
    let joined = root;
    for (const pin of side.pins) {
      const { identifier } = pin.a === side ? pin.b : pin.a;
      if (identifier >= 0 && this.state.roles.ranks.at(identifier) > 0)
        joined = islands.unite(Int32Array.of(joined, identifier), 2);
    }
    return joined;
  }
}
