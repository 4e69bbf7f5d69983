/**
 * How a device was used under its present owner before somebody was known on it: who logs in at a kiosk is mostly who
 * stood there a minute ago, and hardly who stood there yesterday; and what nobody claimed for weeks may be anybody's.
 * One look an event and key, O(1).
 */

import type { IdentifierIndex } from '../../event/identifier-table.ts';

/** Who has not touched a device for so long has left it. */
const LONGEST_PAUSE_MS = 10 * 60_000;

export class Visits {
  /** IdentifierIndex → times of the first and last event under its owner, epoch ms; NaN while nothing dated is known. */
  readonly #firstAt: Float64Array;
  readonly #lastAt: Float64Array;
  /** IdentifierIndex → events of its last visit, and of those before. */
  readonly #present: Uint32Array;
  readonly #earlier: Uint32Array;

  constructor(size: number) {
    this.#firstAt = new Float64Array(size).fill(Number.NaN);
    this.#lastAt = new Float64Array(size).fill(Number.NaN);
    this.#present = new Uint32Array(size);
    this.#earlier = new Uint32Array(size);
  }

  see(identifier: IdentifierIndex, at: number): void {
    if (this.#isOver(identifier, at)) {
      this.#earlier[identifier]! += this.#present[identifier]!;
      this.#present[identifier] = 0;
    }
    this.#present[identifier]! += 1;
    this.#lastAt[identifier] = at;
    if (!(this.#firstAt[identifier]! <= at)) this.#firstAt[identifier] = at;
  }

  /** The device has come to another owner. */
  forget(identifier: IdentifierIndex): void {
    this.#present[identifier] = 0;
    this.#earlier[identifier] = 0;
    this.#firstAt[identifier] = Number.NaN;
  }

  /** Events of the visits before the one that goes on at this time. */
  earlier(identifier: IdentifierIndex, at: number): number {
    const present = this.#isOver(identifier, at) ? this.#present[identifier]! : 0;
    return this.#earlier[identifier]! + present;
  }

  /** Ms since its first event, 0 when that is not known. */
  age(identifier: IdentifierIndex, at: number): number {
    const age = at - this.#firstAt[identifier]!;
    return age > 0 ? age : 0;
  }

  #isOver(identifier: IdentifierIndex, at: number): boolean {
    return at - this.#lastAt[identifier]! > LONGEST_PAUSE_MS;
  }
}
