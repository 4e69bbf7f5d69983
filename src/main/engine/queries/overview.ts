/** What the whole workspace holds, in numbers that the lists behind them add up to. */

import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { ProfileIndex } from '#shared/identity/identity.ts';
import { REASON_CODES } from '#shared/identity/identity.ts';
import type { IdentitySummary } from '#shared/identity/summary.ts';
import { summarize } from '#shared/identity/summary.ts';
import { perRevision, presentProfiles } from '#shared/profile/engine-view.ts';
import { revenueTotals } from '#shared/profile/order-columns.ts';
import { moneyRecord } from '#shared/profile/records.ts';
import type { SetAside } from '#shared/profile/row-tally.ts';
import { rowTally } from '#shared/profile/row-tally.ts';
import { compareText } from '#shared/profile/survivorship.ts';
import type { BlockedValue, Overview } from '#shared/protocol/results/overview.ts';
import type { QueryContext } from './context.ts';
import { profileRow } from './context.ts';

const LARGEST = 5;
const TOP_EVENTS = 12;
const MAX_BLOCKED = 50;

export function overview(context: QueryContext): Overview {
  const { engine } = context;
  const { unresolved } = engine;
  const { span, names } = rowTally(engine);
  const summary = withRejected(settledSummary(engine), context.rejected);
  const { anonymous, known, unified } = summary.profiles;
  const { orders, revenue } = revenueTotals(engine);
  return {
    revision: engine.revision,
    summary,
    ...span,
    orders,
    revenue: moneyRecord(revenue),
    funnel: { started: anonymous + unified, identified: known + unified, unified },
    handOvers: engine.ledger.countOf('hand-over'),
    refusalsByReason: refusalsByReason(engine),
    blocked: valuesSetAside(engine),
    unresolvedByReason: { NO_IDENTIFIER: unresolved.noIdentifier, DEMOTED_ONLY: unresolved.demotedOnly },
    rejectedByReason: context.rejectedByReason,
    topEvents: names.slice(0, TOP_EVENTS),
    largest: largestProfiles(engine).map((profile) => profileRow(engine, profile)),
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

/** Those with most events; of equal ones those founded first, as in the list. One look at every profile. */
function largestProfiles(engine: IdentityEngine): ProfileIndex[] {
  const largest: ProfileIndex[] = [];
  let least = 0;
  for (const profile of presentProfiles(engine)) {
    const events = engine.eventCount(profile);
    if (events <= least && largest.length === LARGEST) continue;
    const place = largest.findIndex((other) => engine.eventCount(other) < events);
    largest.splice(place < 0 ? largest.length : place, 0, profile);
    largest.length = Math.min(largest.length, LARGEST);
    least = engine.eventCount(largest.at(-1)!);
  }
  return largest;
}

/** The values that most events carry in vain. */
function valuesSetAside(engine: IdentityEngine): BlockedValue[] {
  const { identifierTable } = engine.store;
  return [...rowTally(engine).setAside()]
    .sort((a, b) => b.events - a.events || compareText(valueOf(a), valueOf(b)))
    .slice(0, MAX_BLOCKED)
    .map(({ identifier, role, events }) => ({ ...identifierTable.get(identifier), role, events }));

  function valueOf({ identifier }: SetAside): string {
    return identifierTable.valueText(identifier);
  }
}
