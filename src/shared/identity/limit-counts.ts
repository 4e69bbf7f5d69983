/**
 * How many values of each limited namespace a profile holds: a short list of entries (limit slot, count) a profile, so
 * that a log with a thousand namespaces costs what its profiles hold and not a column a namespace. Counting and merging
 * cost the entries of the profiles concerned. An entry of a slot with a window also lists the values seen lately.
 */

import { copyColumns, int32Column } from '../base/columns.ts';
import type { Slices } from '../base/slices.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import { RecentValues } from './recent-values.ts';
import type { RoleTable } from './role-table.ts';

export class LimitCounts {
  readonly #slot = int32Column();
  readonly #count = int32Column();
  /** Entry → the next one of its profile, or -1. */
  readonly #next = int32Column();
  /** ProfileIndex → its first entry, or -1. May be shorter than there are profiles. */
  readonly #first = int32Column();
  readonly #recent = new RecentValues();

  get bytes(): number {
    const { bytes } = this.#recent;
    return this.#slot.bytes + this.#count.bytes + this.#next.bytes + this.#first.bytes + bytes;
  }

  reset(): void {
    this.#slot.clear();
    this.#count.clear();
    this.#next.clear();
    this.#first.clear();
    this.#recent.reset();
  }

  *copyFrom(other: LimitCounts): Slices {
    yield* copyColumns(
      [this.#slot, this.#count, this.#next, this.#first],
      [other.#slot, other.#count, other.#next, other.#first],
    );
    yield* this.#recent.copyFrom(other.#recent);
  }

  count(profile: ProfileIndex, slot: number): number {
    const entry = this.#find(profile, slot);
    return entry < 0 ? 0 : this.#count.at(entry);
  }

  add(profile: ProfileIndex, slot: number, change: number): void {
    const entry = this.#find(profile, slot);
    if (entry >= 0) this.#count.values[entry]! += change;
    else this.#prepend(profile, slot, change);
  }

  /** Calls back with every slot of which the profile holds or held values, and how many it holds. */
  forEach(profile: ProfileIndex, visit: (slot: number, count: number) => void): void {
    for (let entry = this.#firstOf(profile); entry >= 0; entry = this.#next.at(entry))
      visit(this.#slot.at(entry), this.#count.at(entry));
  }

  /** Notes that a value the profile holds, in a slot with a window, was seen. */
  see(identifier: IdentifierIndex, profile: ProfileIndex, slot: number, now: number): void {
    this.#recent.see(identifier, this.#find(profile, slot), now);
  }

  isWithin(identifier: IdentifierIndex, now: number, windowMs: number): boolean {
    return this.#recent.isWithin(identifier, now, windowMs);
  }

  /** How many values the profile was seen with within the window, counting to `most`. */
  countWithin(
    profile: ProfileIndex,
    slot: number,
    { now, windowMs, most }: { readonly now: number; readonly windowMs: number; readonly most: number },
  ): number {
    const entry = this.#find(profile, slot);
    return entry < 0 ? 0 : this.#recent.countWithin(entry, now, windowMs, most);
  }

  absorb(survivor: ProfileIndex, absorbed: ProfileIndex, roles: RoleTable, now: number): void {
    let entry = this.#firstOf(absorbed);
    while (entry >= 0) {
      const next = this.#next.at(entry);
      const slot = this.#slot.at(entry);
      this.add(survivor, slot, this.#count.at(entry));
      const windowMs = roles.windowsMs[slot]!;
      if (windowMs !== Number.POSITIVE_INFINITY)
        this.#recent.join(this.#find(survivor, slot), entry, now, windowMs);
      entry = next;
    }
    if (absorbed < this.#first.length) this.#first.set(absorbed, -1);
  }

  forget(profile: ProfileIndex): void {
    for (let entry = this.#firstOf(profile); entry >= 0; entry = this.#next.at(entry))
      this.#recent.clear(entry);
    if (profile < this.#first.length) this.#first.set(profile, -1);
  }

  #firstOf(profile: ProfileIndex): number {
    return profile < this.#first.length ? this.#first.at(profile) : -1;
  }

  #find(profile: ProfileIndex, slot: number): number {
    let entry = this.#firstOf(profile);
    while (entry >= 0 && this.#slot.at(entry) !== slot) entry = this.#next.at(entry);
    return entry;
  }

  #prepend(profile: ProfileIndex, slot: number, count: number): void {
    this.#first.extend(profile + 1 - this.#first.length, -1);
    this.#slot.push(slot);
    this.#count.push(count);
    this.#next.push(this.#first.at(profile));
    this.#first.set(profile, this.#slot.length - 1);
  }
}
