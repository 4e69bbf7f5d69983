/**
 * Lists inside columns: each owner has the tail of a ring of items, each item the next one (4 bytes an item).
 *
 *     tails[owner] ─▶ c        next: a ─▶ b ─▶ c ─▶ a     read from next[tail]: a, b, c
 *
 * Appending is O(1), and so is joining two lists, by swapping the successors of their tails: this is how merging two
 * profiles or islands moves all their events without looking at one. Items leave only with their whole list.
 */

import type { Int32Column } from './columns.ts';

export class Rings {
  /** Owner → last item; -1 for an empty list. */
  readonly tails: Int32Column;
  /** Item → the next one in its ring; undefined for items in no list. */
  readonly next: Int32Column;

  constructor(tails: Int32Column, next: Int32Column) {
    this.tails = tails;
    this.next = next;
  }

  append(owner: number, item: number): void {
    const tails = this.tails.values;
    const next = this.next.values;
    const tail = tails[owner]!;
    if (tail < 0) {
      next[item] = item;
    } else {
      next[item] = next[tail]!;
      next[tail] = item;
    }
    tails[owner] = item;
  }

  /** Moves the list of `from` behind that of `into`. */
  splice(into: number, from: number): void {
    const tails = this.tails.values;
    const moved = tails[from]!;
    if (moved < 0) return;
    const tail = tails[into]!;
    if (tail >= 0) {
      const next = this.next.values;
      const first = next[tail]!;
      next[tail] = next[moved]!;
      next[moved] = first;
    }
    tails[into] = moved;
    tails[from] = -1;
  }

  /** First item of the owner's list, or -1. */
  first(owner: number): number {
    const tail = this.tails.at(owner);
    return tail < 0 ? -1 : this.next.at(tail);
  }

  /** To be left as soon as enough is known. */
  *each(owner: number): Generator<number, void> {
    const tail = this.tails.at(owner);
    if (tail < 0) return;
    for (let item = this.next.at(tail); ; item = this.next.at(item)) {
      yield item;
      if (item === tail) return;
    }
  }

  items(owner: number): number[] {
    const tail = this.tails.at(owner);
    const items: number[] = [];
    if (tail < 0) return items;
    let item = tail;
    do {
      item = this.next.at(item);
      items.push(item);
    } while (item !== tail);
    return items;
  }
}
