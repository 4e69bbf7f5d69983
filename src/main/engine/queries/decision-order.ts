/** The living decisions of the ledger in canonical order of their first event, with their actions as a column. */

import { orderByNumber } from '#shared/base/radix-order.ts';
import { ROW_ACCEPTED } from '#shared/event/event-store.ts';
import { orderCanonically } from '#shared/identity/canonical-order.ts';
import { DECISION_ACTIONS } from '#shared/identity/identity.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { perRevision } from '#shared/profile/engine-view.ts';

export interface DecisionOrder {
  /** DecisionIndexes; decisions of one event in the order in which they were taken. */
  readonly decisions: Uint32Array;
  /** DecisionIndex → index into DECISION_ACTIONS. */
  readonly actions: Uint8Array;
}

/** Cost: linear in events and decisions. */
export const decisionOrder = perRevision((engine): DecisionOrder => {
  const places = eventPlaces(engine);
  const decisions = new Uint32Array(engine.decisionCount);
  const actions = new Uint8Array(engine.decisionCount);
  const values = new Float64Array(engine.decisionCount);
  let count = 0;
  for (let index = 0; index < engine.decisionCount; index += 1) {
    if (!engine.isDecision(index)) continue;
    const { action, event } = engine.decision(index);
    actions[index] = DECISION_ACTIONS.indexOf(action);
    values[index] = places[event]!;
    decisions[count++] = index;
  }
  const living = decisions.slice(0, count);
  orderByNumber(living, values);
  return { decisions: living, actions };
});

/** EventIndex → place in the canonical order. */
function eventPlaces(engine: EngineView): Uint32Array {
  const { rowCount, status } = engine.store;
  const statuses = status.values;
  const events = new Uint32Array(rowCount);
  let count = 0;
  for (let event = 0; event < rowCount; event += 1)
    if (statuses[event] === ROW_ACCEPTED) events[count++] = event;
  const ordered = events.subarray(0, count);
  orderCanonically(engine.store, ordered);
  const places = new Uint32Array(rowCount);
  for (let place = 0; place < count; place += 1) places[ordered[place]!] = place;
  return places;
}
