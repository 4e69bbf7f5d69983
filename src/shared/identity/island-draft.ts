/**
 * What an island policy concludes, step by step, over plain objects: profiles may hold identifiers that others hold too,
 * lose them again, and be cut in two. Every move notes its row for the ledger; at the end `writeTo` plays all moves to
 * the state in their order and credits each event as it stands last.
 *
 * Numbers of profiles are the draft's own, in the order of founding; an absorbed profile answers by `canonical`. What a
 * profile holds lies in a body. When two profiles merge, the smaller body is poured into the larger one, whichever of
 * the two survives (union by size: each holding moves O(log n) times), so a merge never costs what a hub holds.
 */

import { invariant, must } from '../base/assert.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { MembershipIndex, ProfileIndex, ReasonCode } from './identity.ts';
import type { IdentityState } from './identity-state.ts';

/** Number of a profile in its draft. */
export type DraftProfile = number;
/** Number of a (profile, identifier) in its draft: what a membership will be. */
type Holding = number;

/**
 * In place of a holding that ended. The entry stays, as V8 keeps deleted ones in their chain until it makes the table
 * anew: an identifier that left and came back a thousand times would be looked for past a thousand of them.
 */
const ENDED = -1;

/** Moves, profiles or credits that are written between two pauses. */
const WRITTEN_AT_ONCE = 1024;

interface Body {
  /** Also of identifiers that it held once. */
  readonly holds: Map<IdentifierIndex, Holding>;
  /** Which of the identifiers that it holds, and of the events credited to it, are named by overrides. */
  readonly named: Set<Named>;
  strongCount: number;
  /** The profile that answers for it. */
  profile: DraftProfile;
  /** The body it was poured into. */
  joined: Body | null;
}

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

export interface DraftTerms {
  isStrong(identifier: IdentifierIndex): boolean;
  isAnonymous(identifier: IdentifierIndex): boolean;
  /** True for what a profile is to be asked for by `namedOf`; nothing is without it. */
  isNamed?(named: Named): boolean;
}

/** An identifier, or an event as -1 - its number. */
export type Named = number;

function namedEvent(event: EventIndex): Named {
  return -1 - event;
}

export function eventOfNamed(named: Named): EventIndex {
  return -1 - named;
}

/** The part of an event that crediting looks at. */
export interface IslandCredit {
  readonly event: EventIndex;
  readonly keys: readonly { readonly identifier: IdentifierIndex }[];
}

export class IslandDraft {
  readonly #terms: DraftTerms;
  /** DraftProfile → the body it was founded with. */
  readonly #bodies: Body[] = [];
  /** DraftProfile → what founded it. */
  readonly #founders: IdentifierIndex[] = [];
  readonly #owners = new Map<IdentifierIndex, Set<Body>>();
  /** How many profiles an identifier has founded. */
  readonly #foundings = new Map<IdentifierIndex, number>();
  readonly #moves: ((replay: Replay) => void)[] = [];
  readonly #credits = new Map<EventIndex, Credit>();
  /** Identifier → the named events that follow it. */
  readonly #followers = new Map<IdentifierIndex, Named[]>();
  #holdingCount = 0;
  /** Owners and holdings looked at so far: a count of operations for the suite on linear time. */
  looks = 0;

  constructor(terms: DraftTerms) {
    this.#terms = terms;
  }

  /** The profile that answers for this one. */
  canonical(profile: DraftProfile): DraftProfile {
    return this.#bodyOf(profile).profile;
  }

  /** Profiles that hold an identifier, in no order that means anything; to be left as soon as enough is known. */
  *eachOwner(identifier: IdentifierIndex): Generator<DraftProfile, void> {
    const owners = this.#owners.get(identifier);
    if (owners === undefined) return;
    for (const body of owners) {
      this.looks += 1;
      yield body.profile;
    }
  }

  /** How many profiles hold an identifier. */
  ownerCount(identifier: IdentifierIndex): number {
    return this.#owners.get(identifier)?.size ?? 0;
  }

  /** Profiles that hold an identifier, in the order in which they were founded. Cost: sorts them. */
  ownersOf(identifier: IdentifierIndex): DraftProfile[] {
    return [...this.eachOwner(identifier)].sort((a, b) => a - b);
  }

  /** What a profile holds, in no order that means anything. */
  holdingsOf(profile: DraftProfile): IdentifierIndex[] {
    const { holds } = this.#bodyOf(profile);
    this.looks += holds.size;
    return [...holds].filter(([, holding]) => holding !== ENDED).map(([held]) => held);
  }

  holds(profile: DraftProfile, identifier: IdentifierIndex): boolean {
    return isHeldBy(this.#bodyOf(profile), identifier);
  }

  /** The profile that an event is credited to by now; undefined before it is. */
  creditOf(event: EventIndex): DraftProfile | undefined {
    const credit = this.#credits.get(event);
    return credit === undefined ? undefined : this.#creditedBy(credit);
  }

  /** What overrides name of a profile, in no order that means anything. */
  namedOf(profile: DraftProfile): Iterable<Named> {
    return this.#bodyOf(profile).named;
  }

  /** How many profiles were founded: their numbers are all below. */
  get profileCount(): number {
    return this.#bodies.length;
  }

  founderOf(profile: DraftProfile): IdentifierIndex {
    return must(this.#founders[profile], 'a profile founded before');
  }

  /** Founds a profile, whoever else holds the identifier. */
  found(identifier: IdentifierIndex, event: EventIndex): DraftProfile {
    const profile = this.#bodies.length;
    const ordinal = this.#foundings.get(identifier) ?? 0;
    this.#foundings.set(identifier, ordinal + 1);
    this.#bodies.push({ holds: new Map(), named: new Set(), strongCount: 0, profile, joined: null });
    this.#founders.push(identifier);
    const holding = this.#take(identifier, profile);
    this.#moves.push(({ state, profiles, memberships }) => {
      profiles[profile] = state.found(identifier, event, ordinal);
      memberships[holding] = state.memberships.last;
    });
    return profile;
  }

