/**
 * Profile ids: the 128-bit hash of the founding identifier; where a policy lets one found several, the later ones mix in
 * how many it founded before. No id is stored: two tables from hashes, one to identifiers and one to the profiles that
 * were founded later, answer the way back. Each is built when it is first asked.
 */

import type { Hash128 } from '../base/hash.ts';
import { combineHash, combineNumber, hashText, hashToHex, hexToHash, makeHash } from '../base/hash.ts';
import { HashIndex } from '../base/hash-index.ts';
import type { IdentifierIndex, IdentifierTable } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { ProfileTable } from './profile-table.ts';

const SEED = 0x70696431;

export class ProfileIds {
  readonly #identifiers: IdentifierTable;
  readonly #namespaceHashes: Hash128[] = [];
  readonly #scratch = makeHash();
  readonly #founders = new HashIndex((identifier, out) => this.write(identifier, out));

  constructor(identifiers: IdentifierTable) {
    this.#identifiers = identifiers;
  }

  get bytes(): number {
    return this.#founders.bytes;
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
    return hash === null ? -1 : this.#founders.find(hash, this.#identifiers.size);
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

/** The way back from the ids of profiles whose founders had founded others before. */
export class LaterProfileIds {
  #profiles: ProfileTable | null = null;
  /** `foundedAgain` of the profiles; another list means that they were made anew. */
  #founded: readonly ProfileIndex[] = [];
  readonly #places: HashIndex;

  constructor(ids: ProfileIds) {
    this.#places = new HashIndex((place, out) => ids.writeId(this.#profiles!, this.#founded[place]!, out));
  }

  /** The profile of that id, or -1. Of profiles that were resolved again, and so have one id, the last. */
  find(profiles: ProfileTable, id: string): ProfileIndex {
    const hash = hexToHash(id);
    if (hash === null) return -1;
    if (profiles.foundedAgain !== this.#founded) {
      this.#profiles = profiles;
      this.#founded = profiles.foundedAgain;
      this.#places.clear();
    }
    return this.#founded[this.#places.find(hash, this.#founded.length)] ?? -1;
  }
}
