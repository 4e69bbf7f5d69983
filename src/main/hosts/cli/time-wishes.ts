/** `--order event or received` and `--as-of TIME`: in which order a log is taken, and up to when. */

import { parseTime } from '#shared/event/time.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { Resolution } from '#shared/identity/resolution.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { EventOrder } from '#shared/identity/timeline.ts';
import { EVENT_ORDERS } from '#shared/identity/timeline.ts';
import type { CommandLine } from './usage.ts';
import { UsageError } from './usage.ts';

export interface TimeWishes {
  readonly order?: EventOrder;
  /** Epoch ms. */
  readonly asOf?: number;
}

/** `zone` is that of times that name none. */
export function timeWishesOf(line: CommandLine, zone: string): TimeWishes {
  const orderText = line.text('order');
  const order = EVENT_ORDERS.find((known) => known === orderText);
  if (orderText !== undefined && order === undefined)
    throw new UsageError(`--order is "${orderText}", expected ${EVENT_ORDERS.join(' or ')}`);
  const time = line.text('as-of');
  const asOf = time === undefined ? undefined : parseTime(time, { zone });
  if (asOf === null)
    throw new UsageError(`--as-of is "${time}", expected a time such as 2026-03-01T12:00:00Z or epoch ms`);
  return { ...(order !== undefined && { order }), ...(asOf !== undefined && { asOf }) };
}

/** What follows from everything appended so far; the engine itself, settled, when nothing is wished of time. */
export function resolveAsWished(engine: IdentityEngine, { order = 'event', asOf }: TimeWishes): Resolution {
  if (order !== 'event' || asOf !== undefined)
    return resolve(engine, { order, ...(asOf !== undefined && { asOf }) });
  engine.settle();
  return engine;
}
