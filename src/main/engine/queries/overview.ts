/** What the whole workspace holds, in numbers that the lists behind them add up to. */

import { ROW_ACCEPTED } from '#shared/event/event-store.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { UnresolvedReason } from '#shared/identity/identity.ts';
import { REASON_CODES } from '#shared/identity/identity.ts';
import type { IdentitySummary } from '#shared/identity/summary.ts';
import { summarize } from '#shared/identity/summary.ts';
import { perRevision, timeSpan } from '#shared/profile/engine-view.ts';
import { revenueTotals } from '#shared/profile/order-columns.ts';
import { moneyRecord } from '#shared/profile/records.ts';
import { compareText } from '#shared/profile/survivorship.ts';
import type { BlockedValue, Overview } from '#shared/protocol/results/overview.ts';
import { eventNames } from '#shared/segment/fields.ts';
import type { QueryContext } from './context.ts';
import { profileRow } from './context.ts';
import { profilesInOrder } from './profile-order.ts';
import { unresolvedEvents } from './unresolved.ts';

const LARGEST = 5;
const TOP_EVENTS = 12;
const MAX_BLOCKED = 50;

export function overview(context: QueryContext): Overview {
  const { engine } = context;
  const summary = withRejected(settledSummary(engine), context.rejected);
  const { anonymous, known, unified } = summary.profiles;
  const { orders, revenue } = revenueTotals(engine);
  const largest = profilesInOrder(engine, 'events', true).subarray(0, LARGEST);
  return {
    revision: engine.revision,
    summary,
    ...timeSpan(engine),
    orders,
    revenue: moneyRecord(revenue),
    funnel: { started: anonymous + unified, identified: known + unified, unified },
    handOvers: engine.ledger.countOf('hand-over'),
    refusalsByReason: refusalsByReason(engine),
    blocked: valuesSetAside(engine),
    unresolvedByReason: countUnresolved(context),
    rejectedByReason: context.rejectedByReason,
    topEvents: eventNames(engine).slice(0, TOP_EVENTS),
    largest: Array.from(largest, (profile) => profileRow(engine, profile)),
  };
}

function refusalsByReason({ ledger }: IdentityEngine): { [reason: string]: number } {
  const counts: { [reason: string]: number } = {};
  for (const reason of REASON_CODES) {
    const count = ledger.countOf('refuse', reason);
    if (count > 0) counts[reason] = count;
  }
  return counts;
}

/** Without what was rejected, which the engine does not see and which may change while the revision stays. */
const settledSummary = perRevision((engine: IdentityEngine) => summarize(engine, 0));

function withRejected(summary: IdentitySummary, rejected: number): IdentitySummary {
  return { ...summary, rejected, read: summary.read + rejected };
}

function countUnresolved({ engine }: QueryContext): { [reason in UnresolvedReason]: number } {
  const counts = { NO_IDENTIFIER: 0, DEMOTED_ONLY: 0 };
  for (const event of unresolvedEvents(engine)) {
    const reason = engine.unresolvedReason(event);
    if (reason !== null) counts[reason] += 1;
  }
  return counts;
}

/** Blocked and demoted values with the events that carry them. Cost: one look at every identifier of every event. */
const valuesSetAside = perRevision((engine): BlockedValue[] => {
  const { identifierTable, identifierEnds, identifiers, status, rowCount } = engine.store;
  const counts = new Uint32Array(identifierTable.size);
  const carried = identifiers.values;
  const ends = identifierEnds.values;
  let at = 0;
  for (let event = 0; event < rowCount; event += 1) {
    const counted = status.at(event) === ROW_ACCEPTED ? 1 : 0;
    for (; at < ends[event]!; at += 1) counts[carried[at]!]! += counted;
  }
  const values: BlockedValue[] = [];
  for (let identifier = 0; identifier < counts.length; identifier += 1) {
    const role = engine.role(identifier);
    if ((role !== 'blocked' && role !== 'demoted') || counts[identifier] === 0) continue;
    values.push({ ...identifierTable.get(identifier), role, events: counts[identifier]! });
  }
  values.sort((a, b) => b.events - a.events || compareText(a.value, b.value));
  return values.slice(0, MAX_BLOCKED);
});
