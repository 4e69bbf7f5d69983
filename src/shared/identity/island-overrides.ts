/**
 * Pins and cuts at work on one island, under policies that conclude on a draft. The policy knows nothing of them.
 *
 * *Cuts.* An event is screened against the draft as the events before have left it. Going down its keys, one is set aside
 * (CANNOT_LINK) when it, or anything that a profile with it holds or is credited with, is cut from what came with a key
 * before, the event itself coming first. What a policy makes of an event lies within the profiles that hold its keys; so
 * no profile ever gets both sides, and nothing is set aside on an event that does not bring them together. A cut of one
 * side is a cut of all that it is pinned to.
 *
 * *Pins.* Policies remember what they concluded about their profiles, so pins merge at the end, in the order in which they
 * are heard: the owners of the two sides, unless one profile has both, or what they hold is cut apart. Of several that
 * hold an identifier, its owner is who used it last. The row names the first event by which both sides and both profiles
 * existed. Profiles only grow by that, so that no pin need be tried again.
 *
 * Cost: a look at each key and, where an island has sides of cuts, for each key of an event with several at the profiles
 * that hold it or, where these are more, at those that hold such sides.
 */

import { must } from '../base/assert.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { DraftProfile, Named } from './draft-bodies.ts';
import { eventOfNamed } from './draft-bodies.ts';
import type { IslandDraft } from './island-draft.ts';
import type { IslandEvent } from './island-event.ts';
import type { OverrideSides, Pin, Side, SideGroup } from './override-sides.ts';

interface SetAside {
  readonly identifier: IdentifierIndex;
  /** Keeps it; null: nobody does. */
  readonly owner: DraftProfile | null;
  /** What it is cut from; undefined when that is an event. */
  readonly via: IdentifierIndex | undefined;
}

/** A side that a key brings along, and the profile through which it does; null: it is the key itself. */
interface Brought {
  readonly side: Side;
  readonly owner: DraftProfile | null;
}

export interface SurvivorTerms {
  /** 1 is the highest. */
  readonly rankOf: (identifier: IdentifierIndex) => number;
  /** The profile founded first survives whatever it holds. */
  readonly oldestSurvives?: boolean;
}

/** True for what a draft has to keep count of: everything that a cut names, or something pinned to it. */
export function isCut(sides: OverrideSides, named: Named): boolean {
  const side = named >= 0 ? sides.sideOf(named) : sides.sideOfEvent(eventOfNamed(named));
  return (side?.group.cutFrom.size ?? 0) > 0;
}

export class IslandOverrides {
  readonly #sides: OverrideSides;
  readonly #draft: IslandDraft;
  /** Sides that exist by now → place of the event at which they came to exist. */
  readonly #since = new Map<Side, number>();
  /** Identifiers among them that are pinned → the events that carry them, in order. */
  readonly #uses = new Map<Side, EventIndex[]>();
  /** Those of them that are cut from something. */
  readonly #cutSides = new Set<Side>();
  /** DraftProfile → place of the event that founded it. */
  readonly #foundedAt: number[] = [];
  /** Of the present event: groups on its side, each with the side that brought it. */
  readonly #taken = new Map<SideGroup, Side>();
  readonly #setAside: SetAside[] = [];
  /** While pins are brought into force. */
  readonly #bestRanks = new Map<DraftProfile, number>();

  constructor(sides: OverrideSides, draft: IslandDraft) {
    this.#sides = sides;
    this.#draft = draft;
  }

