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

interface Body {
  /** Also of identifiers that it held once. */
  readonly holds: Map<IdentifierIndex, Holding>;
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
  /** As of the event: it carried an anonymous identifier, and the profile held no strong one. */
  readonly cameAnonymous: boolean;
}

interface Move {
  readonly event: EventIndex;
  readonly action: 'hand-over' | 'cut';
  readonly reason: ReasonCode;
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
  readonly #owners = new Map<IdentifierIndex, Set<Body>>();
  /** How many profiles an identifier has founded. */
  readonly #foundings = new Map<IdentifierIndex, number>();
  readonly #moves: ((replay: Replay) => void)[] = [];
  readonly #credits = new Map<EventIndex, Credit>();
  #holdingCount = 0;

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
    if (owners !== undefined) for (const body of owners) yield body.profile;
  }

  /** Profiles that hold an identifier, in the order in which they were founded. Cost: sorts them. */
  ownersOf(identifier: IdentifierIndex): DraftProfile[] {
    return [...this.eachOwner(identifier)].sort((a, b) => a - b);
  }

  /** What a profile holds, in no order that means anything. */
  holdingsOf(profile: DraftProfile): IdentifierIndex[] {
    return [...this.#bodyOf(profile).holds].filter(([, holding]) => holding !== ENDED).map(([held]) => held);
  }

  holds(profile: DraftProfile, identifier: IdentifierIndex): boolean {
    return isHeldBy(this.#bodyOf(profile), identifier);
  }

  /** The profile that an event is credited to by now; undefined before it is. */
  creditOf(event: EventIndex): DraftProfile | undefined {
    const credit = this.#credits.get(event);
    return credit === undefined ? undefined : this.canonical(credit.profile);
  }

  /** Founds a profile, whoever else holds the identifier. */
  found(identifier: IdentifierIndex, event: EventIndex): DraftProfile {
    const profile = this.#bodies.length;
    const ordinal = this.#foundings.get(identifier) ?? 0;
    this.#foundings.set(identifier, ordinal + 1);
    this.#bodies.push({ holds: new Map(), strongCount: 0, profile, joined: null });
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
  merge(
    survivor: DraftProfile,
    absorbed: DraftProfile,
    ties: { readonly survivor: IdentifierIndex; readonly absorbed: IdentifierIndex },
    event: EventIndex,
  ): void {
    const [kept, lost] = [this.#bodyOf(survivor), this.#bodyOf(absorbed)];
    invariant(
      kept !== lost && kept.profile === survivor && lost.profile === absorbed,
      'two profiles that answer for themselves',
    );
    const twice = kept.holds.size >= lost.holds.size ? this.#pour(lost, kept) : this.#pour(kept, lost);
    if (kept.joined !== null) lost.profile = survivor;
    this.#moves.push(({ state, profiles, memberships }) => {
      for (const holding of twice) state.endMembership(at(memberships, holding), event);
      state.absorb(at(profiles, survivor), ties.survivor, at(profiles, absorbed), ties.absorbed, event);
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

  /** Credits an event; once more, to move it with its history. */
  credit({ event, keys }: IslandCredit, profile: DraftProfile): void {
    const known = this.#credits.get(event);
    if (known !== undefined) {
      known.profile = profile;
      return;
    }
    const carriesAnonymous = keys.some(({ identifier }) => this.#terms.isAnonymous(identifier));
    const cameAnonymous = carriesAnonymous && this.#bodyOf(profile).strongCount === 0;
    this.#credits.set(event, { profile, cameAnonymous });
  }

  /** Plays everything to the state and calls back for every profile founded. Events in canonical order. */
  writeTo(
    state: IdentityState,
    events: readonly EventIndex[],
    founded: (profile: ProfileIndex) => void,
  ): void {
    const replay: Replay = { state, profiles: [], memberships: [] };
    for (const move of this.#moves) move(replay);
    for (const profile of replay.profiles) founded(profile);
    this.#bodies.forEach((_, profile) => {
      if (this.canonical(profile) === profile) state.recount(at(replay.profiles, profile));
    });
    for (const event of events) {
      const { profile, cameAnonymous } = must(this.#credits.get(event), 'a credit for every event');
      state.creditLater(at(replay.profiles, this.canonical(profile)), event, cameAnonymous);
    }
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
    if (this.#terms.isStrong(identifier)) body.strongCount -= 1;
    this.#owners.get(identifier)?.delete(body);
    return holding;
  }

  #enter(identifier: IdentifierIndex, body: Body, holding: Holding): void {
    body.holds.set(identifier, holding);
    if (this.#terms.isStrong(identifier)) body.strongCount += 1;
    const owners = this.#owners.get(identifier);
    if (owners === undefined) this.#owners.set(identifier, new Set([body]));
    else owners.add(body);
  }

  /** Pours one body into another and returns the holdings of it that end, because the other holds the same. */
  #pour(from: Body, into: Body): Holding[] {
    const twice: Holding[] = [];
    for (const [identifier, holding] of from.holds) {
      if (holding === ENDED) continue;
      this.#owners.get(identifier)?.delete(from);
      if (isHeldBy(into, identifier)) twice.push(holding);
      else this.#enter(identifier, into, holding);
    }
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
