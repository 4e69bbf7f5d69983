/**
 * Shared devices of a tangled log: one id that a whole fleet of in-store tablets answers with (a fifth of all events,
 * 200,000 of a million), and a changing handful of ordinary kiosks (a twentieth). Half of those who use them are
 * customers who also shop at home, so what happens at a kiosk reaches far.
 */

import type { Device, Person } from './people.ts';
import { makeDevice } from './people.ts';
import type { Random } from './random.ts';

const SHARE_OF_FLEET = 0.2;
const SHARE_OF_KIOSKS = 0.05;
const KIOSKS_AT_ONCE = 6;
const EVENTS_PER_KIOSK = 300;
const REGULARS = 2000;
const SHARE_OF_REGULARS = 0.5;

export class Kiosks {
  readonly #random: Random;
  readonly #people: Person[] = [];
  readonly #kiosks: { device: Device; promised: number }[] = [];
  #fleet: Device | null = null;
  #promisedFleet = 0;
  #promisedKiosks = 0;
  #met = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A customer who may come by; only the latest are remembered. */
  meet(person: Person): void {
    this.#people[this.#met % REGULARS] = person;
    this.#met += 1;
  }

  /** Someone met before, or null for a stranger. */
  regular(): Person | null {
    const isRegular = this.#people.length > 0 && this.#random.chance(SHARE_OF_REGULARS);
    return isRegular ? this.#random.pick(this.#people) : null;
  }

  /** The shared device that should be used next for the shares to come out, of `lines` promised so far; null: none. */
  wanted(lines: number, at: number): Device | null {
    if (this.#promisedFleet < lines * SHARE_OF_FLEET) {
      this.#fleet ??= makeDevice(at, this.#random, true);
      return this.#fleet;
    }
    return this.#promisedKiosks < lines * SHARE_OF_KIOSKS ? this.#kiosk(at) : null;
  }

  promise(device: Device, lines: number): void {
    if (device === this.#fleet) {
      this.#promisedFleet += lines;
      return;
    }
    this.#promisedKiosks += lines;
    const kiosk = this.#kiosks.find((one) => one.device === device);
    if (kiosk !== undefined) kiosk.promised += lines;
  }

  #kiosk(at: number): Device {
    const place = this.#random.between(0, KIOSKS_AT_ONCE - 1);
    const kiosk = this.#kiosks[place];
    if (kiosk !== undefined && kiosk.promised < EVENTS_PER_KIOSK) return kiosk.device;
    const device = makeDevice(at, this.#random, true);
    this.#kiosks[Math.min(place, this.#kiosks.length)] = { device, promised: 0 };
    return device;
  }
}
