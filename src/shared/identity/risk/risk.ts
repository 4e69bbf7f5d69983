/**
 * How likely it is that a merge joined different people, and that a profile holds different people: a score in [0, 1]
 * for each, with the named parts that it is the exact sum of.
 *
 * Everything is computed in one pass over the log (`merge-signs.ts`); a waterfall is only written out when asked for.
 */

import type { Census } from '../census.ts';
import type { DecisionIndex, ProfileIndex } from '../identity.ts';
import type { MergeSigns } from './merge-signs.ts';
import { readMergeSigns } from './merge-signs.ts';
import { readProfileSigns } from './profile-signs.ts';
import type { Waterfall } from './waterfall.ts';
import { scoreOf, waterfallOf } from './waterfall.ts';
import { MERGE_WEIGHTS, PROFILE_WEIGHTS } from './weights.ts';

/** From these scores on a risk is called medium and high. */
export const MEDIUM_RISK = 0.2;
export const HIGH_RISK = 0.5;

export class Risk {
  /** Live merges in canonical order. */
  readonly merges: readonly DecisionIndex[];
  /** By position in `merges`. */
  readonly mergeScores: Float64Array;
  /** ProfileIndex → score; 0 for profiles that are not present. */
  readonly profileScores: Float64Array;
  readonly #signs: MergeSigns;
  readonly #profileAmounts: Float32Array;
  /** DecisionIndex → position in `merges`, or -1. */
  readonly #positions: Int32Array;

  constructor(census: Census) {
    const { engine } = census;
    this.#signs = readMergeSigns(census);
    const { merges, amounts } = this.#signs;
    this.merges = merges;
    this.mergeScores = new Float64Array(merges.length);
    this.#positions = new Int32Array(engine.decisionCount).fill(-1);
    merges.forEach((merge, position) => {
      this.#positions[merge] = position;
      this.mergeScores[position] = scoreOf(MERGE_WEIGHTS, amounts, position * MERGE_WEIGHTS.parts.length);
    });
    this.#profileAmounts = readProfileSigns(census, this.#signs, this.mergeScores);
    this.profileScores = new Float64Array(engine.profileCount);
    for (let profile = 0; profile < engine.profileCount; profile += 1) {
      if (!engine.isPresent(profile)) continue;
      const start = profile * PROFILE_WEIGHTS.parts.length;
      this.profileScores[profile] = scoreOf(PROFILE_WEIGHTS, this.#profileAmounts, start);
    }
  }

  /** null for a decision that is no live merge. */
  ofMerge(decision: DecisionIndex): Waterfall | null {
    const position = this.#positions[decision] ?? -1;
    if (position < 0) return null;
    return waterfallOf(MERGE_WEIGHTS, this.#signs.amounts, position * MERGE_WEIGHTS.parts.length);
  }

  /** Assumes a present profile. */
  ofProfile(profile: ProfileIndex): Waterfall {
    return waterfallOf(PROFILE_WEIGHTS, this.#profileAmounts, profile * PROFILE_WEIGHTS.parts.length);
  }
}
