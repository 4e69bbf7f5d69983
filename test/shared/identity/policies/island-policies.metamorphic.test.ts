/**
 * The engine's laws under policies that look at whole islands and let an identifier belong to several profiles: what
 * came late, in parts, twice or in place of another copy ends as if it had come at once, and readers agree.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { POLICIES } from '#shared/identity/policies/policy.ts';
import { POLICY_NAMES } from '#shared/identity/policies/policy-terms.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { ownedBestFirst, ownedCounts } from '#shared/profile/profile-columns.ts';
import { deliver, delivery, troubledLog } from '../../../support/arbitraries.ts';
import { resolved } from '../../../support/engine-run.ts';
import type { EventDraft } from '../../../support/plain-events.ts';
import { eventOf } from '../../../support/plain-events.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../../support/seeds.ts';
import { acceptedRows, presentProfiles } from '../../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const ISLAND_POLICIES = POLICY_NAMES.filter((name) => POLICIES[name].kind === 'island');
const CALLS = [null, 'logout', 'modify'];

/** Every third note makes an event a logout or a change of its first identifier. */
function callOf(draft: EventDraft): CanonicalEvent {
  const name = CALLS[draft.note ?? 0] ?? null;
  const traits = name === 'modify' ? [{ name: 'replaces', value: draft.ids[0] ?? '' }] : [];
  return { ...eventOf(draft), name, traits };
}

describe.each(ISLAND_POLICIES)('the policy %s', (policy) => {
  const ruleset = SHIPPED_RULESETS[policy];

  it('concludes the same from any order and any parts of a log', () => {
    checkLaw({
      law: `island-delivery-${policy}`,
      runs: 120,
      cases: fc.record({ log: troubledLog({ max: 18 }), delivery }),
      holds: ({ log, delivery: how }) => {
        const events = log.map(callOf);
        const fresh = resolved([events], ruleset);
        const parts = resolved(deliver(events, how), ruleset);
        expect(parts.digest()).toBe(fresh.digest());
        expect(readingOf(parts)).toEqual(readingOf(fresh));
        // The digest that was kept over the commits is the one that is made anew.
        parts.setRuleset(ruleset);
        parts.settle();
        expect(parts.digest()).toBe(fresh.digest());
      },
    });
  });

  it('credits every event once, and its readers agree with each other', () => {
    checkLaw({
      law: `island-readers-${policy}`,
      runs: 120,
      cases: fc.record({ log: troubledLog({ max: 18 }), delivery }),
      holds: ({ log, delivery: how }) => {
        const engine = resolved(deliver(log.map(callOf), how), ruleset);
        checkCredits(engine);
        checkHoldings(engine);
        checkIds(engine);
      },
    });
  });
});

function checkCredits(engine: IdentityEngine): void {
  const credited = acceptedRows(engine).filter((row) => engine.creditOf(row) >= 0);
  const ofProfiles = presentProfiles(engine).flatMap((profile) => {
    const events = engine.eventsOf(profile);
    expect(engine.eventCount(profile)).toBe(events.length);
    for (const event of events) expect(engine.creditOf(event)).toBe(profile);
    return events;
  });
  expect(ofProfiles.toSorted((a, b) => a - b)).toEqual(credited);
}

function checkHoldings(engine: IdentityEngine): void {
  const counts = ownedCounts(engine);
  const holders = new Map<number, Set<number>>();
  for (const profile of presentProfiles(engine)) {
    const held = engine.membershipsOf(profile).filter(({ to }) => to < 0);
    const identifiers = held.map(({ identifier }) => identifier);
    expect(new Set(identifiers).size).toBe(identifiers.length);
    expect(counts[profile]).toBe(identifiers.length);
    expect(ownedBestFirst(engine, profile)).toHaveLength(identifiers.length);
    const ranks = identifiers.map((identifier) => engine.rank(identifier));
    if (ranks.length > 0) expect(engine.rank(engine.bestIdentifier(profile))).toBe(Math.min(...ranks));
    const isIdentified = identifiers.some((identifier) => engine.role(identifier) === 'strong');
    expect(engine.state(profile) !== 'anonymous').toBe(isIdentified);
    for (const identifier of identifiers)
      holders.set(identifier, (holders.get(identifier) ?? new Set()).add(profile));
  }
  for (let identifier = 0; identifier < engine.store.identifierTable.size; identifier += 1) {
    const owners = engine.ownersOf(identifier);
    expect(new Set(owners)).toEqual(holders.get(identifier) ?? new Set());
    expect(engine.ownerOf(identifier)).toBe(owners.at(-1) ?? -1);
  }
}

function checkIds(engine: IdentityEngine): void {
  const present = presentProfiles(engine);
  expect(new Set(present.map((profile) => engine.profileId(profile))).size).toBe(present.length);
  for (const profile of present) {
    expect(engine.findProfile(engine.profileId(profile))).toBe(profile);
    for (const id of engine.formerIds(profile)) expect(engine.findProfile(id)).toBe(profile);
  }
}

/** What can be read of a resolution without its numbers. */
function readingOf(engine: IdentityEngine): string[] {
  const { store } = engine;
  const text = (identifier: number): string => {
    const { namespace, value } = store.identifierTable.get(identifier);
    return `${namespace}:${value}`;
  };
  const profiles = presentProfiles(engine).map((profile) => {
    const held = engine.membershipsOf(profile).filter(({ to }) => to < 0);
    const identifiers = held.map(({ identifier }) => text(identifier)).toSorted();
    const parts = [engine.profileId(profile), engine.state(profile), engine.eventCount(profile)];
    return `${parts.join(' ')} {${identifiers.join(' ')}} was ${engine.formerIds(profile).toSorted().join(' ')}`;
  });
  return profiles.toSorted();
}
