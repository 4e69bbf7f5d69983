/**
 * Which profiles depend on the order in which a log is read: the same rules by event time and by received time. What
 * differs is what late records decided. Cost: one resolution and one comparison.
 */

import type { Progress } from '../../base/slices.ts';
import { finish, withProgress } from '../../base/slices.ts';
import type { Resolution } from '../resolution.ts';
import { resolveInSlices } from '../resolution.ts';
import type { EventOrder } from '../timeline.ts';
import { nameEvents } from './aligned-events.ts';
import type { CompareOptions, Comparison } from './compare.ts';
import { compareInSlices } from './compare.ts';

export interface OrderLens {
  readonly byEventTime: Resolution;
  readonly byReceivedTime: Resolution;
  /** From event time to received time; `differing` are the profiles that depend on the order. */
  readonly comparison: Comparison;
}

/** Assumes a settled resolution, whose selection of records is kept. */
export function orderLens(base: Resolution, options: CompareOptions = {}): OrderLens {
  return finish(orderLensInSlices(base, options));
}

/** The same in slices, saying how many of how many events are resolved in the other order. */
export function* orderLensInSlices(
  base: Resolution,
  options: CompareOptions = {},
): Generator<Progress, OrderLens, undefined> {
  const names = nameEvents(base.store);
  const inOrder = function* (order: EventOrder): Generator<Progress, Resolution, undefined> {
    return base.timeline.order === order ? base : yield* resolveInSlices(base, { order });
  };
  const byEventTime = yield* inOrder('event');
  const byReceivedTime = yield* inOrder('received');
  const { acceptedCount } = base.timeline.rows;
  const all = { done: acceptedCount, total: acceptedCount };
  const comparing = compareInSlices(byEventTime, byReceivedTime, { names, ...options });
  const comparison = yield* withProgress(comparing, () => all);
  return { byEventTime, byReceivedTime, comparison };
}
