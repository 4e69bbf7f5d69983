/**
 * The weights of the two risk models, and where they come from.
 *
 * Fitted by `WEFT_CALIBRATE=1 vitest run test/shared/identity/risk/calibration.test.ts`, which prints them, on tangled
 * logs that `main/sample` generates with their truth: 3,000 events each, seeds 1–24 under `components` (where half of
 * the merges join different people) and seeds 1–600 under `customerlabs` (three in a hundred do). Each ruleset counts
 * half, and under `customerlabs` the wrong ones six hundredths of that, which balances precision and recall when each
 * quarter of these seeds is judged by the other three (0.82 and 0.83 of 810 wrong merges); of profiles, the mixed ones
 * count three hundredths. Only time may speak against. Two weights are set and not fitted, because generated logs
 * cannot tell: there every merge comes through a device, so none through a weak namespace, and names differ only where
 * much else does. Nor can they tell how long people browse on a new device of their own before they log in: there it
 * is soon, and where it takes weeks, unclaimed days say less.
 */

import type { MERGE_SIGNS } from './merge-signs.ts';
import type { PROFILE_SIGNS } from './profile-signs.ts';
import type { Weights } from './waterfall.ts';

export const MERGE_WEIGHTS: Weights<(typeof MERGE_SIGNS)[number]> = {
  base: -6.69,
  parts: [
    { name: 'fan-out', weight: 0.28 },
    { name: 'weak namespace', weight: 0.25 },
    { name: 'single event', weight: 0.31 },
    { name: 'distance in time', weight: 0.01 },
    { name: 'conflicting traits', weight: 1.8 },
    { name: 'conflicting identifiers', weight: 0.01 },
    { name: 'both identified', weight: 0.03 },
    { name: 'mixed sides', weight: 0.86 },
    { name: 'independent histories', weight: 0.15 },
    { name: 'shared device', weight: 1.04 },
    { name: 'kiosk rhythm', weight: 0.27 },
    { name: 'earlier visits', weight: 0.39 },
    { name: 'unclaimed events', weight: 0.33 },
    { name: 'unclaimed days', weight: 0.87 },
    { name: 'hand-overs', weight: 0.42 },
  ],
};

export const PROFILE_WEIGHTS: Weights<(typeof PROFILE_SIGNS)[number]> = {
  base: -6.77,
  parts: [
    { name: 'riskiest merge', weight: 0.35 },
    { name: 'fan-out', weight: 0.36 },
    { name: 'several identifiers', weight: 0.61 },
    { name: 'conflicting traits', weight: 1.34 },
    { name: 'kiosk rhythm', weight: 0.89 },
  ],
};
