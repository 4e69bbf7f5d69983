/**
 * Which profiles a predicate holds for.
 *
 * Every condition is answered for all profiles at once from columns: event conditions by one pass over the name
 * column, trait conditions by one pass over the trait table (`trait-values.ts`), the rest from columns of the profile. Conditions are then folded in order; the funnel is the size after each. Cost: linear in the
 * events and trait entries, once a condition.
 */

import { unreachable } from '../base/assert.ts';
import type { EventType } from '../event/event.ts';
import { EVENT_TYPES } from '../event/event.ts';
import { PROFILE_STATES } from '../identity/identity.ts';
import { markCarriers } from '../profile/carriers.ts';
import type { EngineView } from '../profile/engine-view.ts';
import { creditColumn, presentProfiles } from '../profile/engine-view.ts';
import { orderColumns } from '../profile/order-columns.ts';
import { toMillionths } from '../profile/orders.ts';
import { stateColumn } from '../profile/profile-columns.ts';
import { rowTally } from '../profile/row-tally.ts';
import type { Condition, Predicate } from './predicate.ts';
import type { TraitCondition } from './text-operators.ts';
import { makeTraitTest } from './text-operators.ts';
import { traitValues } from './trait-values.ts';
import { boundsOf, isWithin } from './window.ts';

/** ProfileIndex → 1 where a condition holds; only entries of present profiles mean anything. */
type Flags = Uint8Array;

export interface SegmentResult {
  /** Present profiles the predicate holds for, ascending. */
  readonly members: Uint32Array;
  /** Profiles left after each condition, in order: under `any` those that have met one so far. */
  readonly funnel: readonly number[];
}

export function evaluate(engine: EngineView, predicate: Predicate): SegmentResult {
  const profiles = presentProfiles(engine);
  const all = predicate.match === 'all' || predicate.conditions.length === 0;
  const kept: Flags = new Uint8Array(engine.profileCount).fill(all ? 1 : 0);
  const funnel: number[] = [];
  for (const condition of predicate.conditions) {
    const flags = evaluateCondition(engine, condition);
    let count = 0;
    for (let i = 0; i < profiles.length; i += 1) {
      const profile = profiles[i]!;
      const holds = all ? kept[profile]! & flags[profile]! : kept[profile]! | flags[profile]!;
      kept[profile] = holds;
      count += holds;
    }
    funnel.push(count);
  }
  return { members: profiles.filter((profile) => kept[profile] === 1), funnel };
}

function evaluateCondition(engine: EngineView, condition: Condition): Flags {
  switch (condition.kind) {
    case 'state':
      return stateFlags(engine, condition);
    case 'trait':
      return traitFlags(engine, condition);
    case 'has-identifier':
      return identifierFlags(engine, condition);
    case 'event':
      return eventFlags(engine, condition);
    case 'revenue':
      return revenueFlags(engine, condition);
    default:
      return unreachable(condition);
  }
}

function stateFlags(engine: EngineView, condition: Extract<Condition, { kind: 'state' }>): Flags {
  const wanted = PROFILE_STATES.map((state) => Number(condition.states.includes(state)));
  return stateColumn(engine).map((state) => wanted[state]!);
}

function traitFlags(engine: EngineView, condition: TraitCondition): Flags {
  const valueOf = traitValues(engine, condition.name);
  const test = makeTraitTest(condition);
  const flags: Flags = new Uint8Array(engine.profileCount);
  for (const profile of presentProfiles(engine)) flags[profile] = test(valueOf(profile)) ? 1 : 0;
  return flags;
}

function identifierFlags(
  engine: EngineView,
  condition: Extract<Condition, { kind: 'has-identifier' }>,
): Flags {
  const flags: Flags = new Uint8Array(engine.profileCount);
  const table = engine.store.identifierTable;
  const namespace = table.findNamespace(condition.namespace);
  if (namespace >= 0) {
    const external = new Uint8Array(table.size);
    const namespaces = table.namespace.values;
    let hasExternal = false;
    for (let identifier = 0; identifier < external.length; identifier += 1) {
      if (namespaces[identifier] !== namespace) continue;
      const role = engine.role(identifier);
      if (role === 'recorded' || role === 'demoted') {
        external[identifier] = 1;
        hasExternal = true;
        continue;
      }
      for (const owner of engine.ownersOf(identifier)) flags[owner] = 1;
    }
    if (hasExternal) markCarriers(engine, external, flags);
  }
  if (!condition.present) invert(flags);
  return flags;
}

function eventFlags(engine: EngineView, condition: Extract<Condition, { kind: 'event' }>): Flags {
  const counts = countEvents(engine, condition);
  const flags: Flags = new Uint8Array(engine.profileCount);
  const atLeast = condition.atLeast;
  for (let profile = 0; profile < flags.length; profile += 1)
    flags[profile] = counts[profile]! >= atLeast === condition.did ? 1 : 0;
  return flags;
}

/** ProfileIndex → events of the name within the window. An event without a name goes by its type. */
function countEvents(engine: EngineView, condition: Extract<Condition, { kind: 'event' }>): Uint32Array {
  const counts = new Uint32Array(engine.profileCount);
  const code = engine.store.dictionary.find(condition.name);
  const type = EVENT_TYPES.indexOf(condition.name as EventType); // -1 for any other text
  if (code < 0 && type < 0) return counts;
  const bounds = boundsOf(condition.window, rowTally(engine).span.lastAt);
  const credits = creditColumn(engine);
  const names = engine.store.name.values;
  const types = engine.store.type.values;
  const times = engine.store.at.values;
  for (let event = 0; event < credits.length; event += 1) {
    const name = names[event]!;
    if (name !== code && (name !== 0 || types[event] !== type)) continue;
    const profile = credits[event]!;
    if (profile >= 0 && isWithin(times[event]!, bounds)) counts[profile]! += 1;
  }
  return counts;
}

function revenueFlags(engine: EngineView, condition: Extract<Condition, { kind: 'revenue' }>): Flags {
  const code = engine.store.dictionary.find(condition.currency.toUpperCase());
  const { profile, currency, sum } = orderColumns(engine).revenue;
  const atLeast = toMillionths(condition.atLeast);
  const flags: Flags = new Uint8Array(engine.profileCount).fill(atLeast <= 0 ? 1 : 0);
  for (let i = 0; i < sum.length; i += 1)
    if (currency[i] === code) flags[profile[i]!] = sum[i]! >= atLeast ? 1 : 0;
  return flags;
}

function invert(flags: Flags): void {
  for (let i = 0; i < flags.length; i += 1) flags[i] = 1 - flags[i]!;
}
