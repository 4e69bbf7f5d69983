/**
 * What the risk scores are worth, on tangled logs of seeds that neither the weights nor the choice of signs have seen. Printed: how many merges
 * and profiles there are, how many of them are bad, and precision and recall from `HIGH_RISK` on.
 */

import { describe, expect, test } from 'vitest';
import { Census } from '#shared/identity/census.ts';
import { HIGH_RISK, Risk } from '#shared/identity/risk/risk.ts';
import { precisionAtRecall } from '../../../support/logistic.ts';
import { mixedProfiles, truthfulLog, wrongMerges } from '../../../support/risk-samples.ts';

const EVENTS = 3000;
const SEEDS = [301, 302, 303, 304, 305, 306];

interface Judged {
  readonly score: number;
  readonly fanOut: number;
  readonly isPositive: boolean;
}

function judge(policy: 'components' | 'customerlabs'): { merges: Judged[]; profiles: Judged[] } {
  const merges: Judged[] = [];
  const profiles: Judged[] = [];
  for (const seed of SEEDS) {
    const log = truthfulLog(policy, seed, EVENTS);
    const census = new Census(log.engine);
    const risk = new Risk(census);
    const wrong = wrongMerges(log);
    risk.merges.forEach((merge, i) => {
      const { identifier, via } = log.engine.decision(merge);
      const fanOut = Math.max(census.partners[identifier]!, census.partners[via]!);
      merges.push({ score: risk.mergeScores[i]!, fanOut, isPositive: wrong.get(merge) === true });
    });
    for (const [profile, isPositive] of mixedProfiles(log))
      profiles.push({ score: risk.profileScores[profile]!, fanOut: 0, isPositive });
  }
  return { merges, profiles };
}

interface Measured {
  readonly bad: number;
  readonly precision: number;
  readonly recall: number;
  /** At the best threshold with a recall of 0.8: by the score, and by fan-out alone. */
  readonly ours: number;
  readonly byFanOut: number;
}

function measure(title: string, judged: readonly Judged[]): Measured {
  const bad = judged.filter(({ isPositive }) => isPositive).length;
  const called = judged.filter(({ score }) => score >= HIGH_RISK);
  const hits = called.filter(({ isPositive }) => isPositive).length;
  const ranked = judged.map(({ fanOut, isPositive }) => ({ score: fanOut, isPositive }));
  const measured = {
    bad,
    precision: hits / called.length,
    recall: hits / bad,
    ours: precisionAtRecall(judged, 0.8),
    byFanOut: precisionAtRecall(ranked, 0.8),
  };
  const { precision, recall, ours, byFanOut } = measured;
  console.info(
    `${title}: ${bad} of ${judged.length} bad; from ${HIGH_RISK} on precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}; at recall 0.8 precision ${ours.toFixed(2)}, by fan-out alone ${byFanOut.toFixed(2)}`,
  );
  return measured;
}

describe('risk scores on logs that they were not fitted to', () => {
  const components = judge('components');
  const customerlabs = judge('customerlabs');

  test('find the merges that joined different people, and better than fan-out alone', () => {
    for (const measured of [
      measure('merges under components', components.merges),
      measure('merges under both rulesets', [...components.merges, ...customerlabs.merges]),
    ]) {
      expect(measured.precision).toBeGreaterThanOrEqual(0.8);
      expect(measured.recall).toBeGreaterThanOrEqual(0.8);
      expect(measured.ours).toBeGreaterThan(measured.byFanOut);
    }
  });

  test('find the few of a ruleset that protects far better than fan-out alone', () => {
    const measured = measure('merges under customerlabs', customerlabs.merges);
    expect(measured.bad).toBeGreaterThan(0);
    // One in fifty merges is bad here, a handful in all these logs: too few for a bound as strict as above.
    expect(measured.recall).toBeGreaterThanOrEqual(0.5);
    expect(measured.precision).toBeGreaterThanOrEqual(0.5);
    expect(measured.ours).toBeGreaterThan(measured.byFanOut * 5);
  });

  test('find the profiles that hold different people, and call no others', () => {
    const measured = measure('profiles under components', components.profiles);
    expect(measured.precision).toBeGreaterThanOrEqual(0.8);
    expect(measured.recall).toBeGreaterThanOrEqual(0.7);
    const { bad } = measure('profiles under customerlabs', customerlabs.profiles);
    const called = customerlabs.profiles.filter(({ score }) => score >= HIGH_RISK);
    expect(called.length - bad).toBeLessThan(customerlabs.profiles.length / 100);
  });
});
