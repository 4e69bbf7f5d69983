/** Runs published cases through the engine, event by event, and answers in the cases' own words. */

import type { JsonObject } from '#shared/base/types.ts';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { IdentifierIndex } from '#shared/event/identifier-table.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { ProfileIndex } from '#shared/identity/identity.ts';
import { presentProfiles } from '#shared/profile/engine-view.ts';
import type { Scenario, Spellings } from './scenario.ts';
import { eventsOf, keyOf, rulesetOf } from './scenario.ts';

/** `{id, profiles, refusals, after, accounts}`, or `{id, unsupported}` for what this version cannot obey. */
export function simulate(scenario: Scenario): JsonObject {
  const ruleset = rulesetOf(scenario);
  if (ruleset === null) return { id: scenario.id, unsupported: scenario.preset };
  const spellings: Spellings = new Map();
  const engine = new IdentityEngine(ruleset);
  const after: { [event: string]: string[][] } = Object.create(null);
  for (const [place, event] of eventsOf(scenario, spellings).entries()) {
    const batch = new BatchBuilder();
    batch.add(event, 0, 0);
    engine.append(batch.finish(), 0, place + 1);
    engine.settle();
    after[event.id!] = profilesOf(engine, spellings);
  }
  return {
    id: scenario.id,
    profiles: profilesOf(engine, spellings),
    refusals: refusalsOf(engine, spellings),
    after,
    accounts: accountsOf(engine, spellings),
  };
}

function spell(engine: IdentityEngine, spellings: Spellings, identifier: IdentifierIndex): string {
  const key = keyOf(engine.store.identifierTable.get(identifier));
  return spellings.get(key) ?? key;
}

function identifiersOf(engine: IdentityEngine, spellings: Spellings, profile: ProfileIndex): string[] {
  return engine
    .membershipsOf(profile)
    .filter(({ to }) => to < 0)
    .map(({ identifier }) => spell(engine, spellings, identifier));
}

function profilesOf(engine: IdentityEngine, spellings: Spellings): string[][] {
  return [...presentProfiles(engine)].map((profile) => identifiersOf(engine, spellings, profile));
}

function refusalsOf(engine: IdentityEngine, spellings: Spellings): JsonObject[] {
  const refusals: JsonObject[] = [];
  for (let index = 0; index < engine.decisionCount; index += 1) {
    if (!engine.isDecision(index)) continue;
    const { action, event, reason, identifier } = engine.decision(index);
    if (action !== 'refuse') continue;
    const id = engine.store.eventId(event);
    refusals.push({
      event: /^-?\d+(\.\d+)?$/.test(id) ? Number(id) : id,
      reason,
      identifier: spell(engine, spellings, identifier),
    });
  }
  return refusals;
}

function accountsOf(engine: IdentityEngine, spellings: Spellings): JsonObject[] {
  const accounts: JsonObject[] = [];
  const { companies } = engine;
  for (let company = 0; company < companies.companyCount; company += 1) {
    if (!companies.isPresent(company)) continue;
    const [account] = companies.identifiersOf(company);
    const members = companies
      .membersOf(company)
      .map(({ profile }) => identifiersOf(engine, spellings, profile));
    accounts.push({ account: account === undefined ? '' : spell(engine, spellings, account), members });
  }
  return accounts;
}
