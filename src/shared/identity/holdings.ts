/**
 * Who holds what: memberships, and what is counted of them a profile (its strong namespaces, its best identifier, how
 * much it holds), so that the two cannot part. All but `recount` is O(1) amortised.
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { MembershipIndex, ProfileIndex } from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import { UNLIMITED } from './role-table.ts';

export class Holdings {
  readonly #state: IdentityState;

  constructor(state: IdentityState) {
    this.#state = state;
  }

  /** How many profiles an identifier has founded. Cost: its memberships, as long as it has founded less than two. */
  foundedBefore(identifier: IdentifierIndex): number {
    const { profiles, memberships } = this.#state;
    if (memberships.isNew(identifier)) return 0;
    const latest = profiles.latestOf(identifier);
    if (latest >= 0) return profiles.ordinal.at(latest) + 1;
    let count = 0;
    for (const membership of memberships.ofIdentifier.items(identifier)) {
      const profile = memberships.profile.at(membership);
      if (
        profiles.founder.at(profile) === identifier &&
        profiles.foundedBy.at(profile) === memberships.from.at(membership)
      )
        count += 1;
    }
    return count;
  }

  /** Rank of the best identifier of a present profile; 1 is the highest. */
  bestRank(profile: ProfileIndex): number {
    const { roles, profiles } = this.#state;
    return roles.ranks.values[profiles.best.values[profile]!]!;
  }

  begin(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    const { roles, profiles, memberships, limits } = this.#state;
    this.#state.changes(profile);
    memberships.begin(identifier, profile, event);
    limits.count(identifier, profile, 1);
    if (roles.hasWindows) limits.see(identifier, profile, event);
    const { rank, strongBit } = roles.termsOf(identifier);
    if (rank < this.bestRank(profile)) profiles.best.values[profile] = identifier;
    profiles.strongMask.values[profile]! |= strongBit;
  }

  /** Takes an identifier that only `owner` holds from it. Assumes that it is neither strong nor its best. */
  end(identifier: IdentifierIndex, owner: ProfileIndex, event: EventIndex): void {
    this.#state.changes(owner);
    this.#state.memberships.end(identifier, event);
    this.#state.limits.count(identifier, owner, -1);
  }

  /** Ends a membership and returns the profile that held. Assumes `recount` before that profile is read. */
  endOne(membership: MembershipIndex, event: EventIndex): ProfileIndex {
    const { profiles, memberships } = this.#state;
    const holder = profiles.canonical(memberships.profile.at(membership));
    this.#state.changes(holder);
    memberships.endOne(membership, event);
    return holder;
  }

  /** Counts again what a present profile holds, after identifiers have left it. Cost: its memberships. */
  recount(profile: ProfileIndex): void {
    this.#state.changes(profile);
    const { profiles, memberships, roles } = this.#state;
    let mask = 0;
    let count = 0;
    let best = profiles.founder.at(profile);
    let bestRank = UNLIMITED;
    for (const membership of memberships.ofProfile.items(profile)) {
      if (!memberships.isHeld(membership)) continue;
      const identifier = memberships.identifier.at(membership);
      const { rank, strongBit } = roles.termsOf(identifier);
      mask |= strongBit;
      count += 1;
      if (rank >= bestRank) continue;
      best = identifier;
      bestRank = rank;
    }
    profiles.strongMask.set(profile, mask);
    profiles.heldCount.set(profile, count);
    profiles.best.set(profile, best);
  }

  /** Lets `survivor` hold all that `absorbed` does. Both are present. */
  absorb(survivor: ProfileIndex, absorbed: ProfileIndex, event: EventIndex): void {
    const { roles, profiles, memberships, limits } = this.#state;
    this.#state.changes(survivor);
    this.#state.changes(absorbed);
    if (this.bestRank(absorbed) < this.bestRank(survivor))
      profiles.best.values[survivor] = profiles.best.at(absorbed);
    profiles.absorb(survivor, absorbed);
    memberships.ofProfile.splice(survivor, absorbed);
    if (!limits.isUnlimited) limits.counts.absorb(survivor, absorbed, roles, this.#state.timeOf(event));
  }
}
