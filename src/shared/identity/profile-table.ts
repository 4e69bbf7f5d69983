/**
 * Profiles as columns: every profile ever founded under the present rules, absorbed ones included.
 *
 * Absorbed profiles point at their survivor (union-find with path halving); a profile whose island is resolved again
 * is dead and its number is not used again until everything is resolved anew.
 */

import { copyColumns, float64Column, int32Column, uint8Column } from '../base/columns.ts';
import { Rings } from '../base/rings.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex, ProfileState } from './identity.ts';

const DEAD = 1;
/** One of its events carried an anonymous identifier while the profile, after that event, held no strong one. */
const WAS_ANONYMOUS = 2;

/** Taken out of the digest until it is read next. */
const WAITING = 4;
/** A call has said who it is; see `markIdentified`. */
const IDENTIFIED = 8;
/** What a survivor takes over. */
const LASTING = WAS_ANONYMOUS | IDENTIFIED;

export class ProfileTable {
  readonly founder = int32Column();
  readonly foundedBy = int32Column();
  /** How many profiles its founder had founded before. */
  readonly ordinal = int32Column();
  /** Profiles whose founder had founded others before. */
  foundedAgain: ProfileIndex[] = [];
  /** IdentifierIndex → the latest profile that it founded again, or -1. May be shorter than there are identifiers. */
  readonly #latest = int32Column();
  /** ProfileIndex → the profile that absorbed it, or itself. */
  readonly #parent = int32Column();
  readonly #flags = uint8Column();
  /** Bits of the strong namespaces in which it holds values. Strong values never leave a profile. */
  readonly strongMask = int32Column();
  /** The best identifier it ever held; it holds it still, as only devices leave and only where there is a better one. */
  readonly best = int32Column();
  readonly heldCount = int32Column();
  /** How many profiles it absorbed, and they before. */
  readonly absorbedCount = int32Column();

  readonly eventCount = int32Column();
  /** Epoch ms; NaN while all events are undated. */
  readonly firstSeenAt = float64Column();
  readonly lastSeenAt = float64Column();
  /** Four words a profile: the sum of the keys of its credited events, for the digest. */
  readonly keySum = int32Column();

  /** Ring of the profiles of one island, kept by `Islands`. */
  readonly nextOfIsland = int32Column();
  /** EventIndex → next event credited to the same profile. */
  readonly nextEvent = int32Column();
  readonly events = new Rings(int32Column(), this.nextEvent);

  get count(): number {
    return this.founder.length;
  }

  deadCount = 0;

