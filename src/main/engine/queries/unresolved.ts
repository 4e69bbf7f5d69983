/** Events credited to nobody, in the order in which they were read. An event about a company only is not among them. */

import { must } from '#shared/base/assert.ts';
import { ROW_ACCEPTED } from '#shared/event/event-store.ts';
import { perRevision } from '#shared/profile/engine-view.ts';
import type { UnresolvedRow } from '#shared/protocol/results/decision.ts';
import type { Page } from '#shared/protocol/results/evidence.ts';
import type { QueryContext } from './context.ts';
import { evidenceOf, identifiersOfEvent } from './context.ts';

export const unresolvedEvents = perRevision((engine): Uint32Array => {
  const { status, rowCount } = engine.timeline.rows;
  const statuses = status.values;
  const events = new Uint32Array(rowCount);
  let count = 0;
  for (let event = 0; event < rowCount; event += 1)
    if (statuses[event] === ROW_ACCEPTED && engine.unresolvedReason(event) !== null) events[count++] = event;
  return events.slice(0, count);
});

export function unresolvedRow(context: QueryContext, event: number): UnresolvedRow {
  const reason = must(context.engine.unresolvedReason(event), 'an unresolved event');
  return { ...evidenceOf(context, event), reason, identifiers: identifiersOfEvent(context.engine, event) };
}

export function unresolvedPage(
  context: QueryContext,
  params: { readonly offset: number; readonly limit: number },
): Page<UnresolvedRow> {
  const { offset, limit } = params;
  const events = unresolvedEvents(context.engine);
  const rows = Array.from(events.subarray(offset, offset + limit), (event) => unresolvedRow(context, event));
  return { revision: context.engine.revision, total: events.length, offset, rows };
}
