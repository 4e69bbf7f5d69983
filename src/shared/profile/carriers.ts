/** Profiles by what their events carry, for identifiers that are no keys and so have no owner. */

import type { EngineView } from './engine-view.ts';
import { creditColumn } from './engine-view.ts';

/**
 * Sets `flags` to 1 for the profiles that events with a marked identifier are credited to. `marked` is indexed by
 * IdentifierIndex. Cost: one look at every identifier of every event.
 */
export function markCarriers(engine: EngineView, marked: Uint8Array, flags: Uint8Array): void {
  const credits = creditColumn(engine);
  const ends = engine.store.identifierEnds.values;
  const identifiers = engine.store.identifiers.values;
  let at = 0;
  for (let event = 0; event < credits.length; event += 1) {
    const profile = credits[event]!;
    for (; at < ends[event]!; at += 1)
      if (profile >= 0 && marked[engine.keyOf(identifiers[at]!)] === 1) flags[profile] = 1;
  }
}
