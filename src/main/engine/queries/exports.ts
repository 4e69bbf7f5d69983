/**
 * Lists as tables to be written to a file. Each is made of the same selection as the page on screen, so that its
 * number of rows is the total that the page shows. Rows are produced as they are written; cells are scalars, times
 * ISO 8601 in UTC.
 */

import { unreachable } from '#shared/base/assert.ts';
import type { JsonScalar } from '#shared/base/types.ts';
import type { DecisionIndex, ProfileIndex } from '#shared/identity/identity.ts';
import { revenueTotals } from '#shared/profile/order-columns.ts';
import { ownedBestFirst } from '#shared/profile/profile-columns.ts';
import { prepareSummaries } from '#shared/profile/profile-summary.ts';
import { isoOrNull } from '#shared/profile/records.ts';
import type { ExportRequest } from '#shared/protocol/requests.ts';
import { evaluate } from '#shared/segment/evaluate.ts';
import type { QueryContext } from './context.ts';
import { profileRow } from './context.ts';
import { decisionRow, selectDecisions } from './decisions.ts';
import { selectProfiles } from './profiles.ts';
import { unresolvedEvents, unresolvedRow } from './unresolved.ts';

export interface ExportTable {
  readonly columns: readonly string[];
  /** How many rows will come. */
  readonly total: number;
  /** Cells in the order of the columns. May be walked once. */
  readonly rows: Iterable<readonly JsonScalar[]>;
}

/** Rejections are not among them: the engine never sees them. */
export type EngineExport = Exclude<ExportRequest['what'], { kind: 'rejections' }>;

export function exportTable(context: QueryContext, what: EngineExport): ExportTable {
  switch (what.kind) {
    case 'profiles':
      return profilesTable(context, selectProfiles(context, what.filter).profiles);
    case 'segment':
      return profilesTable(context, evaluate(context.engine, what.predicate).members);
    case 'decisions':
      return decisionsTable(context, selectDecisions(context, what.filter).decisions);
    case 'refusals':
      return decisionsTable(
        context,
        selectDecisions(context, { actions: ['refuse'], profile: null, search: '' }).decisions,
      );
    case 'unresolved':
      return unresolvedTable(context);
    default:
      return unreachable(what);
  }
}

const PROFILE_COLUMNS = [
  'id',
  'state',
  'title',
  'emails',
  'phones',
  'identifiers',
  'events',
  'merges',
  'refusals',
  'orders',
  'firstSeenAt',
  'lastSeenAt',
];

/** Several values share a cell with `; ` between them; revenue has a column for every currency of the log. */
function profilesTable(context: QueryContext, profiles: Uint32Array): ExportTable {
  prepareSummaries(context.engine);
  const currencies = [...revenueTotals(context.engine).revenue.keys()];
  const revenueColumns = currencies.map((currency) => `revenue_${currency === '' ? 'unknown' : currency}`);
  const rowOf = (profile: ProfileIndex): JsonScalar[] => {
    const row = profileRow(context.engine, profile);
    const held = ownedBestFirst(context.engine, profile).map((identifier) =>
      context.engine.store.identifierTable.get(identifier),
    );
    const valuesIn = (namespace: string): string =>
      held
        .filter((identifier) => identifier.namespace === namespace)
        .map(({ value }) => value)
        .join('; ');
    return [
      row.id,
      row.state,
      row.title,
      valuesIn('email'),
      valuesIn('phone'),
      held.map(({ namespace, value }) => `${namespace}:${value}`).join('; '),
      row.events,
      row.merges,
      row.refusals,
      row.orders,
      isoOrNull(row.firstSeenAt),
      isoOrNull(row.lastSeenAt),
      ...currencies.map((currency) => row.revenue[currency] ?? null),
    ];
  };
  return {
    columns: [...PROFILE_COLUMNS, ...revenueColumns],
    total: profiles.length,
    rows: mapEach(profiles, rowOf),
  };
}

const DECISION_COLUMNS = [
  'at',
  'lastAt',
  'action',
  'reason',
  'count',
  'profile',
  'profileTitle',
  'other',
  'otherTitle',
  'identifiers',
  'sentence',
  'source',
  'line',
  'eventId',
];

function decisionsTable(context: QueryContext, decisions: ArrayLike<DecisionIndex>): ExportTable {
  const rowOf = (decision: DecisionIndex): JsonScalar[] => {
    const row = decisionRow(context, decision);
    return [
      isoOrNull(row.at),
      isoOrNull(row.lastAt),
      row.action,
      row.reason === 'NONE' ? null : row.reason,
      row.count,
      row.profile?.id ?? null,
      row.profile?.title ?? null,
      row.other?.id ?? null,
      row.other?.title ?? null,
      row.identifiers.map(({ namespace, value }) => `${namespace}:${value}`).join('; '),
      row.sentence,
      row.evidence.source,
      row.evidence.line,
      row.evidence.eventId,
    ];
  };
  return { columns: DECISION_COLUMNS, total: decisions.length, rows: mapEach(decisions, rowOf) };
}

const UNRESOLVED_COLUMNS = [
  'source',
  'line',
  'record',
  'eventId',
  'at',
  'type',
  'name',
  'reason',
  'identifiers',
];

function unresolvedTable(context: QueryContext): ExportTable {
  const events = unresolvedEvents(context.engine);
  const rowOf = (event: number): JsonScalar[] => {
    const row = unresolvedRow(context, event);
    return [
      row.source,
      row.line,
      row.record,
      row.eventId,
      isoOrNull(row.at),
      row.type,
      row.name,
      row.reason,
      row.identifiers.map(({ namespace, value }) => `${namespace}:${value}`).join('; '),
    ];
  };
  return { columns: UNRESOLVED_COLUMNS, total: events.length, rows: mapEach(events, rowOf) };
}

function* mapEach<Row>(items: ArrayLike<number>, rowOf: (item: number) => Row): Generator<Row> {
  for (let i = 0; i < items.length; i += 1) yield rowOf(items[i]!);
}
