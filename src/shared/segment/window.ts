/** A time window as two bounds. Relative windows end at the log's latest dated event, never at a clock. */

import type { TimeWindow } from './predicate.ts';

export interface Bounds {
  readonly from: number;
  readonly to: number;
  /** True when undated events count as well: only where the window has no bound. */
  readonly undated: boolean;
}

const DAY_MS = 86_400_000;

export function boundsOf(window: TimeWindow, latestAt: number | null): Bounds {
  const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, undated: true };
  if (window.kind === 'ever') return always;
  if (window.kind === 'last-days') {
    const to = latestAt ?? Number.POSITIVE_INFINITY;
    return { from: to - window.days * DAY_MS, to, undated: false };
  }
  if (window.from === null && window.to === null) return always;
  return { from: window.from ?? always.from, to: window.to ?? always.to, undated: false };
}

export function isWithin(at: number, bounds: Bounds): boolean {
  if (at !== at) return bounds.undated;
  return at >= bounds.from && at <= bounds.to;
}
