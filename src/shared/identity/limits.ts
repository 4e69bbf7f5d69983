/**
 * What one profile may hold: how much the profiles hold by now, and whether they would hold too much together.
 *
 * One side of a join is an event with the profile that has joined so far. What the event brings and nobody owns is
 * *claimed*: it counts as the side's while the event's other keys are weighed, as far as the side may hold it at all.
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import { LimitCounts } from './limit-counts.ts';
import { UNLIMITED } from './role-table.ts';

/** In place of a profile: one that is yet to be founded. */
const NOBODY = -1;

export class Limits {
  /** Of the namespaces with a limit: what profiles hold. */
  readonly counts = new LimitCounts();
  readonly #state: IdentityState;
  /** Unowned identifiers of the present event that its side may hold: all, and by limit slot. */
  #claimed = 0;
  readonly #claims: number[] = [];

  constructor(state: IdentityState) {
    this.#state = state;
  }

  /** True when the ruleset has no limit on what a profile may hold, so that nothing need be claimed. */
  get isUnlimited(): boolean {
    const { maxIdentifiers, limits } = this.#state.roles;
    return maxIdentifiers === UNLIMITED && limits.length === 0;
  }

  /** Counts what a present profile holds: one more or less. */
  count(identifier: IdentifierIndex, profile: ProfileIndex, change: number): void {
    this.#state.profiles.heldCount.values[profile]! += change;
    const { limitSlot } = this.#state.roles.termsOf(identifier);
    if (limitSlot >= 0) this.counts.add(profile, limitSlot, change);
  }

  /** Notes that an identifier of the profile is on an event credited to it, where a window asks. */
  see(identifier: IdentifierIndex, profile: ProfileIndex, event: EventIndex): void {
    const { roles } = this.#state;
    const { limitSlot } = roles.termsOf(identifier);
    if (limitSlot < 0 || roles.windowsMs[limitSlot] === Number.POSITIVE_INFINITY) return;
    this.counts.see(identifier, profile, limitSlot, this.#state.timeOf(event));
  }

  /** Begins a new event: nothing is claimed. */
  clearClaims(): void {
    this.#claimed = 0;
    this.#claims.fill(0);
  }

  /** Counts an unowned identifier of the event to its side, if the side (`anchor`, or -1) may hold it as well. */
  claim(identifier: IdentifierIndex, anchor: ProfileIndex): void {
    const { roles } = this.#state;
    const { limitSlot, maxPerProfile } = roles.termsOf(identifier);
    if (this.#sideTotal(anchor) + 1 > roles.maxIdentifiers) return;
    if (limitSlot >= 0 && this.#sideHeld(anchor, limitSlot) + 1 > maxPerProfile) return;
    this.#claimed += 1;
    if (limitSlot < 0) return;
    while (this.#claims.length <= limitSlot) this.#claims.push(0);
    this.#claims[limitSlot]! += 1;
  }

  /**
   * True when the side (`anchor`, or -1, and what is claimed) and the owner together would hold too much. A pin may have
   * brought more to one of them than the rules allow: where the other brings nothing, nothing breaks.
   */
  joinExceeds(anchor: ProfileIndex, owner: ProfileIndex): boolean {
    const { profiles, roles } = this.#state;
    const side = this.#sideTotal(anchor);
    if (side > 0 && side + profiles.heldCount.values[owner]! > roles.maxIdentifiers) return true;
    let isExceeded = false;
    this.counts.forEach(owner, (slot, count) => {
      const held = this.#sideHeld(anchor, slot);
      if (held > 0 && count > 0 && held + count > roles.limits[slot]!) isExceeded = true;
    });
    return isExceeded;
  }

  /** True when the profile would hold more, or the identifier have belonged to more, than the ruleset allows. */
  holdingExceeds(identifier: IdentifierIndex, profile: ProfileIndex): boolean {
    const { profiles, roles, memberships } = this.#state;
    if (profiles.heldCount.values[profile]! + 1 > roles.maxIdentifiers) return true;
    const { limitSlot, maxPerProfile, maxProfiles } = roles.termsOf(identifier);
    if (limitSlot >= 0 && this.counts.count(profile, limitSlot) + 1 > maxPerProfile) return true;
    return maxProfiles !== UNLIMITED && memberships.profilesWith(identifier, profile) > maxProfiles;
  }

  /** True when the identifier may belong to nobody but those who have had it. */
  isSpent(identifier: IdentifierIndex): boolean {
    const { roles, memberships } = this.#state;
    const { maxProfiles } = roles.termsOf(identifier);
    return maxProfiles !== UNLIMITED && memberships.profilesWith(identifier, NOBODY) > maxProfiles;
  }

  #sideTotal(anchor: ProfileIndex): number {
    return this.#claimed + (anchor < 0 ? 0 : this.#state.profiles.heldCount.values[anchor]!);
  }

  #sideHeld(anchor: ProfileIndex, slot: number): number {
    return (this.#claims[slot] ?? 0) + (anchor < 0 ? 0 : this.counts.count(anchor, slot));
  }
}
