/**
 * Events that belong to a device and go wherever it goes: under `owner: last`, those that name nothing but such devices.
 *
 * Each follows the best of its devices that its profile holds. While events are folded the device may change hands any
 * number of times, so these events are credited when the fold is done, each once, to whoever has the device by then. So
 * a kiosk on which thousands log in costs no more than one that nobody logs in on.
 */

import { int32Column, uint32Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { ProfileIndex } from './identity.ts';
import type { IdentityState } from './identity-state.ts';
import type { TakingOrder } from './taking-order.ts';
import { compareNames } from './taking-order.ts';

/** Events credited between two pauses. */
const CREDITED_AT_ONCE = 4096;

export class FollowingEvents {
  readonly #state: IdentityState;
  readonly #events = uint32Column();
  /** Place among the events → the device that it follows, or -1 - that when it came to a profile without a strong one. */
  readonly #devices = int32Column();
  /** How often the history of a device has passed to another profile: events credited before were to move along. */
  moves = 0;

  constructor(state: IdentityState) {
    this.#state = state;
  }

  get bytes(): number {
    return this.#events.bytes + this.#devices.bytes;
  }

  /**
   * Takes an event of a present profile, to be credited later; false when it names more than such devices. One that an
   * override names stays where it is: it stands for its profile.
   */
  take(event: EventIndex, profile: ProfileIndex, keys: TakingOrder): boolean {
    const { profiles, overrides } = this.#state;
    const device = this.#deviceOf(keys, profile);
    if (device < 0 || overrides?.names(event) === true) return false;
    this.#events.push(event);
    this.#devices.push(profiles.strongMask.values[profile] === 0 ? -1 - device : device);
    return true;
  }

  /** Credits all events taken, those that come later to the same devices being taken by then. */
  *credit(): Slices {
    for (let start = 0; start < this.#events.length; start += CREDITED_AT_ONCE) {
      this.#creditFrom(start);
      yield;
    }
    this.#events.clear();
    this.#devices.clear();
  }

  #creditFrom(start: number): void {
    const end = Math.min(this.#events.length, start + CREDITED_AT_ONCE);
    for (let place = start; place < end; place += 1) {
      const device = this.#devices.at(place);
      const owner = this.#state.ownerOf(device < 0 ? -1 - device : device);
      this.#state.creditLater(owner, this.#events.at(place), device < 0);
    }
  }

  /** The best device that the profile holds, by rank and name; -1 when one of the keys is nothing that events follow. */
  #deviceOf({ keys, count }: TakingOrder, profile: ProfileIndex): number {
    const { roles, store } = this.#state;
    let best = -1;
    for (let i = 0; i < count; i += 1) {
      const key = keys[i]!;
      if (roles.termsOf(key).owner !== 'last') return -1;
      if (this.#state.ownerOf(key) !== profile) continue;
      const difference = best < 0 ? -1 : roles.ranks.at(key) - roles.ranks.at(best);
      if (difference < 0 || (difference === 0 && compareNames(store.identifierTable, key, best) < 0))
        best = key;
    }
    return best;
  }
}
