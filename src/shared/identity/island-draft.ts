/**
 * What an island policy concludes, step by step, over plain objects: profiles may hold identifiers that others hold too,
 * lose them again, and be cut in two. Every move notes its row for the ledger; at the end `writeTo` plays all moves to
 * the state in their order and credits each event as it stands last.
 *
 * Numbers of profiles are the draft's own, in the order of founding; an absorbed profile answers by `canonical`. Who
 * holds what is kept in `draft-bodies.ts`.
 */

import { must } from '../base/assert.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { DraftProfile, DraftTerms, Named } from './draft-bodies.ts';
import { DraftBodies } from './draft-bodies.ts';
import type { MembershipIndex, ProfileIndex, ReasonCode } from './identity.ts';
import type { IdentityState } from './identity-state.ts';

/** Moves, profiles or credits that are written between two pauses. */
const WRITTEN_AT_ONCE = 1024;

interface Replay {
  readonly state: IdentityState;
  /** DraftProfile → its number in the state. */
  readonly profiles: ProfileIndex[];
  /** Holding → its number in the state. */
  readonly memberships: MembershipIndex[];
}

interface Credit {
  profile: DraftProfile;
  /** Whoever holds it is credited; null: the profile, whatever becomes of its identifiers. */
  readonly follows: IdentifierIndex | null;
  /** As of the event: it carried an anonymous identifier, and the profile held no strong one. */
  readonly cameAnonymous: boolean;
}

interface Move {
  readonly event: EventIndex;
  readonly action: 'hand-over' | 'cut';
  readonly reason: ReasonCode;
}

interface MergeTies {
  readonly survivor: IdentifierIndex;
  readonly absorbed: IdentifierIndex;
  readonly reason?: 'MUST_LINK';
}

interface WhyRefused {
  readonly event: EventIndex;
  readonly reason: ReasonCode;
  /** Keeps the identifier; null: nobody does. */
  readonly owner: DraftProfile | null;
  readonly via?: IdentifierIndex;
}

/** The part of an event that crediting looks at. */
export interface IslandCredit {
  readonly event: EventIndex;
  readonly keys: readonly { readonly identifier: IdentifierIndex }[];
}

export class IslandDraft {
  readonly #terms: DraftTerms;
  readonly #bodies: DraftBodies;
  /** DraftProfile → what founded it. */
  readonly #founders: IdentifierIndex[] = [];
  /** How many profiles an identifier has founded. */
  readonly #foundings = new Map<IdentifierIndex, number>();
  readonly #moves: ((replay: Replay) => void)[] = [];
  readonly #credits = new Map<EventIndex, Credit>();

  constructor(terms: DraftTerms) {
    this.#terms = terms;
    this.#bodies = new DraftBodies(terms);
  }

  /** Owners and holdings looked at so far: a count of operations for the suite on linear time. */
  get looks(): number {
    return this.#bodies.looks;
  }

  /** The profile that answers for this one. */
  canonical(profile: DraftProfile): DraftProfile {
    return this.#bodies.canonical(profile);
  }

  /** Profiles that hold an identifier, in no order that means anything; to be left as soon as enough is known. */
  eachOwner(identifier: IdentifierIndex): Iterable<DraftProfile> {
    return this.#bodies.eachOwner(identifier);
  }

  /** How many profiles hold an identifier. */
  ownerCount(identifier: IdentifierIndex): number {
    return this.#bodies.ownerCount(identifier);
  }

  /** Profiles that hold an identifier, in the order in which they were founded. Cost: sorts them. */
  ownersOf(identifier: IdentifierIndex): DraftProfile[] {
    return [...this.eachOwner(identifier)].sort((a, b) => a - b);
  }

  /** What a profile holds, in no order that means anything. */
  holdingsOf(profile: DraftProfile): IdentifierIndex[] {
    return this.#bodies.holdingsOf(profile);
  }

  holds(profile: DraftProfile, identifier: IdentifierIndex): boolean {
    return this.#bodies.holds(profile, identifier);
  }

  /** The profile that an event is credited to by now; undefined before it is. */
  creditOf(event: EventIndex): DraftProfile | undefined {
    const credit = this.#credits.get(event);
    return credit === undefined ? undefined : this.#creditedBy(credit);
  }

  /** What overrides name of a profile, in no order that means anything. */
  namedOf(profile: DraftProfile): Iterable<Named> {
    return this.#bodies.namedOf(profile);
  }

  /** How many profiles were founded: their numbers are all below. */
  get profileCount(): number {
    return this.#bodies.count;
  }

