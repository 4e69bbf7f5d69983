/**
 * Numbers 0, 1, 2, … by the 128-bit hash that each of them has: open addressing with linear probing, at most half full.
 * Hashes are not kept but made again where two have to be told apart, so a number costs eight to sixteen bytes.
 */

import type { Hash128 } from './hash.ts';
import { makeHash } from './hash.ts';

const FIRST_SLOTS = 1 << 10;

export class HashIndex {
  readonly #writeHash: (number: number, out: Hash128) => void;
  /** Slot → number, or -1. */
  #slots = new Int32Array(0);
  #entered = 0;
  readonly #scratch = makeHash();
  readonly #other = makeHash();

  constructor(writeHash: (number: number, out: Hash128) => void) {
    this.#writeHash = writeHash;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  clear(): void {
    this.#slots = new Int32Array(0);
    this.#entered = 0;
  }

  /** Of the numbers below `count` the last that has the hash, or -1. Cost: first hashes those that are new. */
  find(hash: Hash128, count: number): number {
    this.#enterAll(count);
    return this.#slots[this.#slotOf(hash)]!;
  }

  /** Where the number with that hash is, or would be. */
  #slotOf(hash: Hash128): number {
    const mask = this.#slots.length - 1;
    for (let slot = (hash[0]! >>> 0) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!;
      if (number < 0) return slot;
      this.#writeHash(number, this.#other);
      if (this.#other.every((word, index) => word === hash[index])) return slot;
    }
  }

  #enterAll(count: number): void {
    if (this.#slots.length < count * 2 || this.#slots.length === 0) {
      let length = FIRST_SLOTS;
      while (length < count * 2) length *= 2;
      this.#slots = new Int32Array(length).fill(-1);
      this.#entered = 0;
    }
    for (; this.#entered < count; this.#entered += 1) {
      this.#writeHash(this.#entered, this.#scratch);
      this.#slots[this.#slotOf(this.#scratch)] = this.#entered;
    }
  }
}