  /** Lets a profile hold an identifier, whoever else does. Nothing when it does already. */
  attach(identifier: IdentifierIndex, profile: DraftProfile, event: EventIndex): void {
    if (this.holds(profile, identifier)) return;
    const holding = this.#take(identifier, profile);
    this.#moves.push(({ state, profiles, memberships }) => {
      state.attach(identifier, at(profiles, profile), event);
      memberships[holding] = state.memberships.last;
    });
  }

  /** Takes an identifier from one profile to another, which may hold it already. */
  move(identifier: IdentifierIndex, from: DraftProfile, to: DraftProfile, why: Move): void {
    const ended = this.#drop(identifier, from);
    const isHeld = this.holds(to, identifier);
    const holding = isHeld ? null : this.#take(identifier, to);
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
    const ended = this.#drop(identifier, profile);
    this.#moves.push(({ state, memberships }) => state.releaseIdentifier(at(memberships, ended), why));
  }

  /** The survivor takes over what the absorbed profile holds and its events. Ties: the identifiers that met. */
  merge(survivor: DraftProfile, absorbed: DraftProfile, ties: MergeTies, event: EventIndex): void {
    const [kept, lost] = [this.#bodyOf(survivor), this.#bodyOf(absorbed)];
    invariant(
      kept !== lost && kept.profile === survivor && lost.profile === absorbed,
      'two profiles that answer for themselves',
    );
    const twice = kept.holds.size >= lost.holds.size ? this.#pour(lost, kept) : this.#pour(kept, lost);
    if (kept.joined !== null) lost.profile = survivor;
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
    const named = namedEvent(credited.event);
    if (this.#isNamed(named)) this.#bodyOf(profile).named.add(named);
  }

  /** Credits an event to whoever holds an identifier, now and later. Assumes that always one profile does. */
  follow(credited: IslandCredit, identifier: IdentifierIndex): void {
    const [holder] = this.eachOwner(identifier);
    const profile = must(holder, 'a profile that holds what an event follows');
    this.#enterCredit(credited, profile, identifier);
    const named = namedEvent(credited.event);
    if (!this.#isNamed(named)) return;
    this.#bodyOf(profile).named.add(named);
    const followers = this.#followers.get(identifier);
    if (followers === undefined) this.#followers.set(identifier, [named]);
    else followers.push(named);
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
    const cameAnonymous = carriesAnonymous && this.#bodyOf(profile).strongCount === 0;
    this.#credits.set(event, { profile, follows, cameAnonymous });
  }

  #creditedBy({ profile, follows }: Credit): DraftProfile {
    if (follows === null) return this.canonical(profile);
    const [holder] = this.eachOwner(follows);
    return must(holder, 'a profile that holds what an event follows');
  }

  #isNamed(named: Named): boolean {
    return this.#terms.isNamed?.(named) === true;
  }

  #bodyOf(profile: DraftProfile): Body {
    let body = must(this.#bodies[profile], 'a profile founded before');
    while (body.joined !== null) body = body.joined;
    return body;
  }

  /** Assumes that the profile does not hold it. */
  #take(identifier: IdentifierIndex, profile: DraftProfile): Holding {
    const holding = this.#holdingCount++;
    this.#enter(identifier, this.#bodyOf(profile), holding);
    return holding;
  }

  #drop(identifier: IdentifierIndex, profile: DraftProfile): Holding {
    const body = this.#bodyOf(profile);
    const holding = must(body.holds.get(identifier), 'an identifier that the profile held');
    invariant(holding !== ENDED, 'an identifier that the profile holds');
    body.holds.set(identifier, ENDED);
    body.named.delete(identifier);
    for (const follower of this.#followers.get(identifier) ?? []) body.named.delete(follower);
    if (this.#terms.isStrong(identifier)) body.strongCount -= 1;
    this.#owners.get(identifier)?.delete(body);
    return holding;
  }

  #enter(identifier: IdentifierIndex, body: Body, holding: Holding): void {
    body.holds.set(identifier, holding);
    if (this.#isNamed(identifier)) body.named.add(identifier);
    for (const follower of this.#followers.get(identifier) ?? []) body.named.add(follower);
    if (this.#terms.isStrong(identifier)) body.strongCount += 1;
    const owners = this.#owners.get(identifier);
    if (owners === undefined) this.#owners.set(identifier, new Set([body]));
    else owners.add(body);
  }

  /** Pours one body into another and returns the holdings of it that end, because the other holds the same. */
  #pour(from: Body, into: Body): Holding[] {
    const twice: Holding[] = [];
    this.looks += from.holds.size;
    for (const [identifier, holding] of from.holds) {
      if (holding === ENDED) continue;
      this.#owners.get(identifier)?.delete(from);
      if (isHeldBy(into, identifier)) twice.push(holding);
      else this.#enter(identifier, into, holding);
    }
    for (const named of from.named) into.named.add(named);
    from.named.clear();
    from.holds.clear();
    from.joined = into;
    return twice;
  }
}

function isHeldBy({ holds }: Body, identifier: IdentifierIndex): boolean {
  return (holds.get(identifier) ?? ENDED) !== ENDED;
}

function at(numbers: readonly number[], index: number): number {
  return must(numbers[index], 'something made before');
}
