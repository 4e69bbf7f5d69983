/**
 * Pins and cuts at work while events are folded, whatever the policy.
 *
 * Before the policy sees an event's keys, they are screened in the order of taking: a key is set aside when it, or its
 * owner, is cut from one taken before, or from the owner of one. What remains may be joined in any way, so no policy can
 * put the two sides of a cut together, nor hand one over to the other. An event that is named itself comes first.
 *
 * After the event was credited, the pins that it could have brought into force merge the owners of their sides, in the
 * order in which they are heard, unless a cut separates the two profiles; such a pin is tried again whenever something
 * that is named may have changed hands. A pinned device does not change hands.
 *
 * Which sides a profile holds is kept in a list a profile, joined as profiles merge; an entry counts while the side's
 * owner is that profile. All maps here are as large as the overrides and not as the log.
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { IdentityState, Refusal } from './identity-state.ts';
import type { OverridesInForce } from './override-conflicts.ts';
import type { Pin, Side } from './override-sides.ts';
import { OverrideSides } from './override-sides.ts';
import type { Policy } from './policies/policy.ts';
import type { TakingOrder } from './taking-order.ts';

export class OverrideTable extends OverrideSides {
  /** Of the sides that are cut from something. */
  readonly #heldBy = new Map<ProfileIndex, Set<Side>>();
  /** Pins that a cut keeps out of force although both of their sides exist. */
  readonly #beaten = new Set<Pin>();
  #screened = 0;
  readonly #setAside: Refusal[] = [];
  readonly #oldestSurvives: boolean;

  constructor(
    links: Pick<OverridesInForce, 'pins' | 'cuts'>,
    state: IdentityState,
    { oldestSurvives = false }: Pick<Policy, 'oldestSurvives'>,
  ) {
    super(links, state);
    this.#oldestSurvives = oldestSurvives;
  }

  /** Takes over what the table in force before has met; the sides whose overrides changed are met again. */
  adopt(before: OverrideTable): void {
    for (const [text, side] of this.sides) {
      const known = before.sides.get(text);
      if (known === undefined) continue;
      side.row = known.row;
      if (side.key !== null) side.identifier = known.identifier;
    }
    this.bind();
    const pins = new Set<Pin>();
    for (const side of this.sides.values()) this.#place(side, this.ownerOf(side), pins);
    for (const pin of pins) if (this.#isApart(pin)) this.#beaten.add(pin);
  }

  /** Forgets everything that events have led to. */
  reset(): void {
    this.#heldBy.clear();
    this.#beaten.clear();
  }

  /** True when an override names the event. */
  names(event: EventIndex): boolean {
    return this.sideOfEvent(event) !== null;
  }

  /** Takes out of the keys, which are in order, what a cut separates from those before; false when none is left. */
  screen(keys: TakingOrder, event: EventIndex): boolean {
    this.#setAside.length = 0;
    this.#screened += 1;
    const named = this.sideOfEvent(event);
    if (named !== null) named.taken = this.#screened;
    let kept = 0;
    for (let i = 0; i < keys.count; i += 1) {
      const identifier = keys.keys[i]!;
      const owner = this.state.ownerOf(identifier);
      const sides = this.#partiesOf(identifier, owner);
      const opponent = this.#opponentOf(sides);
      if (opponent === null) {
        for (const side of sides) side.taken = this.#screened;
        keys.move(i, kept);
        kept += 1;
      } else {
        const via = opponent.key === null ? opponent.identifier : -1;
        this.#setAside.push({ identifier, reason: 'CANNOT_LINK', owner, via });
      }
    }
    if (kept === 0) this.#setAside.length = 0;
    else if (kept < keys.count) keys.truncate(kept);
    return kept > 0;
  }

  /** Writes what was set aside on the event screened last, and brings pins into force. Assumes that it is credited. */
  follow(event: EventIndex, anchor: ProfileIndex, keys: TakingOrder): void {
    for (const refusal of this.#setAside) this.state.refuse(refusal, anchor, event);
    this.#setAside.length = 0;
    const pins = new Set<Pin>();
    let isNamed = false;
    const named = this.sideOfEvent(event);
    if (named !== null) {
      isNamed = true;
      this.#place(named, anchor, pins);
    }
    for (let i = 0; i < keys.count; i += 1) {
      const side = this.sideOf(keys.keys[i]!);
      if (side === undefined) continue;
      isNamed = true;
      this.#place(side, this.ownerOf(side), pins);
    }
    if (!isNamed) return;
    for (const pin of this.#beaten) pins.add(pin);
    for (const pin of [...pins].sort((a, b) => a.order - b.order)) this.#force(pin, event);
  }

  /** True when a pin holds an identifier to its owner, so that it must not change hands. */
  holds(identifier: IdentifierIndex, owner: ProfileIndex): boolean {
    const side = this.sideOf(identifier);
    return side?.pins.some((pin) => this.ownerOf(pin.a === side ? pin.b : pin.a) === owner) ?? false;
  }

  absorb(survivor: ProfileIndex, absorbed: ProfileIndex): void {
    const moved = this.#heldBy.get(absorbed);
    if (moved === undefined) return;
    this.#heldBy.delete(absorbed);
    const held = this.#heldBy.get(survivor);
    if (held === undefined) this.#heldBy.set(survivor, moved);
    else for (const side of moved) held.add(side);
  }

  forget(profile: ProfileIndex): void {
    this.#heldBy.delete(profile);
  }

  /** Whom a key brings to the event's side: itself and all that its owner holds, as far as they are named. */
  #partiesOf(identifier: IdentifierIndex, owner: ProfileIndex): readonly Side[] {
    const own = this.sideOf(identifier);
    const held = owner < 0 ? [] : this.#heldOf(owner);
    return own === undefined ? held : [own, ...held];
  }

  /** A side taken before on this event from which one of these is cut, or null. */
  #opponentOf(sides: readonly Side[]): Side | null {
    for (const side of sides)
      for (const other of side.cutFrom) if (other.taken === this.#screened) return other;
    return null;
  }

  #heldOf(profile: ProfileIndex): readonly Side[] {
    const held = this.#heldBy.get(profile);
    if (held === undefined) return [];
    // What has changed hands since is not looked at twice.
    for (const side of held) if (this.ownerOf(side) !== profile) held.delete(side);
    return [...held];
  }

  #place(side: Side, owner: ProfileIndex, pins: Set<Pin>): void {
    if (owner < 0) return;
    for (const pin of side.pins) pins.add(pin);
    if (side.cutFrom.length === 0) return;
    const held = this.#heldBy.get(owner);
    if (held === undefined) this.#heldBy.set(owner, new Set([side]));
    else held.add(side);
  }

  /** Merges the owners of a pin's sides if both exist and no cut separates them. */
  #force(pin: Pin, event: EventIndex): void {
    const state = this.state;
    this.#beaten.delete(pin);
    if (!this.#isApart(pin)) return;
    const [ownerA, ownerB] = [this.ownerOf(pin.a), this.ownerOf(pin.b)];
    if (this.#separates(ownerA, ownerB)) {
      this.#beaten.add(pin);
      return;
    }
    const tie = ({ key, identifier }: Side, owner: ProfileIndex): IdentifierIndex =>
      key === null ? identifier : state.profiles.founder.at(owner);
    const [tieA, tieB] = [tie(pin.a, ownerA), tie(pin.b, ownerB)];
    if (!this.#oldestSurvives) state.join(ownerA, tieA, ownerB, tieB, event, 'MUST_LINK');
    else if (state.compareFounded(ownerA, ownerB) < 0)
      state.absorb(ownerA, tieA, ownerB, tieB, event, 'MUST_LINK');
    else state.absorb(ownerB, tieB, ownerA, tieA, event, 'MUST_LINK');
  }

  /** True when both sides of a pin exist and are not in one profile. */
  #isApart({ a, b }: Pin): boolean {
    const [ownerA, ownerB] = [this.ownerOf(a), this.ownerOf(b)];
    return ownerA >= 0 && ownerB >= 0 && ownerA !== ownerB;
  }

  #separates(a: ProfileIndex, b: ProfileIndex): boolean {
    const there = new Set(this.#heldOf(b));
    return this.#heldOf(a).some((side) => side.cutFrom.some((other) => there.has(other)));
  }
}
