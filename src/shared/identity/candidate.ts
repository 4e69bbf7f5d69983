/**
 * The profile that would come about if the identifiers of an event, taken one after the other, and all their owners
 * became one: how much it would hold, and which limit or cap it would break.
 *
 * Everything only grows with a further identifier, so what is broken once stays broken, and looking at all beginnings
 * of a list costs one pass. A profile that gains nothing breaks nothing, whatever it holds: it is what it was.
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex, ReasonCode } from './identity.ts';
import type { IdentityState } from './identity-state.ts';

export class Candidate {
  readonly #state: IdentityState;
  readonly #now: number;
  readonly #owners: ProfileIndex[] = [];
  #unowned = 0;
  #held = 0;
  #merges = -1;
  /** Limit slot → values held, or for a slot with a window, those that count at the event. */
  readonly #counts = new Map<number, number>();
  #breaksLimit = false;
  #breaksWindow = false;

  constructor(state: IdentityState, event: EventIndex) {
    this.#state = state;
    this.#now = state.timeOf(event);
  }

  /** Takes an identifier of the event, and the present profile that owns it or -1. */
  add(identifier: IdentifierIndex, owner: ProfileIndex): void {
    if (owner < 0) this.#unowned += 1;
    else if (!this.#owners.includes(owner)) this.#addProfile(owner);
    const { limitSlot } = this.#state.roles.termsOf(identifier);
    if (limitSlot < 0) return;
    const windowMs = this.#state.roles.windowsMs[limitSlot]!;
    // The identifier is seen now; its owner has been counted with what it held or was seen with before.
    if (owner < 0 || !this.#isCounted(identifier, windowMs)) this.#count(limitSlot, 1);
  }

  /** What the profile would break, or null. */
  violation(): ReasonCode | null {
    const { roles } = this.#state;
    if (this.#unowned === 0 && this.#owners.length === 1) return null;
    if (this.#merges > roles.maxMerges) return 'MERGE_CAP';
    if (this.#held + this.#unowned > roles.maxIdentifiers) return 'MAPPING_CAP';
    if (this.#breaksLimit) return 'LIMIT_EXCEEDED';
    return this.#breaksWindow ? 'TIME_LIMIT_EXCEEDED' : null;
  }

  #addProfile(profile: ProfileIndex): void {
    const { profiles, limits, roles } = this.#state;
    const { counts } = limits;
    this.#owners.push(profile);
    this.#held += profiles.heldCount.at(profile);
    this.#merges += profiles.absorbedCount.at(profile) + 1;
    counts.forEach(profile, (slot, count) => {
      const windowMs = roles.windowsMs[slot]!;
      const isEver = windowMs === Number.POSITIVE_INFINITY;
      const most = roles.limits[slot]! + 1;
      this.#count(
        slot,
        isEver ? count : counts.countWithin(profile, slot, { now: this.#now, windowMs, most }),
      );
    });
  }

  #isCounted(identifier: IdentifierIndex, windowMs: number): boolean {
    return (
      windowMs === Number.POSITIVE_INFINITY ||
      this.#state.limits.counts.isWithin(identifier, this.#now, windowMs)
    );
  }

  #count(slot: number, more: number): void {
    const { limits, windowsMs } = this.#state.roles;
    const count = (this.#counts.get(slot) ?? 0) + more;
    this.#counts.set(slot, count);
    if (count <= limits[slot]!) return;
    if (windowsMs[slot] === Number.POSITIVE_INFINITY) this.#breaksLimit = true;
    else this.#breaksWindow = true;
  }
}
