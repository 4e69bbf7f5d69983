/**
 * Which row holds an event key: open addressing over the key column, hashed by the id half, so that all contents of
 * one id lie in one run of probes and a reused id is seen while looking.
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
    const keys = this.#keys.values;
    const a = keys[row * 4]!;
    const b = keys[row * 4 + 1]!;
    const c = keys[row * 4 + 2]!;
    const d = keys[row * 4 + 3]!;
    const mask = this.#slots.length - 1;
    const hasId = (b & KEY_HAS_ID) === KEY_HAS_ID;
    const found = this.#found;
    found.same = -1;
    found.idReused = false;
    let slot = slotHash(a, b) & mask;
    for (;;) {
      const other = this.#slots[slot]!;
      if (other < 0) break;
      if (keys[other * 4] === a && keys[other * 4 + 1] === b) {
        if (keys[other * 4 + 2] === c && keys[other * 4 + 3] === d) {
          found.same = other;
          found.idReused = false;
          return found;
        }
        found.idReused = hasId;
      }
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = row;
    this.#used += 1;
    if (this.#used * 2 > this.#slots.length) this.#grow();
    return found;
  }

  /** Makes `row` the holder of the key that `holder` has held so far. Both have the same key. */
  replace(holder: number, row: number): void {
    const keys = this.#keys.values;
    const mask = this.#slots.length - 1;
    let slot = slotHash(keys[holder * 4]!, keys[holder * 4 + 1]!) & mask;
    while (this.#slots[slot] !== holder) slot = (slot + 1) & mask;
    this.#slots[slot] = row;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2).fill(-1);
    const mask = slots.length - 1;
    const keys = this.#keys.values;
    for (let i = 0; i < old.length; i += 1) {
      const row = old[i]!;
      if (row < 0) continue;
      let slot = slotHash(keys[row * 4]!, keys[row * 4 + 1]!) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.#slots = slots;
  }
}

function slotHash(a: number, b: number): number {
  return Math.imul(a ^ (b >>> 1), 0x9e3779b1) >>> 0;
}
