/**
 * Is what has to be resolved again so little that it may be done in one go, between two answers? A look ahead that
 * changes nothing: new events are followed to the islands they touch, as many times as it takes to know all that come to
 * be resolved again with one that is touched late; the events of these are counted.
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IslandRoot } from './islands.ts';
import type { Changes } from './resettling.ts';
import { Timeline } from './timeline.ts';
import type { Workings } from './workings.ts';

/** True when the events of all islands that have to be resolved again are `most` or fewer. */
export function isLittle(workings: Workings, changes: Changes, most: number): boolean {
  const { timeline, state } = workings;
  const { rowCount } = timeline.store;
  if (rowCount <= most) return true;
  // Whom overrides connect or name is not followed.
  if (rowCount - changes.settledRows > most || changes.sides.size > 0 || state.overrides !== null)
    return false;
  let count = rowCount - changes.settledRows;
  for (const root of rootsToResolve(workings, changes)) {
    count += eventsOf(workings, root, most);
    if (count > most) return false;
  }
  return true;
}

/** Roots, as they are now, of the islands that have to be resolved again. */
function rootsToResolve(workings: Workings, { settledRows, superseded }: Changes): Set<IslandRoot> {
  const { state, islands, timeline } = workings;
  const dirty = new Set<IslandRoot>();
  for (let i = 0; i < superseded.length; i += 1) {
    const profile = state.credit.at(superseded.at(i));
    if (profile >= 0) dirty.add(islands.root(state.profiles.founder.at(profile)));
  }
  state.roles.grow();
  const rows = new Timeline(timeline.store).acceptedFrom(settledRows);
  const touched = Array.from(rows, (row) => rootsTouched(workings, row));
  for (const { roots, isLate } of touched) if (isLate) for (const root of roots) dirty.add(root);
  for (let before = -1; before < dirty.size; ) {
    before = dirty.size;
    for (const { roots } of touched)
      if (roots.some((root) => dirty.has(root))) for (const root of roots) dirty.add(root);
  }
  return dirty;
}

function rootsTouched(
  { fold, islands, timeline }: Workings,
  row: EventIndex,
): { readonly roots: readonly IslandRoot[]; readonly isLate: boolean } {
  if (!fold.read(row)) return { roots: [], isLate: false };
  const roots: IslandRoot[] = [];
  let isLate = fold.policy.kind === 'island';
  for (let i = 0; i < fold.keys.count; i += 1) {
    const key = fold.keys.keys[i]!;
    if (key >= islands.size) continue;
    const root = islands.root(key);
    const last = islands.lastEvent(root);
    if (last < 0) continue;
    roots.push(root);
    if (timeline.compare(last, row) > 0) isLate = true;
  }
  return { roots, isLate };
}

/** Events of an island, counting a little beyond `most`. */
function eventsOf({ islands, state }: Workings, root: IslandRoot, most: number): number {
  let count = 0;
  for (const profile of islands.eachProfileOf(root)) {
    if (state.profiles.isPresent(profile)) count += state.profiles.eventCount.at(profile);
    if (count > most) break;
  }
  return count;
}
