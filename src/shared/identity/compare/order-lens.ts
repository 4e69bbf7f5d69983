/**
 * Which profiles depend on the order in which a log is read: the same rules by event time and by received time. What
 * differs is what late records decided. Cost: one resolution and one comparison.
 */

import type { Resolution } from '../resolution.ts';
import { resolve } from '../resolution.ts';
import type { Comparison } from './compare.ts';
import { compare } from './compare.ts';

export interface OrderLens {
  readonly byEventTime: Resolution;
  readonly byReceivedTime: Resolution;
  /** From event time to received time; `differing` are the profiles that depend on the order. */
  readonly comparison: Comparison;
}

/** Assumes a settled resolution, whose selection of records is kept. */
export function orderLens(base: Resolution, options: { readonly limit?: number } = {}): OrderLens {
  const inOrder = (order: 'event' | 'received'): Resolution =>
    base.timeline.order === order ? base : resolve(base, { order });
  const byEventTime = inOrder('event');
  const byReceivedTime = inOrder('received');
  return { byEventTime, byReceivedTime, comparison: compare(byEventTime, byReceivedTime, options) };
}
