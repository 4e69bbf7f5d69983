/** Logistic regression by projected gradient descent, plain and slow; ridge on the weights, none on the base. */

export interface LogisticFit {
  readonly base: number;
  readonly weights: readonly number[];
}

export interface LogisticSample {
  readonly amounts: readonly number[];
  readonly isPositive: boolean;
  /** How much the sample counts. */
  readonly counts: number;
}

const STEPS = 3000;
const RIDGE = 0.003;

export interface LogisticLimits {
  /** Positions of weights that may be negative; the others are at least 0. */
  readonly signed: ReadonlySet<number>;
  /** Position → weight that is not fitted. */
  readonly fixed: ReadonlyMap<number, number>;
}

export function fitLogistic(
  samples: readonly LogisticSample[],
  { signed, fixed }: LogisticLimits,
): LogisticFit {
  const size = samples[0]!.amounts.length;
  const total = samples.reduce((sum, { counts }) => sum + counts, 0);
  const scale = Array.from({ length: size }, (_, k) =>
    samples.reduce((most, { amounts }) => Math.max(most, Math.abs(amounts[k]!)), 1),
  );
  const scaled = Float64Array.from(
    samples.flatMap(({ amounts }) => amounts.map((one, k) => one / scale[k]!)),
  );
  const counts = Float64Array.from(samples, (sample) => sample.counts / total);
  const truth = Uint8Array.from(samples, ({ isPositive }) => (isPositive ? 1 : 0));
  const weights = Float64Array.from(scale, (unit, k) => (fixed.get(k) ?? 0) * unit);
  const slope = new Float64Array(size);
  let base = 0;
  for (let step = 0; step < STEPS; step += 1) {
    slope.fill(0);
    let baseSlope = 0;
    for (let sample = 0; sample < truth.length; sample += 1) {
      let sum = base;
      for (let k = 0; k < size; k += 1) sum += scaled[sample * size + k]! * weights[k]!;
      const error = (1 / (1 + Math.exp(-sum)) - truth[sample]!) * counts[sample]!;
      baseSlope += error;
      for (let k = 0; k < size; k += 1) slope[k]! += error * scaled[sample * size + k]!;
    }
    base -= 2 * baseSlope;
    for (let k = 0; k < size; k += 1) {
      if (fixed.has(k)) continue;
      const ridge = (RIDGE / (scale[k]! * scale[k]!)) * weights[k]!;
      const next = weights[k]! - 2 * (slope[k]! + ridge);
      weights[k] = signed.has(k) ? next : Math.max(0, next);
    }
  }
  return { base, weights: Array.from(weights, (weight, k) => weight / scale[k]!) };
}

/** Precision at the best threshold with at least this recall. */
export function precisionAtRecall(
  scored: readonly { readonly score: number; readonly isPositive: boolean }[],
  recall: number,
): number {
  const positives = scored.filter(({ isPositive }) => isPositive).length;
  const ordered = scored.toSorted((a, b) => b.score - a.score);
  let best = 0;
  let hits = 0;
  ordered.forEach(({ score, isPositive }, i) => {
    if (isPositive) hits += 1;
    const isBoundary = ordered[i + 1]?.score !== score;
    if (isBoundary && hits >= recall * positives) best = Math.max(best, hits / (i + 1));
  });
  return best;
}
