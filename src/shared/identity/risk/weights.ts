/**
 * The weights of the two risk models, and where they come from.
 *
 * Fitted by `WEFT_CALIBRATE=1 vitest run test/shared/identity/risk/calibration.test.ts`, which prints them, on tangled
 * logs that `main/sample` generates with their truth: 3,000 events each, seeds 1–8 under `components` (where half of
 * the merges join different people) and seeds 1–40 under `customerlabs` (three in a hundred do). Each ruleset counts
 * half, and under `customerlabs` the wrong ones a fifth of that. Only time may speak against. The weight of a weak
 * namespace is set and not fitted: in the generated logs every merge comes through a device.
 */

import type { MERGE_SIGNS } from './merge-signs.ts';
import type { PROFILE_SIGNS } from './profile-signs.ts';
import type { Weights } from './waterfall.ts';

interface NamedWeights<Name extends string> extends Weights {
  readonly parts: readonly { readonly name: Name; readonly weight: number }[];
}

export const MERGE_WEIGHTS: NamedWeights<(typeof MERGE_SIGNS)[number]> = {
  base: -6.87,
  parts: [
    { name: 'fan-out', weight: 0.19 },
    { name: 'weak namespace', weight: 0.25 },
    { name: 'single event', weight: 0.77 },
    { name: 'distance in time', weight: -0.58 },
    { name: 'conflicting traits', weight: 1.2 },
    { name: 'conflicting identifiers', weight: 0.09 },
    { name: 'both identified', weight: 0.24 },
    { name: 'mixed sides', weight: 0.81 },
    { name: 'independent histories', weight: 1.46 },
    { name: 'shared device', weight: 0.68 },
    { name: 'kiosk rhythm', weight: 0.64 },
    { name: 'hand-overs', weight: 1.27 },
  ],
};

export const PROFILE_WEIGHTS: NamedWeights<(typeof PROFILE_SIGNS)[number]> = {
  base: -6.79,
  parts: [
    { name: 'riskiest merge', weight: 0.42 },
    { name: 'fan-out', weight: 0.34 },
    { name: 'several identifiers', weight: 0.54 },
    { name: 'conflicting traits', weight: 1.26 },
    { name: 'kiosk rhythm', weight: 0.83 },
  ],
};
