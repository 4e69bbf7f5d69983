/**
 * The living decisions of the ledger in canonical order of their first event, with their actions as a column: sorted
 * as numbers by time, then by comparison where times are equal.
 */

import { orderByNumber } from '#shared/base/radix-order.ts';
import { DECISION_ACTIONS } from '#shared/identity/identity.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { perRevision } from '#shared/profile/engine-view.ts';

export interface DecisionOrder {
  /** DecisionIndexes; decisions of one event in the order in which they were taken. */
  readonly decisions: Uint32Array;
  /** DecisionIndex → index into DECISION_ACTIONS. */
  readonly actions: Uint8Array;
}

/** Cost: linear in decisions, plus n log n for every run of n equal times. */
export const decisionOrder = perRevision((engine): DecisionOrder => {
  const decisions = new Uint32Array(engine.decisionCount);
  const actions = new Uint8Array(engine.decisionCount);
  const events = new Uint32Array(engine.decisionCount);
  const times = new Float64Array(engine.decisionCount);
  let count = 0;
  for (let index = 0; index < engine.decisionCount; index += 1) {
    if (!engine.isDecision(index)) continue;
    const { action, event } = engine.decision(index);
    actions[index] = DECISION_ACTIONS.indexOf(action);
    events[index] = event;
    times[index] = engine.store.at.at(event);
    decisions[count++] = index;
  }
  const living = decisions.slice(0, count);
  orderByNumber(living, times);
  orderTies(engine, living, { events, times });
  return { decisions: living, actions };
});

/** Puts runs of equal times in canonical order of their events. Assumes undated decisions first. */
function orderTies(
  engine: EngineView,
  decisions: Uint32Array,
  { events, times }: { readonly events: Uint32Array; readonly times: Float64Array },
): void {
  for (let start = 0; start < decisions.length; ) {
    const time = times[decisions[start]!]!;
    let end = start + 1;
    while (end < decisions.length && isSameTime(times[decisions[end]!]!, time)) end += 1;
    if (end - start > 1) {
      decisions
        .subarray(start, end)
        .sort((a, b) => (events[a] === events[b] ? a - b : engine.compareEvents(events[a]!, events[b]!)));
    }
    start = end;
  }
}

function isSameTime(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
