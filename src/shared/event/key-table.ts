/**
 * Which row holds an event key: open addressing over the key column.
 *
 * The first content of an id lies where the id hashes to, so a reused id is seen while looking. Further contents of
 * the same id lie where the whole key hashes to: a log that gives all its events one id costs no more than any other.
 * Nothing is ever taken out, so every entry stays reachable from where it was looked for.
 */

import type { Int32Column } from '../base/columns.ts';
import { KEY_HAS_ID } from './key.ts';

export interface KeyLookup {
  /** Row that holds the same key, or -1. */
  same: number;
  /** True when another row has the same id with other content. */
  idReused: boolean;
}

const FIRST_SLOTS = 1 << 12;

export class KeyTable {
  readonly #keys: Int32Column;
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  #used = 0;
  readonly #found: KeyLookup = { same: -1, idReused: false };
  /** Slot of the key looked for last, or the free slot where it belongs. */
  #slot = 0;
  #metId = false;
  /** Entries looked at so far: a count of operations for the suite on linear time. */
  looks = 0;

  constructor(keys: Int32Column) {
    this.#keys = keys;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /**
   * Looks up the key of `row` and, when no other row has it, enters it. The answer is overwritten by the next call.
   */
  enter(row: number): KeyLookup {
    const found = this.#found;
    found.same = this.#find(row);
    found.idReused = false;
    if (found.same >= 0) return found;
    found.idReused = this.#metId && (this.#keys.at(row * 4 + 1) & KEY_HAS_ID) === KEY_HAS_ID;
    this.#slots[this.#slot] = row;
    this.#used += 1;
    if (this.#used * 2 > this.#slots.length) this.#grow();
    return found;
  }

  /** The row that holds the key of `row`. Assumes that the key was entered. */
  holder(row: number): number {
    return this.#find(row);
  }

  /** Makes `row` the holder of the key that `holder` has held so far. Both have the same key. */
  replace(holder: number, row: number): void {
    this.#find(holder);
    this.#slots[this.#slot] = row;
  }

  /** The row with the same key as `row`, or -1; leaves the slot in `#slot`, and in `#metId` whether the id is known. */
  #find(row: number): number {
    const keys = this.#keys.values;
    this.#metId = false;
    const byId = this.#probe(row, idHash(keys[row * 4]!, keys[row * 4 + 1]!));
    if (byId >= 0 || !this.#metId) return byId;
    return this.#probe(row, contentHash(keys[row * 4]!, keys[row * 4 + 2]!, keys[row * 4 + 3]!));
  }

  #probe(row: number, hash: number): number {
    const keys = this.#keys.values;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const at = row * 4;
    let slot = hash & mask;
    for (let other = slots[slot]!; other >= 0; other = slots[slot]!) {
      const from = other * 4;
      this.looks += 1;
      if (keys[from] === keys[at] && keys[from + 1] === keys[at + 1]) {
        if (keys[from + 2] === keys[at + 2] && keys[from + 3] === keys[at + 3]) {
          this.#slot = slot;
          return other;
        }
        this.#metId = true;
      }
      slot = (slot + 1) & mask;
    }
    this.#slot = slot;
    return -1;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2).fill(-1);
    for (let i = 0; i < old.length; i += 1) {
      const row = old[i]!;
      if (row < 0) continue;
      this.#find(row);
      this.#slots[this.#slot] = row;
    }
  }
}

function idHash(a: number, b: number): number {
  return Math.imul(a ^ (b >>> 1), 0x9e3779b1) >>> 0;
}

function contentHash(a: number, c: number, d: number): number {
  const h = Math.imul(a ^ c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35);
  return (h ^ (h >>> 15)) >>> 0;
}
