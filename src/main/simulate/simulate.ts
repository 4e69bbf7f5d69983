/** Runs published cases through the engine, event by event, and answers in the cases' own words. */

import type { JsonObject } from '#shared/base/types.ts';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { EventIndex } from '#shared/event/event-store.ts';
import type { IdentifierIndex } from '#shared/event/identifier-table.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Decision, DecisionAction, ProfileIndex } from '#shared/identity/identity.ts';
import { presentProfiles } from '#shared/profile/engine-view.ts';
import type { Scenario, Spellings } from './scenario.ts';
import { eventsOf, keyOf, NAMES_EVERY_RULE, rulesetOf } from './scenario.ts';
import { vendorWord } from './vendor-words.ts';

/** Cases state traits that their events do not carry, and relations that no policy here concludes. */
const UNANSWERED = ['expectedTraits', 'expectedRelations'];

/**
 * `{id, profiles, refusals, after, survivors, accounts}`, with `unchecked` where a case states what no member answers; or
 * `{id, unsupported}` for what this version cannot obey.
 */
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
  const unchecked = UNANSWERED.filter((name) => Object.hasOwn(scenario, name));
  return {
    id: scenario.id,
    profiles: profilesOf(engine, spellings),
    refusals: refusalsOf(engine, spellings),
    after,
    survivors: survivorsOf(engine, spellings),
    accounts: accountsOf(engine, spellings),
    ...(unchecked.length > 0 && { unchecked }),
  };
}

function spell(engine: IdentityEngine, spellings: Spellings, identifier: IdentifierIndex): string {
  const key = keyOf(engine.store.identifierTable.get(identifier));
  return spellings.get(key) ?? key;
}

function identifiersOf(engine: IdentityEngine, spellings: Spellings, profile: ProfileIndex): string[] {
  const held = engine
    .membershipsOf(profile)
    .filter(({ to }) => to < 0)
    .map(({ identifier }) => identifier);
  return [...held, ...attributesOf(engine, profile)].map((identifier) =>
    spell(engine, spellings, identifier),
  );
}

/** What the events of a profile carry beside its keys, under policies to which that is part of the profile. */
function attributesOf(engine: IdentityEngine, profile: ProfileIndex): Set<IdentifierIndex> {
  const attributes = new Set<IdentifierIndex>();
  if (!NAMES_EVERY_RULE.has(engine.ruleset.policy)) return attributes;
  const { store } = engine;
  for (const event of engine.eventsOf(profile)) {
    for (let i = store.identifierStart(event); i < store.identifierEnds.at(event); i += 1)
      if (engine.role(store.identifiers.at(i)) === 'recorded') attributes.add(store.identifiers.at(i));
  }
  return attributes;
}

function profilesOf(engine: IdentityEngine, spellings: Spellings): string[][] {
  return [...presentProfiles(engine)].map((profile) => identifiersOf(engine, spellings, profile));
}

function refusalsOf(engine: IdentityEngine, spellings: Spellings): JsonObject[] {
  return decisionsOf(engine, 'refuse').map(({ event, reason, identifier }) => ({
    event: idOf(engine, event),
    reason: vendorWord(engine.ruleset.policy, reason),
    identifier: spell(engine, spellings, identifier),
  }));
}

/** For every merge: which of the two profiles survived, and the identifiers that had founded them. */
function survivorsOf(engine: IdentityEngine, spellings: Spellings): JsonObject[] {
  return decisionsOf(engine, 'merge').map(({ event, profile, other }) => {
    const isOlder = engine.compareEvents(engine.foundedBy(profile), engine.foundedBy(other)) <= 0;
    return {
      event: idOf(engine, event),
      survivor: isOlder ? 'older' : 'younger',
      founder: spell(engine, spellings, engine.founder(profile)),
      absorbed: spell(engine, spellings, engine.founder(other)),
    };
  });
}

function decisionsOf(engine: IdentityEngine, action: DecisionAction): Decision[] {
  return Array.from({ length: engine.decisionCount }, (_, index) => index)
    .filter((index) => engine.isDecision(index))
    .map((index) => engine.decision(index))
    .filter((decision) => decision.action === action);
}

/** The event's name in the case: a number, or the text that it is. */
function idOf(engine: IdentityEngine, event: EventIndex): string | number {
  const id = engine.store.eventId(event);
  return /^-?\d+(\.\d+)?$/.test(id) ? Number(id) : id;
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
