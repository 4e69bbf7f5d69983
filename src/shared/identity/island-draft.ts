/**
 * What an island policy concludes, step by step, over plain objects: profiles may hold identifiers that others hold too,
 * lose them again, and be cut in two. Every move notes its row for the ledger; at the end `writeTo` plays all moves to
 * the state in their order and credits each event as it stands last.
 *
 * Numbers of profiles are the draft's own. An absorbed profile answers by `canonical`.
 */

import { invariant, must } from '../base/assert.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ReasonCode } from './identity.ts';
import type { IdentityState } from './identity-state.ts';

/** Number of a profile in its draft. */
export type DraftProfile = number;

interface Profile {
  readonly holds: Set<IdentifierIndex>;
  absorbedBy: DraftProfile | null;
}

type Move = (state: IdentityState, numbers: readonly number[]) => number | null;

interface Credit {
  profile: DraftProfile;
  /** As of the event: it carried an anonymous identifier, and the profile held no strong one. */
  readonly cameAnonymous: boolean;
}

export interface DraftTerms {
  isStrong(identifier: IdentifierIndex): boolean;
  isAnonymous(identifier: IdentifierIndex): boolean;
}

export class IslandDraft {
  readonly #terms: DraftTerms;
  readonly #profiles: Profile[] = [];
  readonly #owners = new Map<IdentifierIndex, Set<DraftProfile>>();
  readonly #moves: Move[] = [];
  readonly #credits = new Map<EventIndex, Credit>();

  constructor(terms: DraftTerms) {
    this.#terms = terms;
  }

