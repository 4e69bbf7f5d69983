/**
 * Memberships as columns: (identifier, profile, from, to). An identifier's memberships form a ring in the order in
 * which they began, a profile's too; merging two profiles joins their rings.
 *
 *     D:  [Ada, 10:09–11:36] ─▶ [Ben, 11:36–12:29] ─▶ [Ada, 12:29– ]      `nextOther` skips those of the first owner
 */

import { copyColumns, int32Column, uint8Column } from '../base/columns.ts';
import { Rings } from '../base/rings.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Membership, MembershipIndex, ProfileIndex } from './identity.ts';
import type { ProfileTable } from './profile-table.ts';

/** It has had more than one membership. */
const HAS_MOVED = 1;
/** Its last membership ended, and nobody has had it since. */
const IS_FREE = 2;

export class MembershipTable {
  readonly identifier = int32Column();
  /** The profile joined, as of then. */
  readonly profile = int32Column();
  readonly from = int32Column();
  /** -1 while held. */
  readonly to = int32Column();
  readonly ofIdentifier = new Rings(int32Column(), int32Column());
  readonly ofProfile = new Rings(int32Column(), int32Column());
  /** From an identifier's first membership on: one that may be another profile's than the first; -1 at the end. */
  readonly #nextOther = int32Column();
  /** IdentifierIndex → HAS_MOVED, IS_FREE. */
  readonly #flags = uint8Column();
  /** Memberships of other profiles looked at so far: a count of operations for the suite on linear time. */
  looks = 0;
  readonly #profiles: ProfileTable;

  constructor(profiles: ProfileTable) {
    this.#profiles = profiles;
  }

