/**
 * The distinct identifiers of one batch, numbered as they come, with the hashes that event keys add up.
 *
 * Open addressing with linear probing over the hash that the key needs anyway, so that a value is read once: a `Map`
 * would hash every occurrence by itself. Equal hashes are compared as text.
 */

import { int32Column } from '../base/columns.ts';
import type { Hash128 } from '../base/hash.ts';
import { addWords, makeHash } from '../base/hash.ts';
import type { Identifier } from './event.ts';
import { writeIdentifierHash } from './key.ts';

const FIRST_SLOTS = 1 << 12;

export class LocalIdentifiers {
  readonly items: Identifier[] = [];
  /** Word 0 of every identifier's hash. */
  readonly #hashes = int32Column();
  #slots = new Int32Array(FIRST_SLOTS).fill(-1);
  readonly #hash = makeHash();

  /** Number of an identifier, whose hash is added to `sum`. */
  add(identifier: Identifier, sum: Hash128): number {
    const hash = this.#hash;
    writeIdentifierHash(identifier, hash);
    addWords(sum, hash);
    const slot = this.#probe(identifier, hash[0]!);
    const known = this.#slots[slot]!;
    if (known >= 0) return known;
    const local = this.items.length;
    this.items.push(identifier);
    this.#hashes.push(hash[0]!);
    this.#slots[slot] = local;
    if (local * 2 > this.#slots.length) this.#grow();
    return local;
  }

  #probe({ namespace, value }: Identifier, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hashes = this.#hashes.values;
    let slot = hash & mask;
    for (;;) {
      const local = slots[slot]!;
      if (local < 0) return slot;
      if (hashes[local] === hash) {
        const item = this.items[local]!;
        if (item.value === value && item.namespace === namespace) return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let local = 0; local < this.items.length; local += 1) {
      let slot = this.#hashes.at(local) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = local;
    }
    this.#slots = slots;
  }
}
