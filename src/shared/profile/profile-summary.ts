/**
 * What a row of a list says of a profile. Where the columns over all profiles are at hand they are read; else a small
 * profile is read from its own events and decisions, so that the first page after a change does not wait for columns
 * that nothing is sorted by. Both ways give the same.
 */

import type { ProfileIndex } from '../identity/identity.ts';
import type { EngineView } from './engine-view.ts';
import type { NameCodes } from './names.ts';
import { nameColumns, namesOfEvents, nameText } from './names.ts';
import { orderColumns, revenueOf } from './order-columns.ts';
import type { Money } from './orders.ts';
import { computeTransactions } from './orders.ts';
import { countDecisions, decisionCounts } from './profile-columns.ts';

export interface ProfileSummary {
  readonly title: string;
  readonly merges: number;
  readonly refusals: number;
  readonly orders: number;
  readonly revenue: Money;
}

/** Up to so many events a profile is cheaper to read itself than any column is to compute. */
const FEW_EVENTS = 256;

/** Assumes a present profile. */
export function summarizeProfile(engine: EngineView, profile: ProfileIndex): ProfileSummary {
  return { title: titleOf(engine, profile), ...decisionsOf(engine, profile), ...ordersOf(engine, profile) };
}

/** What a present profile is called by its golden values, else its best identifier. */
export function titleOf(engine: EngineView, profile: ProfileIndex): string {
  const name = nameText(engine, namesOf(engine, profile));
  if (name !== '') return name;
  return engine.store.identifierTable.valueText(engine.bestIdentifier(profile));
}

/** Computes the columns, for whoever is about to read most profiles. */
export function prepareSummaries(engine: EngineView): void {
  nameColumns(engine);
  decisionCounts(engine);
  orderColumns(engine);
}

function isSmall(engine: EngineView, profile: ProfileIndex): boolean {
  return engine.eventCount(profile) <= FEW_EVENTS;
}

function namesOf(engine: EngineView, profile: ProfileIndex): NameCodes {
  if (nameColumns.kept(engine) === null && isSmall(engine, profile))
    return namesOfEvents(engine, engine.eventsOf(profile));
  const [full, given, family] = nameColumns(engine);
  return [full[profile]!, given[profile]!, family[profile]!];
}

function decisionsOf(
  engine: EngineView,
  profile: ProfileIndex,
): { readonly merges: number; readonly refusals: number } {
  if (decisionCounts.kept(engine) === null && isSmall(engine, profile))
    return countDecisions(engine, profile);
  const { merges, refusals } = decisionCounts(engine);
  return { merges: merges[profile]!, refusals: refusals[profile]! };
}

function ordersOf(
  engine: EngineView,
  profile: ProfileIndex,
): { readonly orders: number; readonly revenue: Money } {
  if (orderColumns.kept(engine) === null && isSmall(engine, profile)) {
    const { placed, revenue } = computeTransactions(engine.store, engine.eventsOf(profile));
    return { orders: placed, revenue };
  }
  return { orders: orderColumns(engine).orders[profile]!, revenue: revenueOf(engine, profile) };
}
