/**
 * Columns over profiles that are patched: each touched profile is read again from its own events and decisions, the
 * others are taken over. Where the touched ones have much of the log, computing the column anew costs less.
 */

import type { ProfileIndex } from '../identity/identity.ts';
import type { Touched } from '../identity/touched.ts';
import type { EngineView } from './engine-view.ts';

/** Patching reads events in any order, computing in the order of rows: up to one in so many is cheaper patched. */
const WORTH = 16;
/** So many events are read at once, however small the log. */
const FEW = 4096;

/** Touched profiles that are present, ascending; null when they have too many events to be read one by one. */
export function presentTouched(engine: EngineView, { profiles }: Touched): ProfileIndex[] | null {
  const present: ProfileIndex[] = [];
  let events = 0;
  for (const profile of profiles) {
    if (!engine.isPresent(profile)) continue;
    present.push(profile);
    events += engine.eventCount(profile);
  }
  return events > Math.max(FEW, engine.store.rowCount / WORTH) ? null : present;
}

/** A copy with room for profiles founded since, whose numbers are 0. */
export function grownColumn(engine: EngineView, column: Uint32Array): Uint32Array {
  const grown = new Uint32Array(engine.profileCount);
  grown.set(column);
  return grown;
}
