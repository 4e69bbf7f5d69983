/** One event with everything that hangs on it: who it is credited to, what it says, what was decided at it, its copies. */

import { entryOfRow, runStart } from '#shared/event/event-facts.ts';
import type { EventIndex } from '#shared/event/event-store.ts';
import { ROW_ACCEPTED } from '#shared/event/event-store.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { orNull } from '#shared/profile/engine-view.ts';
import type { EventView } from '#shared/protocol/results/decision.ts';
import type { QueryContext } from './context.ts';
import { checkEvent, evidenceOf, identifiersOfEvent, profileName, sourceOf } from './context.ts';
import { decisionRow } from './decisions.ts';

/** A copy answers with the profile and the decisions of the record that counts. Throws a Fault for an unknown number. */
export function eventGet(context: QueryContext, params: { readonly event: EventIndex }): EventView {
  const { engine } = context;
  const { event } = params;
  checkEvent(context, event);
  const { store } = engine;
  const counted = engine.timeline.rows.acceptedRowOf(event);
  const profile = engine.creditOf(counted);
  const source = store.source.at(event);
  return {
    ...evidenceOf(context, event),
    revision: engine.revision,
    receivedAt: orNull(store.receivedAt.at(event)),
    dialect: sourceOf(context, source).dialect,
    profile: profile < 0 ? null : profileName(engine, profile),
    unresolved: engine.unresolvedReason(counted),
    identifiers: identifiersOfEvent(engine, event),
    traits: traitsOfEvent(engine, event),
    company: companyOfEvent(engine, event),
    decisions: engine.decisionsAt(counted).map((decision) => decisionRow(context, decision)),
    duplicates: copiesOf(engine, counted)
      .filter((copy) => copy !== event)
      .map((copy) => evidenceOf(context, copy)),
    stored: { source, row: rowInSource(engine, event) },
  };
}

function traitsOfEvent({ store }: EngineView, event: EventIndex): { name: string; value: string }[] {
  const { facts, dictionary } = store;
  const entry = entryOfRow(facts.traitRow, event);
  if (entry < 0) return [];
  const traits: { name: string; value: string }[] = [];
  const end = facts.traitEnds.at(entry);
  for (let i = runStart(facts.traitEnds, entry); i < end; i += 1)
    traits.push({
      name: dictionary.text(facts.traitName.at(i)),
      value: dictionary.text(facts.traitValue.at(i)),
    });
  return traits;
}

function companyOfEvent({ store }: EngineView, event: EventIndex): { namespace: string; value: string }[] {
  const { facts, identifierTable } = store;
  const entry = entryOfRow(facts.companyRow, event);
  if (entry < 0) return [];
  const identifiers: { namespace: string; value: string }[] = [];
  const end = facts.companyIdentifierEnds.at(entry);
  for (let i = runStart(facts.companyIdentifierEnds, entry); i < end; i += 1)
    identifiers.push(identifierTable.get(facts.companyIdentifiers.at(i)));
  return identifiers;
}

/** All records that are one event, the one that counts among them. Cost: one look at every row's status. */
function copiesOf({ timeline }: EngineView, counted: EventIndex): EventIndex[] {
  const copies = [counted];
  const { rows } = timeline;
  if (rows.acceptedCount === rows.rowCount) return copies;
  const statuses = rows.status.values;
  for (let row = 0; row < rows.rowCount; row += 1)
    if (statuses[row] !== ROW_ACCEPTED && rows.acceptedRowOf(row) === counted) copies.push(row);
  return copies;
}

/** Place of a row among the rows of its source, from 0. Cost: one look at every row before it. */
function rowInSource({ store }: EngineView, event: EventIndex): number {
  const sources = store.source.values;
  const source = sources[event];
  let row = 0;
  for (let earlier = 0; earlier < event; earlier += 1) if (sources[earlier] === source) row += 1;
  return row;
}
