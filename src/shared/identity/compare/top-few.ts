/** The first few of many numbers in an order, found without sorting the many. Cost: at most the few for each offered. */

/** The first few in their order, and how many there are. */
export interface Few<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export class TopFew {
  offered = 0;
  readonly #limit: number;
  readonly #compare: (a: number, b: number) => number;
  readonly #kept: number[] = [];

  constructor(limit: number, compare: (a: number, b: number) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  get items(): readonly number[] {
    return this.#kept;
  }

  /** What the few stand for. */
  read<T>(of: (item: number) => T): Few<T> {
    return { total: this.offered, items: this.#kept.map(of) };
  }

  offer(item: number): void {
    this.offered += 1;
    const kept = this.#kept;
    if (this.#limit === 0) return;
    if (kept.length === this.#limit && this.#compare(item, kept[kept.length - 1]!) >= 0) return;
    let place = kept.length;
    while (place > 0 && this.#compare(item, kept[place - 1]!) < 0) place -= 1;
    kept.splice(place, 0, item);
    if (kept.length > this.#limit) kept.pop();
  }
}