  /** The event as it is left for the policy; null when no key is left. */
  screen(event: IslandEvent): IslandEvent | null {
    this.#setAside.length = 0;
    this.#taken.clear();
    const { keys } = event;
    const named = this.#sides.sideOfEvent(event.event);
    if (named !== null) this.#taken.set(named.group, named);
    else if (keys.length === 1) return event;
    const kept = keys.filter(({ identifier }, place) => {
      const setAside = this.#conflictOf(identifier);
      if (setAside !== null) this.#setAside.push(setAside);
      else if (place + 1 < keys.length)
        for (const { side } of this.#broughtBy(identifier)) this.#taken.set(side.group, side);
      return setAside === null;
    });
    if (kept.length === keys.length) return event;
    return kept.length === 0 ? null : { ...event, keys: kept };
  }

  /** To be called after the policy has taken the event screened last. `place`: of the event in its island. */
  follow({ event, keys }: IslandEvent, place: number): void {
    const draft = this.#draft;
    while (this.#foundedAt.length < draft.profileCount) this.#foundedAt.push(place);
    for (const { identifier, owner, via } of this.#setAside) {
      const profile = must(draft.creditOf(event), 'the credit of an event that was taken');
      const reason = 'CANNOT_LINK';
      draft.refuse(identifier, profile, { event, reason, owner, ...(via !== undefined && { via }) });
    }
    const named = this.#sides.sideOfEvent(event);
    if (named !== null) this.#note(named, place);
    for (const { identifier } of keys) {
      const side = this.#sides.sideOf(identifier);
      if (side === undefined) continue;
      if (draft.ownerCount(identifier) > 0) this.#note(side, place);
      if (side.pins.length > 0) this.#noteUse(side, event);
    }
  }

  /** Brings pins into force. Assumes that all events of the island have been taken. */
  pin(events: readonly EventIndex[], terms: SurvivorTerms): void {
    const pins = new Set<Pin>();
    for (const side of this.#since.keys()) for (const pin of side.pins) pins.add(pin);
    for (const pin of [...pins].sort((a, b) => a.order - b.order)) {
      if (this.#areOne(pin)) continue;
      const [a, b] = [this.#ownerOf(pin.a), this.#ownerOf(pin.b)];
      if (a === undefined || b === undefined || this.#areCut(a, b)) continue;
      const places = [this.#since.get(pin.a), this.#since.get(pin.b), this.#foundedAt[a], this.#foundedAt[b]];
      const place = Math.max(...places.map((one) => must(one, 'what exists by an event of the island')));
      this.#merge(pin, { a, b, event: events[place]! }, terms);
    }
  }

  #conflictOf(identifier: IdentifierIndex): SetAside | null {
    if (this.#taken.size === 0) return null;
    for (const { side, owner } of this.#broughtBy(identifier))
      for (const group of side.group.cutFrom) {
        const opponent = this.#taken.get(group);
        if (opponent === undefined) continue;
        const [holder] = this.#draft.eachOwner(identifier);
        const via = opponent.key === null ? opponent.identifier : undefined;
        return { identifier, owner: owner ?? holder ?? null, via };
      }
    return null;
  }

  /** The cut sides that come with a key. */
  *#broughtBy(identifier: IdentifierIndex): Generator<Brought, void> {
    const draft = this.#draft;
    const own = this.#sides.sideOf(identifier);
    if (own !== undefined && own.group.cutFrom.size > 0) yield { side: own, owner: null };
    if (draft.ownerCount(identifier) <= this.#cutSides.size) {
      for (const owner of draft.eachOwner(identifier))
        for (const named of draft.namedOf(owner)) yield { side: this.#sideNamed(named), owner };
      return;
    }
    for (const side of this.#cutSides)
      if (side !== own)
        for (const owner of this.#holdersOf(side)) if (draft.holds(owner, identifier)) yield { side, owner };
  }

  #sideNamed(named: Named): Side {
    const side = named >= 0 ? this.#sides.sideOf(named) : this.#sides.sideOfEvent(eventOfNamed(named));
    return must(side ?? undefined, 'a side of the draft');
  }

  *#holdersOf({ key, identifier, row }: Side): Generator<DraftProfile, void> {
    if (key === null) yield* this.#draft.eachOwner(identifier);
    const credited = key === null ? undefined : this.#draft.creditOf(row);
    if (credited !== undefined) yield credited;
  }

  #note(side: Side, place: number): void {
    if (this.#since.has(side)) return;
    this.#since.set(side, place);
    if (side.group.cutFrom.size > 0) this.#cutSides.add(side);
  }

  #noteUse(side: Side, event: EventIndex): void {
    const uses = this.#uses.get(side);
    if (uses === undefined) this.#uses.set(side, [event]);
    else uses.push(event);
  }

  /** True when a profile has both sides of a pin already. */
  #areOne({ a, b }: Pin): boolean {
    const draft = this.#draft;
    const isFewer =
      a.key !== null || (b.key === null && draft.ownerCount(a.identifier) < draft.ownerCount(b.identifier));
    const [one, other] = isFewer ? [a, b] : [b, a];
    for (const holder of this.#holdersOf(one)) {
      if (other.key === null ? draft.holds(holder, other.identifier) : draft.creditOf(other.row) === holder)
        return true;
    }
    return false;
  }

  /** Of several that hold an identifier: whoever is credited with the last event that carries it. */
  #ownerOf(side: Side): DraftProfile | undefined {
    const draft = this.#draft;
    if (side.key !== null) return draft.creditOf(side.row);
    const [first, second] = draft.eachOwner(side.identifier);
    if (second === undefined) return first;
    const last = this.#uses
      .get(side)
      ?.findLast((event) => draft.holds(draft.creditOf(event)!, side.identifier));
    return last === undefined ? first : draft.creditOf(last);
  }

  /** True when a cut separates what two profiles hold. */
  #areCut(a: DraftProfile, b: DraftProfile): boolean {
    const there = new Set<SideGroup>();
    for (const named of this.#draft.namedOf(b)) there.add(this.#sideNamed(named).group);
    for (const named of this.#draft.namedOf(a))
      for (const group of this.#sideNamed(named).group.cutFrom) if (there.has(group)) return true;
    return false;
  }

  #merge(
    { a: sideA, b: sideB }: Pin,
    { a, b, event }: { readonly a: DraftProfile; readonly b: DraftProfile; readonly event: EventIndex },
    terms: SurvivorTerms,
  ): void {
    const [tieA, tieB] = [this.#tieOf(sideA, a), this.#tieOf(sideB, b)];
    const difference =
      terms.oldestSurvives === true ? 0 : this.#bestRank(a, terms) - this.#bestRank(b, terms);
    // A lower number was founded earlier.
    const keepsA = difference === 0 ? a < b : difference < 0;
    const [survivor, absorbed] = keepsA ? [a, b] : [b, a];
    const ties = keepsA ? { survivor: tieA, absorbed: tieB } : { survivor: tieB, absorbed: tieA };
    // The survivor has the better rank of the two, or does not need one.
    this.#draft.merge(survivor, absorbed, { ...ties, reason: 'MUST_LINK' }, event);
  }

  /** An event stands for the profile that it is credited to, so for who founded that. */
  #tieOf({ key, identifier }: Side, owner: DraftProfile): IdentifierIndex {
    return key === null ? identifier : this.#draft.founderOf(owner);
  }

  /** Of the best identifier that a profile holds, or of its founder when it holds none. Cost: once for each profile. */
  #bestRank(profile: DraftProfile, { rankOf }: SurvivorTerms): number {
    let best = this.#bestRanks.get(profile);
    if (best === undefined) {
      const held = this.#draft.holdingsOf(profile);
      if (held.length === 0) held.push(this.#draft.founderOf(profile));
      best = held.reduce((rank, identifier) => Math.min(rank, rankOf(identifier)), Number.POSITIVE_INFINITY);
      this.#bestRanks.set(profile, best);
    }
    return best;
  }
}