  get bytes(): number {
    let sum = 0;
    for (const column of this.#columns()) sum += column.bytes;
    return sum + this.keySum.bytes + this.nextEvent.bytes;
  }

  reset(): void {
    for (const column of this.#columns()) column.clear();
    this.keySum.clear();
    this.foundedAgain = [];
    this.deadCount = 0;
  }

  *copyFrom(other: ProfileTable): Slices {
    yield* copyColumns(
      [...this.#columns(), this.keySum, this.nextEvent],
      [...other.#columns(), other.keySum, other.nextEvent],
    );
    this.foundedAgain = [...other.foundedAgain];
    this.deadCount = other.deadCount;
  }

  found(founder: IdentifierIndex, event: EventIndex, ordinal: number): ProfileIndex {
    const profile = this.founder.length;
    this.ordinal.push(ordinal);
    if (ordinal > 0) this.#noteAgain(founder, profile);
    this.founder.push(founder);
    this.foundedBy.push(event);
    this.#parent.push(profile);
    this.#flags.push(0);
    this.strongMask.push(0);
    this.best.push(founder);
    this.heldCount.push(0);
    this.absorbedCount.push(0);
    this.eventCount.push(0);
    this.firstSeenAt.push(Number.NaN);
    this.lastSeenAt.push(Number.NaN);
    for (let word = 0; word < 4; word += 1) this.keySum.push(0);
    this.nextOfIsland.push(-1);
    this.events.tails.push(-1);
    return profile;
  }

  /** The latest profile that an identifier has founded, if it has founded several; else -1. */
  latestOf(founder: IdentifierIndex): ProfileIndex {
    const latest = founder < this.#latest.length ? this.#latest.at(founder) : -1;
    return latest < 0 || this.isDead(latest) ? -1 : latest;
  }

  /** The profile that answers for this one. */
  canonical(profile: ProfileIndex): ProfileIndex {
    const parent = this.#parent.values;
    let node = profile;
    let up = parent[node]!;
    while (up !== node) {
      const above = parent[up]!;
      parent[node] = above;
      node = above;
      up = parent[node]!;
    }
    return node;
  }

  isPresent(profile: ProfileIndex): boolean {
    return this.#parent.at(profile) === profile && (this.#flags.at(profile) & DEAD) === 0;
  }

  state(profile: ProfileIndex): ProfileState {
    if (this.strongMask.at(profile) === 0) return 'anonymous';
    return (this.#flags.at(profile) & WAS_ANONYMOUS) === 0 ? 'known' : 'unified';
  }

  isDead(profile: ProfileIndex): boolean {
    return (this.#flags.at(profile) & DEAD) !== 0;
  }

  kill(profile: ProfileIndex): void {
    this.#flags.set(profile, this.#flags.at(profile) | DEAD);
    this.deadCount += 1;
  }

  /** Notes whether the digest waits for it; false when that was noted before. */
  setWaiting(profile: ProfileIndex, isWaiting: boolean): boolean {
    const flags = this.#flags.at(profile);
    const changed = isWaiting ? flags | WAITING : flags & ~WAITING;
    this.#flags.set(profile, changed);
    return changed !== flags;
  }

  markAnonymous(profile: ProfileIndex): void {
    this.#flags.set(profile, this.#flags.at(profile) | WAS_ANONYMOUS);
  }

  /** For policies under which a call marks its profile, whatever it holds, and others may then not absorb it. */
  markIdentified(profile: ProfileIndex): void {
    this.#flags.set(profile, this.#flags.at(profile) | IDENTIFIED);
  }

  isIdentified(profile: ProfileIndex): boolean {
    return (this.#flags.at(profile) & IDENTIFIED) !== 0;
  }

  /** Adds an event to what is known of the profile. `keys` is the store's key column. */
  countEvent(profile: ProfileIndex, event: EventIndex, at: number, keys: Int32Array): void {
    this.eventCount.values[profile]! += 1;
    this.events.append(profile, event);
    addWords(this.keySum.values, profile * 4, keys, event * 4);
    if (at === at) this.#widen(profile, at, at);
  }

  /** Adds up what is counted and lets `survivor` answer for `absorbed`. Events move in O(1). */
  absorb(survivor: ProfileIndex, absorbed: ProfileIndex): void {
    this.#parent.set(absorbed, survivor);
    this.#flags.values[survivor]! |= this.#flags.at(absorbed) & LASTING;
    this.strongMask.values[survivor]! |= this.strongMask.at(absorbed);
    this.heldCount.values[survivor]! += this.heldCount.at(absorbed);
    this.absorbedCount.values[survivor]! += this.absorbedCount.at(absorbed) + 1;
    this.eventCount.values[survivor]! += this.eventCount.at(absorbed);
    addWords(this.keySum.values, survivor * 4, this.keySum.values, absorbed * 4);
    this.events.splice(survivor, absorbed);
    const first = this.firstSeenAt.at(absorbed);
    if (first === first) this.#widen(survivor, first, this.lastSeenAt.at(absorbed));
  }

  #noteAgain(founder: IdentifierIndex, profile: ProfileIndex): void {
    this.foundedAgain.push(profile);
    this.#latest.extend(founder + 1 - this.#latest.length, -1);
    this.#latest.set(founder, profile);
  }

  #widen(profile: ProfileIndex, first: number, last: number): void {
    const firsts = this.firstSeenAt.values;
    const lasts = this.lastSeenAt.values;
    if (!(firsts[profile]! <= first)) firsts[profile] = first;
    if (!(lasts[profile]! >= last)) lasts[profile] = last;
  }

  #columns() {
    return [
      this.founder,
      this.#latest,
      this.foundedBy,
      this.ordinal,
      this.#parent,
      this.#flags,
      this.strongMask,
      this.best,
      this.heldCount,
      this.absorbedCount,
      this.eventCount,
      this.firstSeenAt,
      this.lastSeenAt,
      this.nextOfIsland,
      this.events.tails,
    ];
  }
}

/** Adds four words of `part` to four words of `into` as one number, modulo 2^128. */
function addWords(into: Int32Array, at: number, part: Int32Array, from: number): void {
  let carry = 0;
  for (let word = 0; word < 4; word += 1) {
    const sum = (into[at + word]! >>> 0) + (part[from + word]! >>> 0) + carry;
    into[at + word] = sum | 0;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}
