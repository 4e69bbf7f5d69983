/** Which function answers which question of the page. */

import type { Params, Results } from '#shared/protocol/requests.ts';
import type { QueryMethod } from './engine-messages.ts';
import type { QueryContext } from './queries/context.ts';
import { decisionsPage } from './queries/decisions.ts';
import { eventGet } from './queries/events.ts';
import { profileGraph } from './queries/graph.ts';
import { overview } from './queries/overview.ts';
import { profileGet, profileTimeline } from './queries/profile.ts';
import { profilesPage } from './queries/profiles.ts';
import { rulesGet } from './queries/rules.ts';
import { segmentFieldsGet, segmentPreview } from './queries/segments.ts';
import { unresolvedPage } from './queries/unresolved.ts';

type Query<M extends QueryMethod> = (context: QueryContext, params: Params<M>) => Results[M];

const QUERIES = {
  overview,
  'profiles.page': profilesPage,
  'profile.get': profileGet,
  'profile.timeline': profileTimeline,
  'profile.graph': profileGraph,
  'decisions.page': decisionsPage,
  'event.get': eventGet,
  'unresolved.page': unresolvedPage,
  'segment.preview': segmentPreview,
  'segment.fields': segmentFieldsGet,
  'rules.get': rulesGet,
} satisfies { readonly [M in QueryMethod]: Query<M> };

/** Assumes that `params` were checked against the method's schema, as main does with every request. */
export function runQuery(method: QueryMethod, context: QueryContext, params: unknown): unknown {
  const query = QUERIES[method] as (context: QueryContext, params: unknown) => unknown;
  return query(context, params);
}