  /** The profile that answers for this one. */
  canonical(profile: DraftProfile): DraftProfile {
    let node = profile;
    for (let up = this.#profiles[node]!.absorbedBy; up !== null; up = this.#profiles[node]!.absorbedBy)
      node = up;
    return node;
  }

  /** Profiles that hold an identifier, in the order in which they were founded. */
  ownersOf(identifier: IdentifierIndex): DraftProfile[] {
    return [...(this.#owners.get(identifier) ?? [])].sort((a, b) => a - b);
  }

  /** What a profile that was not absorbed holds, in the order in which it came. */
  holdingsOf(profile: DraftProfile): IdentifierIndex[] {
    return [...this.#profiles[profile]!.holds];
  }

  holds(profile: DraftProfile, identifier: IdentifierIndex): boolean {
    return this.#profiles[profile]!.holds.has(identifier);
  }

  /** The profile that an event is credited to by now; undefined before it is. */
  creditOf(event: EventIndex): DraftProfile | undefined {
    const credit = this.#credits.get(event);
    return credit === undefined ? undefined : this.canonical(credit.profile);
  }

  found(identifier: IdentifierIndex, event: EventIndex): DraftProfile {
    const profile = this.#profiles.length;
    this.#profiles.push({ holds: new Set(), absorbedBy: null });
    this.#take(identifier, profile);
    this.#moves.push((state) => state.found(identifier, event));
    return profile;
  }

  /** Lets a profile hold an identifier, whoever else does. Nothing when it does already. */
  attach(identifier: IdentifierIndex, profile: DraftProfile, event: EventIndex): void {
    if (this.holds(profile, identifier)) return;
    this.#take(identifier, profile);
    this.#move((state, numbers) => state.attach(identifier, at(numbers, profile), event));
  }

  /** Takes an identifier from one profile to another, which may hold it already. */
  move(
    identifier: IdentifierIndex,
    from: DraftProfile,
    to: DraftProfile,
    why: { readonly event: EventIndex; readonly action: 'hand-over' | 'cut'; readonly reason: ReasonCode },
  ): void {
    invariant(this.holds(from, identifier), 'an identifier that the profile holds');
    const isHeld = this.holds(to, identifier);
    this.#drop(identifier, from);
    this.#take(identifier, to);
    this.#move((state, numbers) =>
      state.moveIdentifier(identifier, { from: at(numbers, from), to: at(numbers, to), isHeld, ...why }),
    );
  }

  /** The survivor takes over what the absorbed profile holds and its events. Ties: the identifiers that met. */
  merge(
    survivor: DraftProfile,
    absorbed: DraftProfile,
    ties: { readonly survivor: IdentifierIndex; readonly absorbed: IdentifierIndex },
    event: EventIndex,
  ): void {
    invariant(
      survivor !== absorbed && this.canonical(survivor) === survivor && this.canonical(absorbed) === absorbed,
      'two present profiles',
    );
    const twice = this.holdingsOf(absorbed).filter((identifier) => this.holds(survivor, identifier));
    for (const identifier of this.holdingsOf(absorbed)) {
      this.#drop(identifier, absorbed);
      this.#take(identifier, survivor);
    }
    this.#profiles[absorbed]!.absorbedBy = survivor;
    this.#move((state, numbers) => {
      const [into, from] = [at(numbers, survivor), at(numbers, absorbed)];
      for (const identifier of twice) state.endHolding(identifier, from, event);
      state.absorb(into, ties.survivor, from, ties.absorbed, event);
    });
  }

  /** Notes that an identifier did not come to the profile. `owner` keeps it; null: nobody does. */
  refuse(
    identifier: IdentifierIndex,
    profile: DraftProfile,
    why: {
      readonly event: EventIndex;
      readonly reason: ReasonCode;
      readonly owner: DraftProfile | null;
      readonly via?: IdentifierIndex;
    },
  ): void {
    this.#move((state, numbers) => {
      const owner = why.owner === null ? -1 : at(numbers, why.owner);
      const refusal = { identifier, reason: why.reason, owner, via: why.via ?? -1 };
      state.refuse(refusal, at(numbers, profile), why.event);
    });
  }

  /** Credits an event; once more, to move it with its history. */
  credit(event: IslandCredit, profile: DraftProfile): void {
    const known = this.#credits.get(event.event);
    if (known !== undefined) {
      known.profile = profile;
      return;
    }
    const carriesAnonymous = event.keys.some(({ identifier }) => this.#terms.isAnonymous(identifier));
    const isIdentified = this.holdingsOf(this.canonical(profile)).some((held) => this.#terms.isStrong(held));
    this.#credits.set(event.event, { profile, cameAnonymous: carriesAnonymous && !isIdentified });
  }

  /** Plays everything to the state and calls back for every profile founded. Events in canonical order. */
  writeTo(state: IdentityState, events: readonly EventIndex[], founded: (profile: number) => void): void {
    const numbers: number[] = [];
    for (const move of this.#moves) {
      const number = move(state, numbers);
      if (number === null) continue;
      numbers.push(number);
      founded(number);
    }
    this.#profiles.forEach((profile, draft) => {
      if (profile.absorbedBy === null) state.recount(numbers[draft]!);
    });
    for (const event of events) {
      const { profile, cameAnonymous } = must(this.#credits.get(event), 'a credit for every event');
      state.creditLater(at(numbers, this.canonical(profile)), event, cameAnonymous);
    }
  }

  #move(move: (state: IdentityState, numbers: readonly number[]) => void): void {
    this.#moves.push((state, numbers) => {
      move(state, numbers);
      return null;
    });
  }

  #take(identifier: IdentifierIndex, profile: DraftProfile): void {
    this.#profiles[profile]!.holds.add(identifier);
    let owners = this.#owners.get(identifier);
    if (owners === undefined) {
      owners = new Set();
      this.#owners.set(identifier, owners);
    }
    owners.add(profile);
  }

  #drop(identifier: IdentifierIndex, profile: DraftProfile): void {
    this.#profiles[profile]!.holds.delete(identifier);
    this.#owners.get(identifier)!.delete(profile);
  }
}

/** The part of an event that crediting looks at. */
export interface IslandCredit {
  readonly event: EventIndex;
  readonly keys: readonly { readonly identifier: IdentifierIndex }[];
}

function at(numbers: readonly number[], profile: DraftProfile): number {
  return must(numbers[profile], 'a profile founded before');
}
