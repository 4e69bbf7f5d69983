/**
 * Why two identifiers, or events, belong to one person: the shortest chain of events, its weakest hop, and the smallest
 * sets of events or values without which they would be two. Nothing is said that the log, or a resolution of the island
 * without the set, does not show.
 */

import type { ProfileIndex } from '../identity.ts';
import { evidenceOf } from './evidence-graph.ts';
import type { EvidencePath } from './evidence-path.ts';
import { shortestPath } from './evidence-path.ts';
import type { Explainable, Target } from './explainable.ts';
import { commonProfiles, isSameTarget } from './explainable.ts';
import type { Cut } from './minimal-cut.ts';
import { computeMinimalCut } from './minimal-cut.ts';
import { Trials } from './trials.ts';

export interface Explanation {
  /** Present profiles that hold both; more than one only where identifiers may belong to several. */
  readonly profiles: readonly ProfileIndex[];
  /** null when the rules made them one without a chain of events. */
  readonly path: EvidencePath | null;
  readonly cuts: { readonly events: Cut; readonly values: Cut };
  /** The smaller of the two cuts, of equals the events; null when there is none within the bound. */
  readonly smallest: Cut | null;
  /** Events taken by resolutions that confirmed the cuts. */
  readonly trialEvents: number;
}

/** null when the two are apart, or the same. */
export function explain(engine: Explainable, a: Target, b: Target): Explanation | null {
  const profiles = commonProfiles(engine, a, b);
  if (profiles.length === 0 || isSameTarget(a, b)) return null;
  const graph = evidenceOf(engine, profiles);
  const island = engine.islandOf(profiles[0]!);
  const forEvents = new Trials(engine);
  const forValues = new Trials(engine);
  const question = { engine, a, b, graph, island };
  const events = computeMinimalCut({ ...question, trials: forEvents }, 'events');
  const values = computeMinimalCut({ ...question, trials: forValues }, 'values');
  const found = [events, values].filter(({ items }) => items.length > 0);
  return {
    profiles,
    path: shortestPath(engine, graph, a, b),
    cuts: { events, values },
    smallest: found.toSorted((x, y) => x.items.length - y.items.length)[0] ?? null,
    trialEvents: forEvents.spent + forValues.spent,
  };
}
