/**
 * Profiles as they were at a moment of the log: what the two sides of a merge held when they met. The columns are
 * built by replaying the ledger along the events; merging adds the absorbed side to the survivor.
 *
 * Of every personal trait a side remembers its first four values, enough to see whether two sides share one.
 */

import { uint32Column } from '../../base/columns.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { ProfileIndex } from '../identity.ts';
import type { PersonalTraits } from '../personal-traits.ts';
import { PERSONAL_KINDS } from '../personal-traits.ts';

const KINDS = PERSONAL_KINDS.length;
const VALUES_KEPT = 4;
const SLOT = KINDS * VALUES_KEPT;

export class Sides {
  readonly eventCount: Uint32Array;
  /** Epoch ms; NaN while nothing dated is known. */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  /** Bits of the strong namespaces of which it holds values, and how many values in all. */
  readonly strongMask: Int32Array;
  readonly strongCount: Uint32Array;
  /** The most switches between people on one device that it was the first to hold. */
  readonly switches: Uint32Array;
  readonly #parent: Int32Array;
  /** ProfileIndex → its slot in `#values`, or -1 without traits. */
  readonly #slots: Int32Array;
  /** Value numbers by slot, kind and place; 0 for none. */
  readonly #values = uint32Column();
  readonly #traits: PersonalTraits;

  constructor(profileCount: number, traits: PersonalTraits) {
    this.#traits = traits;
    this.eventCount = new Uint32Array(profileCount);
    this.firstAt = new Float64Array(profileCount).fill(Number.NaN);
    this.lastAt = new Float64Array(profileCount).fill(Number.NaN);
    this.strongMask = new Int32Array(profileCount);
    this.strongCount = new Uint32Array(profileCount);
    this.switches = new Uint32Array(profileCount);
    this.#slots = new Int32Array(profileCount).fill(-1);
    this.#parent = new Int32Array(profileCount);
    for (let profile = 0; profile < profileCount; profile += 1) this.#parent[profile] = profile;
  }

  /** The side that answers for a profile at this moment. */
  root(profile: ProfileIndex): ProfileIndex {
    const parent = this.#parent;
    let node = profile;
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]!]!;
      node = parent[node]!;
    }
    return node;
  }

  hold(side: ProfileIndex, strongNumber: number): void {
    this.strongMask[side]! |= 1 << strongNumber;
    this.strongCount[side]! += 1;
  }

  credit(side: ProfileIndex, event: EventIndex, at: number): void {
    this.eventCount[side]! += 1;
    this.#widen(side, at, at);
    for (let i = this.#traits.start(event); i < this.#traits.end(event); i += 1)
      this.#say(side, this.#traits.at(i));
  }

  absorb(survivor: ProfileIndex, absorbed: ProfileIndex): void {
    this.#parent[absorbed] = survivor;
    this.eventCount[survivor]! += this.eventCount[absorbed]!;
    this.strongMask[survivor]! |= this.strongMask[absorbed]!;
    this.strongCount[survivor]! += this.strongCount[absorbed]!;
    this.switches[survivor] = Math.max(this.switches[survivor]!, this.switches[absorbed]!);
    this.#widen(survivor, this.firstAt[absorbed]!, this.lastAt[absorbed]!);
    const slot = this.#slots[absorbed]!;
    if (slot < 0) return;
    for (let i = 0; i < SLOT; i += 1) {
      const value = this.#values.at(slot + i);
      if (value !== 0) this.#say(survivor, value);
    }
  }

  /** How many values more than one for each strong namespace: people have one of each. */
  excess(side: ProfileIndex): number {
    return this.strongCount[side]! - bitCount(this.strongMask[side]!);
  }

  /** In how many strong namespaces both sides hold values, which differ because a value has one owner. */
  strongConflicts(a: ProfileIndex, b: ProfileIndex): number {
    return bitCount(this.strongMask[a]! & this.strongMask[b]!);
  }

  /** True when both sides are identified and by values of different kinds only, so that nothing says they are one. */
  areStrangers(a: ProfileIndex, b: ProfileIndex): boolean {
    const [maskA, maskB] = [this.strongMask[a]!, this.strongMask[b]!];
    return maskA !== 0 && maskB !== 0 && (maskA & maskB) === 0;
  }

  /** How many personal traits differ: between the sides, or between one of them and what the event says. */
  traitConflicts(a: ProfileIndex, b: ProfileIndex, event: EventIndex): number {
    let conflicts = 0;
    for (let kind = 0; kind < KINDS; kind += 1)
      if (
        this.#differ(a, b, kind) ||
        this.#isContradicted(a, event, kind) ||
        this.#isContradicted(b, event, kind)
      )
        conflicts += 1;
    return conflicts;
  }

  /** Of how many personal traits the side has more than one value. */
  mixedTraits(side: ProfileIndex): number {
    const slot = this.#slots[side]!;
    if (slot < 0) return 0;
    let mixed = 0;
    for (let kind = 0; kind < KINDS; kind += 1)
      if (this.#values.at(slot + kind * VALUES_KEPT + 1) !== 0) mixed += 1;
    return mixed;
  }

  #differ(a: ProfileIndex, b: ProfileIndex, kind: number): boolean {
    const slotA = this.#slots[a]!;
    const slotB = this.#slots[b]!;
    if (slotA < 0 || slotB < 0) return false;
    const start = slotB + kind * VALUES_KEPT;
    if (this.#values.at(start) === 0 || this.#values.at(slotA + kind * VALUES_KEPT) === 0) return false;
    for (let i = start; i < start + VALUES_KEPT && this.#values.at(i) !== 0; i += 1)
      if (this.#has(slotA, kind, this.#values.at(i))) return false;
    return true;
  }

  #isContradicted(side: ProfileIndex, event: EventIndex, kind: number): boolean {
    const slot = this.#slots[side]!;
    if (slot < 0 || this.#values.at(slot + kind * VALUES_KEPT) === 0) return false;
    let isSaid = false;
    for (let i = this.#traits.start(event); i < this.#traits.end(event); i += 1) {
      const value = this.#traits.at(i);
      if (this.#traits.kindOf(value) !== kind) continue;
      if (this.#has(slot, kind, value)) return false;
      isSaid = true;
    }
    return isSaid;
  }

  #has(slot: number, kind: number, value: number): boolean {
    const start = slot + kind * VALUES_KEPT;
    for (let i = start; i < start + VALUES_KEPT; i += 1) if (this.#values.at(i) === value) return true;
    return false;
  }

  #say(side: ProfileIndex, value: number): void {
    if (this.#slots[side]! < 0) {
      this.#slots[side] = this.#values.length;
      this.#values.extend(SLOT, 0);
    }
    const start = this.#slots[side]! + this.#traits.kindOf(value) * VALUES_KEPT;
    for (let i = start; i < start + VALUES_KEPT; i += 1) {
      const known = this.#values.at(i);
      if (known === value) return;
      if (known !== 0) continue;
      this.#values.set(i, value);
      return;
    }
  }

  #widen(side: ProfileIndex, first: number, last: number): void {
    if (first !== first) return;
    if (!(this.firstAt[side]! <= first)) this.firstAt[side] = first;
    if (!(this.lastAt[side]! >= last)) this.lastAt[side] = last;
  }
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
