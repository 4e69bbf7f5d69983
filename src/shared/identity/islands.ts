/**
 * Islands: events connected by identifiers that may be keys, rules ignored. Nothing outside an island can change a
 * decision inside it, so an island is the unit of work.
 *
 * Union-find over identifiers (Tarjan, J. ACM 22, 1975: union by size, path halving), so near-constant time a key.
 * Each root knows its profiles as a ring, through them its events, and the last event folded.
 */

import { copyColumns, int32Column } from '../base/columns.ts';
import { Rings } from '../base/rings.ts';
import type { Slices } from '../base/slices.ts';
import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { ProfileIndex } from './identity.ts';
import type { ProfileTable } from './profile-table.ts';
import type { Timeline } from './timeline.ts';

/** An island is named by the identifier at its root, which changes when islands join. */
export type IslandRoot = IdentifierIndex;

const NOTHING = -1;
/** In place of the last event: the island has to be resolved again from its own events. */
const DIRTY = -2;

export class Islands {
  /** IdentifierIndex → parent; a root holds minus the size of its tree. */
  readonly #parent = int32Column();
  /** Root → last event in canonical order that was folded; NOTHING, DIRTY. */
  readonly #lastEvent = int32Column();
  readonly #profiles: Rings;

  readonly #timeline: Timeline;

  constructor(timeline: Timeline, profiles: ProfileTable) {
    this.#timeline = timeline;
    this.#profiles = new Rings(int32Column(), profiles.nextOfIsland);
  }

  get bytes(): number {
    return this.#parent.bytes + this.#lastEvent.bytes + this.#profiles.tails.bytes;
  }

  /** Makes every identifier an island of its own. */
  reset(): void {
    const size = this.#parent.length;
    for (const column of this.#columns()) column.clear();
    this.grow(size);
  }

  grow(size: number): void {
    const added = size - this.#parent.length;
    for (const column of this.#columns()) column.extend(added, -1);
  }

  copyFrom(other: Islands): Slices {
    return copyColumns(this.#columns(), other.#columns());
  }

  get size(): number {
    return this.#parent.length;
  }

  /** Takes one identifier out. Assumes that all of its island are taken out before the next union. */
  release(identifier: IdentifierIndex): void {
    for (const column of this.#columns()) column.set(identifier, -1);
  }

  root(identifier: IdentifierIndex): IslandRoot {
    const parent = this.#parent.values;
    let node = identifier;
    for (;;) {
      const up = parent[node]!;
      if (up < 0) return node;
      const above = parent[up]!;
      if (above < 0) return up;
      parent[node] = above;
      node = above;
    }
  }

  /** Joins the islands of the first `count` keys and returns their common root. Assumes count ≥ 1. */
  unite(keys: Int32Array, count: number): IslandRoot {
    let root = this.root(keys[0]!);
    for (let i = 1; i < count; i += 1) {
      const other = this.root(keys[i]!);
      if (other !== root) root = this.#join(root, other);
    }
    return root;
  }

  isDirty(root: IslandRoot): boolean {
    return this.#lastEvent.at(root) === DIRTY;
  }

  markDirty(root: IslandRoot): void {
    this.#lastEvent.set(root, DIRTY);
  }

  /** Last event folded, or -1. */
  lastEvent(root: IslandRoot): EventIndex {
    return this.#lastEvent.at(root);
  }

  setLastEvent(root: IslandRoot, event: EventIndex): void {
    this.#lastEvent.set(root, event);
  }

  addProfile(root: IslandRoot, profile: ProfileIndex): void {
    this.#profiles.append(root, profile);
  }

  /** Profiles ever founded in the island, absorbed ones included. */
  profilesOf(root: IslandRoot): ProfileIndex[] {
    return this.#profiles.items(root);
  }

  eachProfileOf(root: IslandRoot): Generator<ProfileIndex, void> {
    return this.#profiles.each(root);
  }

  #join(a: IslandRoot, b: IslandRoot): IslandRoot {
    const parent = this.#parent.values;
    const root = parent[a]! <= parent[b]! ? a : b;
    const child = root === a ? b : a;
    parent[root] = parent[root]! + parent[child]!;
    parent[child] = root;
    this.#profiles.splice(root, child);
    this.#lastEvent.set(root, this.#later(this.#lastEvent.at(root), this.#lastEvent.at(child)));
    return root;
  }

  #later(a: number, b: number): number {
    if (a === DIRTY || b === DIRTY) return DIRTY;
    if (a === NOTHING) return b;
    if (b === NOTHING) return a;
    return this.#timeline.compare(a, b) >= 0 ? a : b;
  }

  #columns() {
    return [this.#parent, this.#lastEvent, this.#profiles.tails];
  }
}
