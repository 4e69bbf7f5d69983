/**
 * Where the weights of the risk models come from. `WEFT_CALIBRATE=1` fits them anew and prints them for
 * `src/shared/identity/risk/weights.ts`; minutes of work, so not part of the suite.
 */

import { describe, expect, test } from 'vitest';
import { finish } from '#shared/base/slices.ts';
import { Census } from '#shared/identity/census.ts';
import type { PolicyName } from '#shared/identity/policies/policy-terms.ts';
import { MERGE_SIGNS, readMergeSigns } from '#shared/identity/risk/merge-signs.ts';
import { PROFILE_SIGNS, profileSignsInSlices } from '#shared/identity/risk/profile-signs.ts';
import { readRisk } from '#shared/identity/risk/risk.ts';
import { MERGE_WEIGHTS, PROFILE_WEIGHTS } from '#shared/identity/risk/weights.ts';
import type { LogisticFit, LogisticSample } from '../../../support/logistic.ts';
import { fitLogistic } from '../../../support/logistic.ts';
import { mixedProfiles, truthfulLog, wrongMerges } from '../../../support/risk-samples.ts';

const EVENTS = 3000;
const SEEDS = { components: 24, customerlabs: 600 } as const;
/** Share of a ruleset's weight that its positives get where they are rare; null: as many as there are. */
const MERGE_SHARE = { components: null, customerlabs: 0.06 } as const;
const PROFILE_SHARE = { components: 0.03, customerlabs: null } as const;
type CalibratedPolicy = keyof typeof SEEDS & PolicyName;

type Draft = Omit<LogisticSample, 'counts'>;

function weighed(drafts: readonly Draft[], positiveShare: number | null): LogisticSample[] {
  const positives = drafts.filter(({ isPositive }) => isPositive).length;
  const share = positiveShare ?? positives / drafts.length;
  return drafts.map((draft) => ({
    ...draft,
    counts: draft.isPositive ? share / positives : (1 - share) / (drafts.length - positives),
  }));
}

function draftsOf(policy: CalibratedPolicy): { merges: Draft[]; profiles: Draft[] } {
  const merges: Draft[] = [];
  const profiles: Draft[] = [];
  for (let seed = 1; seed <= SEEDS[policy]; seed += 1) {
    const log = truthfulLog(policy, seed, EVENTS);
    const census = new Census(log.engine);
    const signs = readMergeSigns(census);
    const size = MERGE_SIGNS.length;
    const wrong = wrongMerges(log);
    signs.merges.forEach((merge, i) => {
      const amounts = Array.from(signs.amounts.subarray(i * size, (i + 1) * size));
      merges.push({ amounts, isPositive: wrong.get(merge) === true });
    });
    const all = finish(profileSignsInSlices(census, signs, readRisk(census).mergeScores));
    for (const [profile, isPositive] of mixedProfiles(log)) {
      const start = profile * PROFILE_SIGNS.length;
      profiles.push({ amounts: Array.from(all.subarray(start, start + PROFILE_SIGNS.length)), isPositive });
    }
  }
  return { merges, profiles };
}

function print(title: string, names: readonly string[], { base, weights }: LogisticFit): void {
  const lines = names.map((name, i) => `    { name: '${name}', weight: ${weights[i]!.toFixed(2)} },`);
  console.info(`${title}\n  base: ${base.toFixed(2)},\n${lines.join('\n')}`);
}

describe('the weights of the risk models', () => {
  test('belong to the signs in their order', () => {
    expect(MERGE_WEIGHTS.parts.map(({ name }) => name)).toEqual([...MERGE_SIGNS]);
    expect(PROFILE_WEIGHTS.parts.map(({ name }) => name)).toEqual([...PROFILE_SIGNS]);
  });

  test.runIf(process.env['WEFT_CALIBRATE'] === '1')(
    'can be fitted anew',
    () => {
      const merges: LogisticSample[] = [];
      const profiles: LogisticSample[] = [];
      for (const policy of ['components', 'customerlabs'] as const) {
        const drafts = draftsOf(policy);
        for (const sample of weighed(drafts.merges, MERGE_SHARE[policy])) merges.push(sample);
        for (const sample of weighed(drafts.profiles, PROFILE_SHARE[policy])) profiles.push(sample);
      }
      const signed = new Set([MERGE_SIGNS.indexOf('distance in time')]);
      const fixed = new Map([
        [MERGE_SIGNS.indexOf('weak namespace'), 0.25],
        [MERGE_SIGNS.indexOf('conflicting traits'), 1.8],
      ]);
      print('merges', MERGE_SIGNS, fitLogistic(merges, { signed, fixed }));
      print('profiles', PROFILE_SIGNS, fitLogistic(profiles, { signed: new Set(), fixed: new Map() }));
      expect(merges.length).toBeGreaterThan(1000);
    },
    600_000,
  );
});