  get bytes(): number {
    let sum = this.ofIdentifier.tails.bytes + this.#flags.bytes;
    for (const column of this.#columns()) sum += column.bytes;
    return sum;
  }

  reset(): void {
    for (const column of this.#columns()) column.clear();
    this.ofIdentifier.tails.values.fill(-1, 0, this.ofIdentifier.tails.length);
    this.#flags.values.fill(0, 0, this.#flags.length);
  }

  *copyFrom(other: MembershipTable): Slices {
    yield* copyColumns(
      [...this.#columns(), this.ofIdentifier.tails, this.#flags],
      [...other.#columns(), other.ofIdentifier.tails, other.#flags],
    );
    this.looks = other.looks;
  }

  /** How many identifiers there is room for: later ones nobody holds. */
  get identifierCount(): number {
    return this.ofIdentifier.tails.length;
  }

  /** Makes room for identifiers up to `size`. */
  grow(size: number): void {
    this.ofIdentifier.tails.extend(size - this.ofIdentifier.tails.length, -1);
    this.#flags.extend(size - this.#flags.length, 0);
  }

  addProfile(): void {
    this.ofProfile.tails.push(-1);
  }

  /** The membership that began last of all. */
  get last(): MembershipIndex {
    return this.identifier.length - 1;
  }

  /** The profile that holds an identifier now, or -1. */
  ownerOf(identifier: IdentifierIndex): ProfileIndex {
    const last = this.ofIdentifier.tails.values[identifier]!;
    if (last < 0) return -1;
    if (this.to.values[last]! >= 0) {
      if ((this.#flags.values[identifier]! & IS_FREE) !== 0) return -1;
      const isOnly = this.ofIdentifier.next.values[last] === last;
      return isOnly ? -1 : (this.ownersOf(identifier).at(-1) ?? -1);
    }
    return this.#profiles.canonical(this.profile.values[last]!);
  }

  /** Every present profile that holds an identifier, each once, in the order in which they came to it. */
  ownersOf(identifier: IdentifierIndex): ProfileIndex[] {
    const last = this.ofIdentifier.tails.values[identifier]!;
    // Most identifiers have one membership ever, and some readers ask for all of them.
    if (last < 0 || this.ofIdentifier.next.values[last] === last) {
      const owner = this.ownerOf(identifier);
      return owner < 0 ? [] : [owner];
    }
    const owners = new Set<ProfileIndex>();
    for (const membership of this.ofIdentifier.items(identifier)) {
      this.looks += 1;
      if (this.isHeld(membership)) owners.add(this.#profiles.canonical(this.profile.at(membership)));
    }
    return [...owners];
  }

  begin(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    const membership = this.identifier.length;
    this.identifier.push(identifier);
    this.profile.push(profile);
    this.from.push(event);
    this.to.push(-1);
    this.ofIdentifier.next.push(-1);
    this.ofProfile.next.push(-1);
    this.#nextOther.push(-1);
    const first = this.ofIdentifier.first(identifier);
    if (first >= 0) this.#noteOther(identifier, first, membership);
    this.ofIdentifier.append(identifier, membership);
    this.ofProfile.append(profile, membership);
  }

  /** Ends the present membership of an identifier. Assumes that it has one. */
  end(identifier: IdentifierIndex, event: EventIndex): void {
    this.to.set(this.ofIdentifier.tails.at(identifier), event);
  }

  /** Notes that nobody holds an identifier. Assumes that its last membership has ended and no other is held. */
  free(identifier: IdentifierIndex): void {
    this.#flags.values[identifier]! |= IS_FREE;
  }

  /** True for an identifier that nobody has had yet. */
  isNew(identifier: IdentifierIndex): boolean {
    return this.ofIdentifier.tails.values[identifier]! < 0;
  }

  /** Ends one of the memberships of an identifier that several may hold. */
  endOne(membership: MembershipIndex, event: EventIndex): void {
    this.to.set(membership, event);
  }

  /** True when two present profiles have had the identifier. Cost: O(1) amortised, as merges are for good. */
  isShared(identifier: IdentifierIndex): boolean {
    if ((this.#flags.values[identifier]! & HAS_MOVED) === 0) return false;
    const first = this.ofIdentifier.first(identifier);
    const others = this.#nextOther.values;
    const owner = this.#profiles.canonical(this.profile.at(first));
    while (others[first]! >= 0) {
      this.looks += 1;
      const other = others[first]!;
      if (this.#profiles.canonical(this.profile.at(other)) !== owner) return true;
      others[first] = others[other]!;
    }
    return false;
  }

  /** How many present profiles will have had the identifier once `profile` has. Cost: that number, amortised. */
  profilesWith(identifier: IdentifierIndex, profile: ProfileIndex): number {
    const had = new Set<ProfileIndex>();
    const others = this.#nextOther.values;
    let last = this.ofIdentifier.first(identifier);
    if (last < 0) return 1;
    had.add(this.#profiles.canonical(this.profile.at(last)));
    for (let other = others[last]!; other >= 0; other = others[other]!) {
      this.looks += 1;
      const owner = this.#profiles.canonical(this.profile.at(other));
      if (had.has(owner)) {
        others[last] = others[other]!;
      } else {
        had.add(owner);
        last = other;
      }
    }
    return had.has(profile) ? had.size : had.size + 1;
  }

  isHeld(membership: MembershipIndex): boolean {
    return this.to.at(membership) < 0;
  }

  get(membership: MembershipIndex): Membership {
    return {
      identifier: this.identifier.at(membership),
      profile: this.profile.at(membership),
      from: this.from.at(membership),
      to: this.to.at(membership),
    };
  }

  /** Forgets the memberships of a profile and of all it absorbed. Assumes the same of every profile of the island. */
  forget(profile: ProfileIndex): void {
    for (const membership of this.ofProfile.items(profile)) {
      this.ofIdentifier.tails.set(this.identifier.at(membership), -1);
      this.#flags.set(this.identifier.at(membership), 0);
    }
    this.ofProfile.tails.set(profile, -1);
  }

  /** Enters a later membership right behind the first; that of a profile already there drops out when it is met. */
  #noteOther(identifier: IdentifierIndex, first: MembershipIndex, membership: MembershipIndex): void {
    this.#flags.set(identifier, HAS_MOVED);
    const others = this.#nextOther.values;
    others[membership] = others[first]!;
    others[first] = membership;
  }

  #columns() {
    return [
      this.identifier,
      this.profile,
      this.from,
      this.to,
      this.ofIdentifier.next,
      this.ofProfile.tails,
      this.ofProfile.next,
      this.#nextOther,
    ];
  }
}
