/**
 * A score in [0, 1] as a base and named parts that add up to it exactly.
 *
 * The model is logistic: each part has a weight and an amount. The base is what the model says when all amounts are 0;
 * a part is how much the score rises or falls when its amount is added, in the fixed order of the list. All figures
 * are rounded to multiples of 2^-16, which floating point adds without error.
 */

import type { Evidence } from './evidence.ts';

export interface Weights<Name extends string> {
  readonly base: number;
  readonly parts: readonly { readonly name: Name; readonly weight: number }[];
}

export interface ScorePart extends Evidence {
  readonly name: string;
  /** How much the log shows of it, in the unit of the part. */
  readonly amount: number;
  /** What it adds to the score; negative when it speaks against. */
  readonly points: number;
}

export interface Waterfall {
  readonly score: number;
  readonly base: number;
  /** Parts of amount 0 are left out. */
  readonly parts: readonly ScorePart[];
}

/** `amounts` from position `start` on belong to the parts in their order. */
export function scoreOf({ base, parts }: Weights<string>, amounts: Float32Array, start: number): number {
  let sum = base;
  for (let i = 0; i < parts.length; i += 1) sum += parts[i]!.weight * amounts[start + i]!;
  return rounded(sum);
}

/** `evidence` says what a part was read from, and is asked for those that are shown. */
export function waterfallOf<Name extends string>(
  { base, parts }: Weights<Name>,
  amounts: Float32Array,
  { start, evidence }: { readonly start: number; readonly evidence: (name: Name) => Evidence },
): Waterfall {
  const shown: ScorePart[] = [];
  let sum = base;
  let score = rounded(sum);
  parts.forEach(({ name, weight }, i) => {
    const amount = amounts[start + i]!;
    if (amount === 0) return;
    sum += weight * amount;
    const next = rounded(sum);
    shown.push({ name, amount, points: next - score, ...evidence(name) });
    score = next;
  });
  return { score, base: rounded(base), parts: shown };
}

const GRAIN = 65_536;

function rounded(logOdds: number): number {
  return Math.round(GRAIN / (1 + Math.exp(-logOdds))) / GRAIN;
}
