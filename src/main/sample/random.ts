/**
 * Seeded randomness for generated logs: the same seed gives the same log on every machine and version of Node.
 * sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, 32-bit arithmetic only. Not for anything secret.
 */

const WARM_UP_ROUNDS = 16;

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = 0x9e3779b9;
    for (let round = 0; round < WARM_UP_ROUNDS; round += 1) this.word();
  }

  /** A whole number of 32 bits, not negative. */
  word(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** At least 0, less than 1. */
  fraction(): number {
    return this.word() / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** A whole number between the two, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** A waiting time with this mean, as between independent arrivals. */
  wait(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** One of the choices; there is at least one. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)]!;
  }

  /** 13 or 14 characters of 0-9 and a-z. */
  token(): string {
    return this.word().toString(36).padStart(7, '0') + this.word().toString(36).padStart(7, 'z');
  }

  /** In the form of a UUID. */
  uuid(): string {
    const hex = (): string => this.word().toString(16).padStart(8, '0');
    const middle = hex();
    const late = hex();
    return `${hex()}-${middle.slice(0, 4)}-4${middle.slice(5)}-a${late.slice(1, 4)}-${late.slice(4)}${hex()}`;
  }
}
