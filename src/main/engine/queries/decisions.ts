/**
 * A page of the ledger, in canonical order. Sentences are built for the rows of the page only; a search has to read
 * the sentence of every candidate, and its answer is kept while the revision stays.
 */

import type { DecisionAction, DecisionIndex, ProfileIndex } from '#shared/identity/identity.ts';
import { DECISION_ACTIONS } from '#shared/identity/identity.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { perRevision, timeOf } from '#shared/profile/engine-view.ts';
import { titleOf } from '#shared/profile/profile-summary.ts';
import type { DecisionFilter } from '#shared/protocol/requests.ts';
import type { DecisionRow, DecisionsPage } from '#shared/protocol/results/decision.ts';
import type { QueryContext } from './context.ts';
import { evidenceOf, identifierText, mustFindProfile } from './context.ts';
import { decisionOrder } from './decision-order.ts';

export interface DecisionSelection {
  /** Decisions that pass the filter, in canonical order. */
  readonly decisions: ArrayLike<DecisionIndex>;
  /** Decisions by action, whichever actions the filter asks for. */
  readonly actions: { readonly [action in DecisionAction]: number };
}

export function selectDecisions(context: QueryContext, filter: DecisionFilter): DecisionSelection {
  const candidates = candidatesOf(context, filter);
  const { actions } = decisionOrder(context.engine);
  const wanted = DECISION_ACTIONS.map(
    (action) => filter.actions.length === 0 || filter.actions.includes(action),
  );
  const counts = DECISION_ACTIONS.map(() => 0);
  const decisions = new Uint32Array(candidates.length);
  let count = 0;
  for (let i = 0; i < candidates.length; i += 1) {
    const decision = candidates[i]!;
    const action = actions[decision]!;
    counts[action]! += 1;
    if (wanted[action]) decisions[count++] = decision;
  }
  const byAction = Object.fromEntries(DECISION_ACTIONS.map((action, index) => [action, counts[index]]));
  return {
    decisions: decisions.subarray(0, count),
    actions: byAction as { [action in DecisionAction]: number }, // made from the full list of actions
  };
}

export function decisionsPage(
  context: QueryContext,
  params: { readonly filter: DecisionFilter; readonly offset: number; readonly limit: number },
): DecisionsPage {
  const { decisions, actions } = selectDecisions(context, params.filter);
  const { offset, limit } = params;
  const end = Math.min(offset + limit, decisions.length);
  const rows: DecisionRow[] = [];
  for (let i = offset; i < end; i += 1) rows.push(decisionRow(context, decisions[i]!));
  return { revision: context.engine.revision, total: decisions.length, offset, rows, actions };
}

export function decisionRow(context: QueryContext, index: DecisionIndex): DecisionRow {
  const { engine } = context;
  const decision = engine.decision(index);
  const identifiers = [decision.identifier, decision.via].filter((identifier) => identifier >= 0);
  return {
    decision: index,
    action: decision.action,
    reason: decision.reason,
    at: timeOf(engine, decision.event),
    lastAt: timeOf(engine, decision.lastEvent),
    count: decision.count,
    sentence: decisionSentence(engine, index),
    profile: partyOf(engine, decision.profile),
    other: partyOf(engine, decision.other),
    identifiers: identifiers.map((identifier) => identifierText(engine, identifier)),
    evidence: evidenceOf(context, decision.event),
  };
}

/** A party (-1: none) under the id it had then; one that has been absorbed since goes by the identifier that founded it. */
function partyOf(engine: EngineView, profile: ProfileIndex): { id: string; title: string } | null {
  if (profile < 0) return null;
  const title = engine.isPresent(profile)
    ? titleOf(engine, profile)
    : engine.store.identifierTable.valueText(engine.founder(profile));
  return { id: engine.profileId(profile), title };
}

function candidatesOf(context: QueryContext, filter: DecisionFilter): ArrayLike<DecisionIndex> {
  const { engine } = context;
  const words = filter.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const all =
    filter.profile === null
      ? decisionOrder(engine).decisions
      : engine.decisionsOf(mustFindProfile(context, filter.profile));
  if (words.length === 0) return all;
  const searches = keptSearches(engine);
  const key = `${filter.profile ?? ''} ${words.join(' ')}`;
  const known = searches.get(key);
  if (known !== undefined) return known;
  const found = Array.from(all).filter((decision) => {
    const text = searchableText(engine, decision);
    return words.every((word) => text.includes(word));
  });
  searches.clear();
  searches.set(key, found);
  return found;
}

/** The last search only: a person pages through one at a time. */
const keptSearches = perRevision(() => new Map<string, readonly DecisionIndex[]>());

function searchableText(engine: EngineView, index: DecisionIndex): string {
  const { identifier, via } = engine.decision(index);
  let text = decisionSentence(engine, index);
  for (const index of [identifier, via]) {
    if (index < 0) continue;
    const { namespace, value } = engine.store.identifierTable.get(index);
    text += `\n${namespace}:${value}`;
  }
  return text.toLowerCase();
}
