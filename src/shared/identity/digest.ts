/**
 * A 128-bit sum, modulo 2^128, of one hash per present profile and one per live decision: equal for equal results,
 * whatever the order, batching or repetition of reading, and the digests of disjoint islands add up. Ids, keys and
 * codes go in; rows, sources, lines and clocks do not.
 *
 * A sum can be kept: before a profile or row that is in it changes, its hash is taken out, and the next reading adds
 * it again as it is then. So a reading after a commit costs what the commit changed.
 */

import { copyColumns, uint32Column } from '../base/columns.ts';
import type { Hash128 } from '../base/hash.ts';
import { addHash, combineHash, combineNumber, hashToHex, makeHash, subtractHash } from '../base/hash.ts';
import type { Slices } from '../base/slices.ts';
import { finish } from '../base/slices.ts';
import type { EventStore } from '../event/event-store.ts';
import type { DecisionIndex, ProfileIndex } from './identity.ts';
import { DECISION_ACTIONS, PROFILE_STATES, REASON_CODES } from './identity.ts';
import type { Ledger } from './ledger.ts';
import type { MembershipTable } from './membership-table.ts';
import type { ProfileIds } from './profile-ids.ts';
import type { ProfileTable } from './profile-table.ts';

const PROFILE_TAG = 1;
const DECISION_TAG = 2;
/** Hashes made between two pauses. */
const HASHES_AT_ONCE = 2048;

export interface DigestParts {
  readonly store: EventStore;
  readonly ids: ProfileIds;
  readonly profiles: ProfileTable;
  readonly memberships: MembershipTable;
  readonly ledger: Ledger;
}

export class Digest {
  readonly #parts: DigestParts;
  readonly #sum = makeHash();
  /** Profiles and rows below these numbers are in the sum, but for those waiting to be added again. */
  #profileMark = 0;
  #rowMark = 0;
  readonly #waitingProfiles = uint32Column();
  readonly #waitingRows = uint32Column();
  readonly #out = makeHash();
  readonly #part = makeHash();
  readonly #held = makeHash();

  constructor(parts: DigestParts) {
    this.#parts = parts;
  }

  get bytes(): number {
    return this.#waitingProfiles.bytes + this.#waitingRows.bytes;
  }

  reset(): void {
    this.#sum.fill(0);
    this.#profileMark = 0;
    this.#rowMark = 0;
    this.#waitingProfiles.clear();
    this.#waitingRows.clear();
  }

  *copyFrom(other: Digest): Slices {
    this.#sum.set(other.#sum);
    this.#profileMark = other.#profileMark;
    this.#rowMark = other.#rowMark;
    yield* copyColumns(
      [this.#waitingProfiles, this.#waitingRows],
      [other.#waitingProfiles, other.#waitingRows],
    );
  }

  /** To be called before anything changes that the hash of a present profile is made of. */
  profileChanges(profile: ProfileIndex): void {
    if (profile >= this.#profileMark || !this.#parts.profiles.setWaiting(profile, true)) return;
    subtractHash(this.#sum, this.#profileHash(profile));
    this.#waitingProfiles.push(profile);
  }

  /** To be called before a live row changes or dies. */
  rowChanges(row: DecisionIndex): void {
    if (row >= this.#rowMark || !this.#parts.ledger.setWaiting(row, true)) return;
    subtractHash(this.#sum, this.#decisionHash(row));
    this.#waitingRows.push(row);
  }

  /** 32 hexadecimal digits. Cost: linear in the profiles, their memberships and rows that changed since last read. */
  read(): string {
    finish(this.catchUp());
    return hashToHex(this.#sum);
  }

  /** Takes in what changed since the last reading, so that the next one costs nothing. */
  *catchUp(): Slices {
    const { profiles, ledger } = this.#parts;
    while (this.#waitingProfiles.length > 0) {
      for (let i = 0; i < HASHES_AT_ONCE && this.#waitingProfiles.length > 0; i += 1) {
        const profile = this.#waitingProfiles.pop();
        profiles.setWaiting(profile, false);
        this.#addProfile(profile);
      }
      yield;
    }
    while (this.#waitingRows.length > 0) {
      for (let i = 0; i < HASHES_AT_ONCE && this.#waitingRows.length > 0; i += 1) {
        const row = this.#waitingRows.pop();
        ledger.setWaiting(row, false);
        this.#addRow(row);
      }
      yield;
    }
    while (this.#profileMark < profiles.count) {
      const end = Math.min(profiles.count, this.#profileMark + HASHES_AT_ONCE);
      while (this.#profileMark < end) this.#addProfile(this.#profileMark++);
      yield;
    }
    while (this.#rowMark < ledger.count) {
      const end = Math.min(ledger.count, this.#rowMark + HASHES_AT_ONCE);
      while (this.#rowMark < end) this.#addRow(this.#rowMark++);
      yield;
    }
  }

  #addProfile(profile: ProfileIndex): void {
    if (this.#parts.profiles.isPresent(profile)) addHash(this.#sum, this.#profileHash(profile));
  }

  #addRow(row: DecisionIndex): void {
    if (this.#parts.ledger.isLive(row)) addHash(this.#sum, this.#decisionHash(row));
  }

  #profileHash(profile: ProfileIndex): Hash128 {
    const { profiles, memberships, ids } = this.#parts;
    const out = this.#out;
    ids.writeId(profiles, profile, out);
    combineNumber(out, PROFILE_TAG + 8 * PROFILE_STATES.indexOf(profiles.state(profile)));
    const held = this.#held.fill(0);
    for (const membership of memberships.ofProfile.items(profile)) {
      if (!memberships.isHeld(membership)) continue;
      ids.write(memberships.identifier.at(membership), this.#part);
      addHash(held, this.#part);
    }
    combineHash(out, held);
    combineHash(out, this.#words(profiles.keySum.values, profile * 4));
    return out;
  }

  #decisionHash(decision: DecisionIndex): Hash128 {
    const { store, ledger, ids } = this.#parts;
    const { action, reason, event, lastEvent, count, profile, other, identifier } = ledger.get(decision);
    const out = this.#out;
    const keys = store.key.values;
    ids.write(identifier, out);
    combineNumber(
      out,
      DECISION_TAG + 8 * (DECISION_ACTIONS.indexOf(action) + 32 * REASON_CODES.indexOf(reason)),
    );
    combineHash(out, this.#words(keys, event * 4));
    combineHash(out, this.#words(keys, lastEvent * 4));
    combineNumber(out, count);
    combineHash(out, this.#profileId(profile));
    if (other >= 0) combineHash(out, this.#profileId(other));
    return out;
  }

  #profileId(profile: ProfileIndex): Hash128 {
    this.#parts.ids.writeId(this.#parts.profiles, profile, this.#part);
    return this.#part;
  }

  #words(values: Int32Array, at: number): Hash128 {
    const part = this.#part;
    for (let word = 0; word < 4; word += 1) part[word] = values[at + word]!;
    return part;
  }
}
