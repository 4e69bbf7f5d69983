/**
 * Profile ids: the 128-bit hash of the founding identifier; where a policy lets one found several, the later ones mix in
 * how many it founded before. As almost every id is the hash of an identifier, no id is stored; an open-addressing
 * table from hashes to identifiers, built when an id is first looked up, answers the way back.
 */

import type { Hash128 } from '../base/hash.ts';
import { combineHash, combineNumber, hashText, hashToHex, hexToHash, makeHash } from '../base/hash.ts';
import type { IdentifierIndex, IdentifierTable } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { ProfileTable } from './profile-table.ts';

const SEED = 0x70696431;
const FIRST_SLOTS = 1 << 10;

export class ProfileIds {
  readonly #identifiers: IdentifierTable;
  readonly #namespaceHashes: Hash128[] = [];
  readonly #scratch = makeHash();
  #slots = new Int32Array(0);
  #entered = 0;

  constructor(identifiers: IdentifierTable) {
    this.#identifiers = identifiers;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The id of the first profile that an identifier founds. */
  idOf(founder: IdentifierIndex): string {
    this.write(founder, this.#scratch);
    return hashToHex(this.#scratch);
  }

  idOfProfile(profiles: ProfileTable, profile: ProfileIndex): string {
    this.writeId(profiles, profile, this.#scratch);
    return hashToHex(this.#scratch);
  }

  /** Writes the id of a profile into `out`. */
  writeId(profiles: ProfileTable, profile: ProfileIndex, out: Hash128): void {
    this.write(profiles.founder.at(profile), out);
    const ordinal = profiles.ordinal.at(profile);
    if (ordinal > 0) combineNumber(out, ordinal);
  }

  /** Writes the hash of an identifier into `out`. */
  write(identifier: IdentifierIndex, out: Hash128): void {
    const namespace = this.#identifiers.namespace.at(identifier);
    this.#identifiers.writeValueHash(identifier, SEED, out);
    combineHash(out, this.#namespaceHash(namespace));
  }

  /** The identifier whose hash is `id`, or -1. Cost: the first call hashes every identifier. */
  find(id: string): IdentifierIndex {
    const hash = hexToHash(id);
    if (hash === null) return -1;
    this.#enterAll();
    const mask = this.#slots.length - 1;
    for (let slot = (hash[0]! >>> 0) & mask; ; slot = (slot + 1) & mask) {
      const identifier = this.#slots[slot]!;
      if (identifier < 0) return -1;
      this.write(identifier, this.#scratch);
      if (this.#scratch.every((word, index) => word === hash[index])) return identifier;
    }
  }

  #enterAll(): void {
    const size = this.#identifiers.size;
    if (this.#slots.length < size * 2 || this.#slots.length === 0) {
      let length = FIRST_SLOTS;
      while (length < size * 2) length *= 2;
      this.#slots = new Int32Array(length).fill(-1);
      this.#entered = 0;
    }
    const mask = this.#slots.length - 1;
    for (; this.#entered < size; this.#entered += 1) {
      this.write(this.#entered, this.#scratch);
      let slot = (this.#scratch[0]! >>> 0) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = this.#entered;
    }
  }

  #namespaceHash(namespace: number): Hash128 {
    while (this.#namespaceHashes.length <= namespace) {
      const hash = makeHash();
      hashText(this.#identifiers.namespaceNames[this.#namespaceHashes.length]!, SEED, hash);
      this.#namespaceHashes.push(hash);
    }
    return this.#namespaceHashes[namespace]!;
  }
}
