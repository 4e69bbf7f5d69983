/**
 * How likely it is that a merge joined different people, and that a profile holds different people: a score in [0, 1]
 * for each, with the named parts that it is the exact sum of, and what each part was read from.
 *
 * Scores are computed in one pass over the log (`merge-signs.ts`); a waterfall is only written out when asked for.
 */

import type { Progress } from '../../base/slices.ts';
import { finish, withProgress } from '../../base/slices.ts';
import type { Census } from '../census.ts';
import type { DecisionIndex, ProfileIndex } from '../identity.ts';
import { MergeEvidence } from './merge-evidence.ts';
import type { MergeSigns } from './merge-signs.ts';
import { mergeSignsInSlices } from './merge-signs.ts';
import { profileEvidence } from './profile-evidence.ts';
import { profileSignsInSlices } from './profile-signs.ts';
import type { Waterfall } from './waterfall.ts';
import { scoreOf, waterfallOf } from './waterfall.ts';
import { MERGE_WEIGHTS, PROFILE_WEIGHTS } from './weights.ts';

/** From these scores on a risk is called medium and high. */
export const MEDIUM_RISK = 0.2;
export const HIGH_RISK = 0.5;

interface Scores {
  readonly signs: MergeSigns;
  readonly mergeScores: Float64Array;
  readonly profileAmounts: Float32Array;
}

export class Risk {
  /** Live merges in canonical order. */
  readonly merges: readonly DecisionIndex[];
  /** By position in `merges`. */
  readonly mergeScores: Float64Array;
  /** ProfileIndex → score; 0 for profiles that are not present. */
  readonly profileScores: Float64Array;
  readonly #census: Census;
  readonly #signs: MergeSigns;
  readonly #profileAmounts: Float32Array;
  /** DecisionIndex → position in `merges`, or -1. */
  readonly #positions: Int32Array;

  constructor(census: Census, { signs, mergeScores, profileAmounts }: Scores) {
    const { engine } = census;
    this.#census = census;
    this.#signs = signs;
    this.#profileAmounts = profileAmounts;
    this.merges = signs.merges;
    this.mergeScores = mergeScores;
    this.#positions = new Int32Array(engine.decisionCount).fill(-1);
    for (let at = 0; at < this.merges.length; at += 1) this.#positions[this.merges[at]!] = at;
    this.profileScores = new Float64Array(engine.profileCount);
    for (let profile = 0; profile < engine.profileCount; profile += 1) {
      if (!engine.isPresent(profile)) continue;
      const start = profile * PROFILE_WEIGHTS.parts.length;
      this.profileScores[profile] = scoreOf(PROFILE_WEIGHTS, profileAmounts, start);
    }
  }

  /** null for a decision that is no live merge. Cost: linear in the events of its profile. */
  ofMerge(decision: DecisionIndex): Waterfall | null {
    const position = this.#positions[decision] ?? -1;
    if (position < 0) return null;
    const evidence = new MergeEvidence(this.#census, this.#signs.fanOut, decision);
    return waterfallOf(MERGE_WEIGHTS, this.#signs.amounts, {
      start: position * MERGE_WEIGHTS.parts.length,
      evidence: (sign) => evidence.of(sign),
    });
  }

  /** Assumes a present profile. Cost: linear in its events and memberships. */
  ofProfile(profile: ProfileIndex): Waterfall {
    const reading = {
      census: this.#census,
      fanOut: this.#signs.fanOut,
      scoreOf: (merge: DecisionIndex): number => this.mergeScores[this.#positions[merge]!]!,
    };
    return waterfallOf(PROFILE_WEIGHTS, this.#profileAmounts, {
      start: profile * PROFILE_WEIGHTS.parts.length,
      evidence: (sign) => profileEvidence(reading, profile, sign),
    });
  }
}

export function readRisk(census: Census): Risk {
  return finish(riskInSlices(census));
}

/** The same, pausing; progress is in events. Assumes an engine that does not change in between. */
export function* riskInSlices(census: Census): Generator<Progress, Risk, undefined> {
  const total = census.rows.length;
  const signs = yield* mergeSignsInSlices(census);
  const mergeScores = signs.merges.map((_, position) =>
    scoreOf(MERGE_WEIGHTS, signs.amounts, position * MERGE_WEIGHTS.parts.length),
  );
  const scores = Float64Array.from(mergeScores);
  const profileAmounts = yield* withProgress(profileSignsInSlices(census, signs, scores), () => ({
    done: total,
    total,
  }));
  return new Risk(census, { signs, mergeScores: scores, profileAmounts });
}
