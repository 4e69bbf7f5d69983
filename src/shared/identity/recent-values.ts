/**
 * Which values of a namespace were seen lately, for limits that count within a window: lists of identifiers, the one
 * seen last in front. An identifier is in one list at most, because it has one owner wherever windows are counted.
 *
 *     list ─▶ newest ⇄ … ⇄ oldest        seen again: it moves to the front, O(1)
 *
 * Assumes that time does not run backwards within an island, so what has left the window stays out until it is seen
 * again. Undated events come before all dated ones; their time is -Infinity, and among themselves no time passes.
 */

import { copyColumns, float64Column, int32Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';

export class RecentValues {
  /** List → the identifier seen last; -1 for an empty one. */
  readonly #newest = int32Column();
  /** IdentifierIndex → the list it is in, or -1. */
  readonly #list = int32Column();
  readonly #older = int32Column();
  readonly #newer = int32Column();
  readonly #seenAt = float64Column();

  get bytes(): number {
    return this.#columns().reduce((sum, { bytes }) => sum + bytes, 0);
  }

  reset(): void {
    for (const column of this.#columns()) column.clear();
  }

  copyFrom(other: RecentValues): Slices {
    return copyColumns(this.#columns(), other.#columns());
  }

  see(identifier: IdentifierIndex, list: number, now: number): void {
    this.#reach(identifier);
    this.#unlink(identifier);
    this.#pushFront(identifier, list, now);
  }

  /** True when the identifier was seen less than `windowMs` ago. */
  isWithin(identifier: IdentifierIndex, now: number, windowMs: number): boolean {
    if (identifier >= this.#list.length || this.#list.at(identifier) < 0) return false;
    return !(now - this.#seenAt.at(identifier) >= windowMs);
  }

  /** How many of a list were seen within the window, counting to `most`. Cost: that number. */
  countWithin(list: number, now: number, windowMs: number, most: number): number {
    let count = 0;
    let identifier = list < this.#newest.length ? this.#newest.at(list) : -1;
    while (identifier >= 0 && count < most && this.isWithin(identifier, now, windowMs)) {
      count += 1;
      identifier = this.#older.at(identifier);
    }
    return count;
  }

  /** Puts what `from` holds into `into`. What is out of the window is dropped: it counts again when it is seen again. */
  join(into: number, from: number, now: number, windowMs: number): void {
    const all = [...this.#takeOut(into), ...this.#takeOut(from)];
    const kept = all.filter((identifier) => !(now - this.#seenAt.at(identifier) >= windowMs));
    kept.sort((a, b) => (this.#seenAt.at(a) < this.#seenAt.at(b) ? -1 : 1));
    for (const identifier of kept) this.#pushFront(identifier, into, this.#seenAt.at(identifier));
  }

  clear(list: number): void {
    this.#takeOut(list);
  }

  #takeOut(list: number): IdentifierIndex[] {
    const identifiers: IdentifierIndex[] = [];
    if (list >= this.#newest.length) return identifiers;
    for (let one = this.#newest.at(list); one >= 0; one = this.#older.at(one)) {
      this.#list.set(one, -1);
      identifiers.push(one);
    }
    this.#newest.set(list, -1);
    return identifiers;
  }

  #pushFront(identifier: IdentifierIndex, list: number, seenAt: number): void {
    this.#newest.extend(list + 1 - this.#newest.length, -1);
    const newest = this.#newest.at(list);
    if (newest >= 0) this.#newer.set(newest, identifier);
    this.#older.set(identifier, newest);
    this.#newer.set(identifier, -1);
    this.#newest.set(list, identifier);
    this.#list.set(identifier, list);
    this.#seenAt.set(identifier, seenAt);
  }

  #unlink(identifier: IdentifierIndex): void {
    const list = this.#list.at(identifier);
    if (list < 0) return;
    const older = this.#older.at(identifier);
    const newer = this.#newer.at(identifier);
    if (older >= 0) this.#newer.set(older, newer);
    if (newer >= 0) this.#older.set(newer, older);
    else this.#newest.set(list, older);
    this.#list.set(identifier, -1);
  }

  #columns() {
    return [this.#newest, this.#list, this.#older, this.#newer, this.#seenAt];
  }

  #reach(identifier: IdentifierIndex): void {
    const more = identifier + 1 - this.#list.length;
    this.#list.extend(more, -1);
    this.#older.extend(more, -1);
    this.#newer.extend(more, -1);
    this.#seenAt.extend(more, Number.NEGATIVE_INFINITY);
  }
}
