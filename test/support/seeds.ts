/**
 * Random campaigns that can be replayed. Every run draws a fresh seed and prints it; `UNIFY_SEED=…` replays one,
 * `UNIFY_RUNS=10` makes every campaign ten times as long. A failure is shrunk, filed as a regression under
 * test/fixtures/regressions and replayed first from then on.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';

const REGRESSIONS = fileURLToPath(new URL('../fixtures/regressions', import.meta.url));

export const UNIFY_SEED = wholeNumber('UNIFY_SEED') ?? Math.trunc(Math.random() * 2 ** 31);
const RUNS_FACTOR = wholeNumber('UNIFY_RUNS') ?? 1;
/** For the suites that run campaigns: a longer campaign may take longer. */
export const CAMPAIGN_TIMEOUT_MS = 120_000 * RUNS_FACTOR;

export interface Campaign<T> {
  /** Also the first part of the file name of a regression, so in kebab-case. */
  readonly law: string;
  readonly cases: fc.Arbitrary<T>;
  readonly runs: number;
  /** Throws when the law is broken. */
  readonly holds: (input: T) => void;
}

interface Regression {
  readonly law: string;
  readonly note: string;
  readonly input: unknown;
}

/** Replays the law's regressions, then tries `runs` random cases. */
export function checkLaw<T>(campaign: Campaign<T>): void {
  for (const { input } of regressionsOf(campaign.law)) campaign.holds(input as T);
  const property = fc.property(campaign.cases, campaign.holds);
  const details = fc.check(property, { seed: UNIFY_SEED, numRuns: campaign.runs * RUNS_FACTOR });
  if (!details.failed) return;
  const input = details.counterexample?.[0];
  const file = fileRegression({ law: campaign.law, note: `found with UNIFY_SEED=${UNIFY_SEED}`, input });
  throw new Error(
    `${campaign.law} broke with UNIFY_SEED=${UNIFY_SEED}; the shrunk case is filed as ${file}\n${JSON.stringify(input)}`,
    { cause: details.errorInstance },
  );
}

/** Cases of a law that once broke. */
function regressionsOf(law: string): Regression[] {
  mkdirSync(REGRESSIONS, { recursive: true });
  return readdirSync(REGRESSIONS)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(`${REGRESSIONS}/${name}`, 'utf8')) as Regression)
    .filter((regression) => regression.law === law);
}

function fileRegression(regression: Regression): string {
  const text = `${JSON.stringify(regression, null, 1)}\n`;
  const digest = createHash('sha256').update(JSON.stringify(regression.input)).digest('hex').slice(0, 8);
  const name = `${regression.law}-${digest}.json`;
  writeFileSync(`${REGRESSIONS}/${name}`, text);
  return name;
}

function wholeNumber(name: string): number | null {
  const text = process.env[name];
  if (text === undefined || text === '') return null;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${name} is "${text}"; expected a whole number`);
  return value;
}