  founderOf(profile: DraftProfile): IdentifierIndex {
    return must(this.#founders[profile], 'a profile founded before');
  }

  /** Founds a profile, whoever else holds the identifier. */
  found(identifier: IdentifierIndex, event: EventIndex): DraftProfile {
    const profile = this.#bodies.found();
    const ordinal = this.#foundings.get(identifier) ?? 0;
    this.#foundings.set(identifier, ordinal + 1);
    this.#founders.push(identifier);
    const holding = this.#bodies.take(identifier, profile);
    this.#moves.push(({ state, profiles, memberships }) => {
      profiles[profile] = state.found(identifier, event, ordinal);
      memberships[holding] = state.memberships.last;
    });
    return profile;
  }

  /** Lets a profile hold an identifier, whoever else does. Nothing when it does already. */
  attach(identifier: IdentifierIndex, profile: DraftProfile, event: EventIndex): void {
    if (this.holds(profile, identifier)) return;
    const holding = this.#bodies.take(identifier, profile);
    this.#moves.push(({ state, profiles, memberships }) => {
      state.attach(identifier, at(profiles, profile), event);
      memberships[holding] = state.memberships.last;
    });
  }

  /** Takes an identifier from one profile to another, which may hold it already. */
  move(identifier: IdentifierIndex, from: DraftProfile, to: DraftProfile, why: Move): void {
    const ended = this.#bodies.drop(identifier, from);
    const isHeld = this.holds(to, identifier);
    const holding = isHeld ? null : this.#bodies.take(identifier, to);
    this.#moves.push(({ state, profiles, memberships }) => {
      state.moveIdentifier(at(memberships, ended), { ...why, to: at(profiles, to), isHeld });
      if (holding !== null) memberships[holding] = state.memberships.last;
    });
  }

  /** A profile lets go of an identifier, and `via` takes its place. */
  release(
    identifier: IdentifierIndex,
    profile: DraftProfile,
    why: { readonly event: EventIndex; readonly reason: ReasonCode; readonly via: IdentifierIndex },
  ): void {
    const ended = this.#bodies.drop(identifier, profile);
    this.#moves.push(({ state, memberships }) => state.releaseIdentifier(at(memberships, ended), why));
  }

  /** The survivor takes over what the absorbed profile holds and its events. Ties: the identifiers that met. */
  merge(survivor: DraftProfile, absorbed: DraftProfile, ties: MergeTies, event: EventIndex): void {
    const twice = this.#bodies.merge(survivor, absorbed);
    this.#moves.push(({ state, profiles, memberships }) => {
      for (const holding of twice) state.holdings.endOne(at(memberships, holding), event);
      const [kept, lost] = [at(profiles, survivor), at(profiles, absorbed)];
      state.absorb(kept, ties.survivor, lost, ties.absorbed, event, ties.reason);
    });
  }

  /** Notes that an identifier did not join the profile to its owner. */
  refuse(identifier: IdentifierIndex, profile: DraftProfile, why: WhyRefused): void {
    this.#moves.push(({ state, profiles }) => {
      const owner = why.owner === null ? -1 : state.profiles.canonical(at(profiles, why.owner));
      const refusal = { identifier, reason: why.reason, owner, via: why.via ?? -1 };
      state.refuse(refusal, state.profiles.canonical(at(profiles, profile)), why.event);
    });
  }

  /** Credits an event to a profile, for good. */
  credit(credited: IslandCredit, profile: DraftProfile): void {
    this.#enterCredit(credited, profile, null);
  }

  /** Credits an event to whoever holds an identifier, now and later. Assumes that always one profile does. */
  follow(credited: IslandCredit, identifier: IdentifierIndex): void {
    const [holder] = this.eachOwner(identifier);
    this.#enterCredit(credited, must(holder, 'a profile that holds what an event follows'), identifier);
  }

  /** Plays everything to the state and calls back for every profile founded. Events in canonical order. */
  *writeTo(
    state: IdentityState,
    events: readonly EventIndex[],
    founded: (profile: ProfileIndex) => void,
  ): Slices {
    const replay: Replay = { state, profiles: [], memberships: [] };
    for (const [place, move] of this.#moves.entries()) {
      move(replay);
      if ((place + 1) % WRITTEN_AT_ONCE === 0) yield;
    }
    for (const [profile, written] of replay.profiles.entries()) {
      founded(written);
      if (this.canonical(profile) === profile) state.holdings.recount(written);
      if ((profile + 1) % WRITTEN_AT_ONCE === 0) yield;
    }
    for (const [place, event] of events.entries()) {
      const credit = must(this.#credits.get(event), 'a credit for every event');
      state.creditLater(at(replay.profiles, this.#creditedBy(credit)), event, credit.cameAnonymous);
      if ((place + 1) % WRITTEN_AT_ONCE === 0) yield;
    }
  }

  #enterCredit({ event, keys }: IslandCredit, profile: DraftProfile, follows: IdentifierIndex | null): void {
    const carriesAnonymous = keys.some(({ identifier }) => this.#terms.isAnonymous(identifier));
    const cameAnonymous = carriesAnonymous && !this.#bodies.holdsStrong(profile);
    this.#credits.set(event, { profile, follows, cameAnonymous });
    this.#bodies.noteEvent(event, profile, follows);
  }

  #creditedBy({ profile, follows }: Credit): DraftProfile {
    if (follows === null) return this.canonical(profile);
    const [holder] = this.eachOwner(follows);
    return must(holder, 'a profile that holds what an event follows');
  }
}

function at(numbers: readonly number[], index: number): number {
  return must(numbers[index], 'something made before');
}
