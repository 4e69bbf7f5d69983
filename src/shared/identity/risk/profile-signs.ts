/**
 * The signs that a profile holds different people, each as an amount that is 0 when there is nothing to see. They look
 * at the profile as it is now, and so also at what came together without a merge.
 */

import type { Slices } from '../../base/slices.ts';
import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { Census } from '../census.ts';
import type { ProfileIndex } from '../identity.ts';
import type { MergeSigns } from './merge-signs.ts';
import { few } from './merge-signs.ts';

/** In the order in which they are shown. */
export const PROFILE_SIGNS = [
  'riskiest merge',
  'fan-out',
  'several identifiers',
  'conflicting traits',
  'kiosk rhythm',
] as const;

const SIGNS = PROFILE_SIGNS.length;

/** As many amounts for every profile, absorbed ones included, as there are signs; only those of present ones mean something. */
export function* profileSignsInSlices(
  census: Census,
  { merges, sides, fanOut }: MergeSigns,
  scores: Float64Array,
): Slices<Float32Array> {
  const { engine } = census;
  const amounts = new Float32Array(engine.profileCount * SIGNS);
  const raise = (profile: ProfileIndex, sign: number, amount: number): void => {
    const at = profile * SIGNS + sign;
    if (amount > amounts[at]!) amounts[at] = amount;
  };
  merges.forEach((merge, i) => raise(engine.canonical(engine.decision(merge).profile), 0, scores[i]!));
  for (let identifier = 0; identifier < census.keys.length; identifier += 1) {
    if (identifier % CHEAP_ITEMS === 0) yield;
    if (!census.isKey(identifier)) continue;
    const owner = engine.ownerOf(identifier);
    if (owner < 0) continue;
    raise(owner, 1, fanOut[identifier]!);
    raise(owner, 4, few(census.switches[identifier]!));
  }
  for (let profile = 0; profile < engine.profileCount; profile += 1) {
    if (profile % CHEAP_ITEMS === 0) yield;
    if (!engine.isPresent(profile)) continue;
    const side = sides.root(profile);
    raise(profile, 2, Math.log2(1 + sides.excess(side)));
    raise(profile, 3, sides.mixedTraits(side));
  }
  return amounts;
}
