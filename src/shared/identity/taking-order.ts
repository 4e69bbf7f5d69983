/**
 * The keys of one event in the order in which a policy takes them: by rank, shared devices last; equal: the owner
 * founded earlier, unowned last, then namespace, value. Arrays are reused from event to event.
 */

import type { IdentifierIndex, IdentifierTable } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import { ROLE_ANONYMOUS, ROLE_STRONG } from './role-table.ts';

/** Up to this many keys are sorted by insertion; more than a few are rare. */
const FEW = 16;

export class TakingOrder {
  /** The keys; the first `count` are valid. */
  keys = new Int32Array(FEW);
  /** Key position → 1 for a device that two present profiles have had. */
  shared = new Uint8Array(FEW);
  /** Key position → the present profile that owned it before the event, or -1. */
  owners = new Int32Array(FEW);
  count = 0;
  /** Strong namespaces of which the event carries values. */
  strongMask = 0;
  carriesAnonymous = false;
  #keepsRecordOrder = false;
  readonly #identifiers: IdentifierTable;
  readonly #state: IdentityState;

  constructor(identifiers: IdentifierTable, state: IdentityState) {
    this.#identifiers = identifiers;
    this.#state = state;
  }

  clear(): void {
    this.count = 0;
    this.strongMask = 0;
    this.carriesAnonymous = false;
  }

  push(key: IdentifierIndex, role: number): void {
    if (this.count === this.keys.length) this.#widen();
    this.keys[this.count] = key;
    this.count += 1;
    if (role === ROLE_STRONG) this.strongMask |= this.#state.roles.termsOf(key).strongBit;
    else if (role === ROLE_ANONYMOUS) this.carriesAnonymous = true;
  }

  /** Looks up who owns the keys, and returns the profile that owns them all, or -1. */
  findOwners(): ProfileIndex {
    const { memberships } = this.#state;
    const first = memberships.ownerOf(this.keys[0]!);
    this.owners[0] = first;
    let isSole = true;
    for (let i = 1; i < this.count; i += 1) {
      const owner = memberships.ownerOf(this.keys[i]!);
      this.owners[i] = owner;
      if (owner !== first) isSole = false;
    }
    return isSole ? first : -1;
  }

  /** Puts the keys in order and drops repeats. Assumes `findOwners`. Cost: n log n comparisons. */
  sort(): void {
    const { memberships } = this.#state;
    this.#keepsRecordOrder = false;
    for (let i = 0; i < this.count; i += 1) this.shared[i] = memberships.isShared(this.keys[i]!) ? 1 : 0;
    this.#order();
    this.#dropRepeats();
  }

  /**
   * For policies that go by operands: puts the keys in order of rank, those of equal rank as the record has them, and
   * drops repeats. Says nothing of shared devices. Assumes `findOwners`.
   */
  sortByRank(): void {
    this.#keepsRecordOrder = true;
    this.#order();
    this.#dropRepeats();
  }

  /** Moves a key to an earlier place, or leaves it where it is. */
  move(from: number, to: number): void {
    this.keys[to] = this.keys[from]!;
    this.owners[to] = this.owners[from]!;
    this.shared[to] = this.shared[from]!;
  }

  /** Leaves the first `count` keys only, as if the event carried no others. */
  truncate(count: number): void {
    const { roles } = this.#state;
    this.clear();
    for (let i = 0; i < count; i += 1) this.push(this.keys[i]!, roles.roles.at(this.keys[i]!));
  }

  /** The profile that owned all of the keys before the event, or -1. Assumes `findOwners`. */
  soleOwner(): ProfileIndex {
    const first = this.owners[0]!;
    for (let i = 1; i < this.count; i += 1) if (this.owners[i] !== first) return -1;
    return first;
  }

  #order(): void {
    if (this.count < 2) return;
    if (this.count <= FEW) this.#sortFew();
    else this.#sortMany();
  }

  #sortFew(): void {
    const { keys, owners, shared } = this;
    for (let i = 1; i < this.count; i += 1) {
      const key = keys[i]!;
      const owner = owners[i]!;
      const isShared = shared[i]!;
      let place = i;
      while (place > 0 && this.#compare(place - 1, key, owner, isShared) > 0) {
        keys[place] = keys[place - 1]!;
        owners[place] = owners[place - 1]!;
        shared[place] = shared[place - 1]!;
        place -= 1;
      }
      keys[place] = key;
      owners[place] = owner;
      shared[place] = isShared;
    }
  }

  #sortMany(): void {
    const order = Array.from({ length: this.count }, (_, index) => index);
    order.sort((a, b) => this.#compare(a, this.keys[b]!, this.owners[b]!, this.shared[b]!));
    this.keys.set(order.map((index) => this.keys[index]!));
    this.owners.set(order.map((index) => this.owners[index]!));
    this.shared.set(order.map((index) => this.shared[index]!));
  }

  /** Order of the key at a position against a key with its owner. */
  #compare(position: number, key: IdentifierIndex, owner: number, isShared: number): number {
    const other = this.keys[position]!;
    if (other === key) return 0;
    const byShared = this.shared[position]! - isShared;
    if (byShared !== 0 && !this.#keepsRecordOrder) return byShared;
    const ranks = this.#state.roles.ranks.values;
    const byRank = ranks[other]! - ranks[key]!;
    if (byRank !== 0 || this.#keepsRecordOrder) return byRank;
    const otherOwner = this.owners[position]!;
    if (otherOwner !== owner) {
      if (otherOwner < 0) return 1;
      if (owner < 0) return -1;
      const byFounding = this.#state.compareFounded(otherOwner, owner);
      if (byFounding !== 0) return byFounding;
    }
    return compareNames(this.#identifiers, other, key);
  }

  #dropRepeats(): void {
    let kept = 1;
    for (let i = 1; i < this.count; i += 1) {
      if (this.#isRepeat(this.keys[i]!, kept)) continue;
      this.keys[kept] = this.keys[i]!;
      this.owners[kept] = this.owners[i]!;
      this.shared[kept] = this.shared[i]!;
      kept += 1;
    }
    this.count = kept;
  }

  /** In the order of taking, repeats are neighbours; in the order of the record only those of a rank are together. */
  #isRepeat(key: IdentifierIndex, kept: number): boolean {
    const first = this.#keepsRecordOrder ? 0 : kept - 1;
    for (let i = kept - 1; i >= first; i -= 1) if (this.keys[i] === key) return true;
    return false;
  }

  #widen(): void {
    const length = this.keys.length * 2;
    const keys = new Int32Array(length);
    keys.set(this.keys);
    this.keys = keys;
    this.shared = new Uint8Array(length);
    this.owners = new Int32Array(length);
  }
}

/** By namespace, then by value, in the order of UTF-16 code units. */
export function compareNames(identifiers: IdentifierTable, a: IdentifierIndex, b: IdentifierIndex): number {
  const namespaceA = identifiers.namespaceName(a);
  const namespaceB = identifiers.namespaceName(b);
  if (namespaceA !== namespaceB) return namespaceA < namespaceB ? -1 : 1;
  return identifiers.valueText(a) < identifiers.valueText(b) ? -1 : 1;
}
