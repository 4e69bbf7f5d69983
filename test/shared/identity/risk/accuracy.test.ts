/**
 * What the risk scores are worth, on tangled logs of seeds that neither the weights nor the choice of signs have seen.
 * Printed: how many merges and profiles there are, how many of them are bad, precision and recall from `HIGH_RISK` on,
 * and what fan-out alone would do. `WEFT_RISK_SEEDS=400` judges so many logs of each ruleset.
 */

import { describe, expect, test } from 'vitest';
import { Census } from '#shared/identity/census.ts';
import { HIGH_RISK, readRisk } from '#shared/identity/risk/risk.ts';
import { precisionAtRecall } from '../../../support/logistic.ts';
import { mixedProfiles, truthfulLog, wrongMerges } from '../../../support/risk-samples.ts';

const EVENTS = 3000;
const FIRST_SEED = 30_001;
const CAMPAIGN = Number(process.env['WEFT_RISK_SEEDS'] ?? 0);
/** Under `customerlabs` about one merge in forty is bad, and a bound needs hundreds of them. */
const LOGS = { components: CAMPAIGN || 24, customerlabs: CAMPAIGN || 200 } as const;

interface Judged {
  readonly score: number;
  readonly fanOut: number;
  readonly isPositive: boolean;
}

function judge(policy: 'components' | 'customerlabs'): { merges: Judged[]; profiles: Judged[] } {
  const merges: Judged[] = [];
  const profiles: Judged[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + LOGS[policy]; seed += 1) {
    const log = truthfulLog(policy, seed, EVENTS);
    const census = new Census(log.engine);
    const risk = readRisk(census);
    const wrong = wrongMerges(log);
    risk.merges.forEach((merge, i) => {
      const { identifier, via } = log.engine.decision(merge);
      const fanOut = Math.max(census.partners[identifier]!, census.partners[via]!);
      merges.push({ score: risk.mergeScores[i]!, fanOut, isPositive: wrong.get(merge) === true });
    });
    const fanOut = mostPartners(census);
    for (const [profile, isPositive] of mixedProfiles(log))
      profiles.push({ score: risk.profileScores[profile]!, fanOut: fanOut[profile]!, isPositive });
  }
  return { merges, profiles };
}

/** ProfileIndex → the most partners of an identifier that it holds. */
function mostPartners(census: Census): Uint32Array {
  const { engine } = census;
  const most = new Uint32Array(engine.profileCount);
  for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
    const owner = census.isKey(identifier) ? engine.ownerOf(identifier) : -1;
    if (owner >= 0) most[owner] = Math.max(most[owner]!, census.partners[identifier]!);
  }
  return most;
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

  test.each([
    ['components', components],
    ['customerlabs', customerlabs],
  ] as const)(
    'find the merges that joined different people under %s, and better than fan-out alone',
    (name, { merges }) => {
      const measured = measure(`merges under ${name}`, merges);
      expect(measured.bad).toBeGreaterThanOrEqual(60);
      expect(measured.precision).toBeGreaterThanOrEqual(0.8);
      expect(measured.recall).toBeGreaterThanOrEqual(0.8);
      expect(measured.ours).toBeGreaterThan(measured.byFanOut);
    },
  );

  test('find the profiles that hold different people, and better than fan-out alone', () => {
    const measured = measure('profiles under components', components.profiles);
    expect(measured.bad).toBeGreaterThanOrEqual(30);
    expect(measured.precision).toBeGreaterThanOrEqual(0.8);
    expect(measured.recall).toBeGreaterThanOrEqual(0.8);
    expect(measured.ours).toBeGreaterThan(measured.byFanOut);
  });

  test('call hardly a profile mixed under a ruleset that keeps people apart', () => {
    const { bad } = measure('profiles under customerlabs', customerlabs.profiles);
    const called = customerlabs.profiles.filter(({ score }) => score >= HIGH_RISK);
    expect(called.length - bad).toBeLessThan(customerlabs.profiles.length / 1000);
  });
});
