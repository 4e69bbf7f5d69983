/**
 * A 128-bit sum, modulo 2^128, of one hash per present profile and one per live decision: equal for equal results,
 * whatever the order, batching or repetition of reading, and the digests of disjoint islands add up. Ids, keys and
 * codes go in; rows, sources, lines and clocks do not.
 */

import type { Hash128 } from '../base/hash.ts';
import { addHash, combineHash, combineNumber, hashToHex, makeHash } from '../base/hash.ts';
import type { EventStore } from '../event/event-store.ts';
import type { DecisionIndex, ProfileIndex } from './identity.ts';
import { DECISION_ACTIONS, PROFILE_STATES, REASON_CODES } from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import type { ProfileIds } from './profile-ids.ts';

const PROFILE_TAG = 1;
const DECISION_TAG = 2;

/** Cost: linear in profiles, memberships and decisions. */
export function computeDigest(store: EventStore, state: IdentityState, ids: ProfileIds): string {
  const sum = makeHash();
  const writer = new DigestWriter(store, state, ids);
  for (let profile = 0; profile < state.profiles.count; profile += 1) {
    if (state.profiles.isPresent(profile)) addHash(sum, writer.profile(profile));
  }
  for (let decision = 0; decision < state.ledger.count; decision += 1) {
    if (state.ledger.isLive(decision)) addHash(sum, writer.decision(decision));
  }
  return hashToHex(sum);
}

class DigestWriter {
  readonly #store: EventStore;
  readonly #state: IdentityState;
  readonly #ids: ProfileIds;
  readonly #out = makeHash();
  readonly #part = makeHash();
  readonly #held = makeHash();

  constructor(store: EventStore, state: IdentityState, ids: ProfileIds) {
    this.#store = store;
    this.#state = state;
    this.#ids = ids;
  }

  profile(profile: ProfileIndex): Hash128 {
    const { profiles, memberships } = this.#state;
    const out = this.#out;
    this.#ids.write(profiles.founder.at(profile), out);
    combineNumber(out, PROFILE_TAG + 8 * PROFILE_STATES.indexOf(profiles.state(profile)));
    const held = this.#held.fill(0);
    for (const membership of memberships.ofProfile.items(profile)) {
      if (!memberships.isHeld(membership)) continue;
      this.#ids.write(memberships.identifier.at(membership), this.#part);
      addHash(held, this.#part);
    }
    combineHash(out, held);
    combineHash(out, this.#words(profiles.keySum.values, profile * 4));
    return out;
  }

  decision(decision: DecisionIndex): Hash128 {
    const { action, reason, event, lastEvent, count, profile, other, identifier } =
      this.#state.ledger.get(decision);
    const out = this.#out;
    const keys = this.#store.key.values;
    this.#ids.write(identifier, out);
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
    this.#ids.write(this.#state.profiles.founder.at(profile), this.#part);
    return this.#part;
  }

  #words(values: Int32Array, at: number): Hash128 {
    const part = this.#part;
    for (let word = 0; word < 4; word += 1) part[word] = values[at + word]!;
    return part;
  }
}
