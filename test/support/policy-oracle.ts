/**
 * Holds the engine under one policy against a plain reference of that policy, on random logs with few identifiers, so
 * that they meet and conflict all the time. The reference gets the events in canonical order and says what each profile
 * holds and is credited with, and every refusal as it happened. The engine gets the same events in one commit, cut into
 * several, and in shuffled order of arrival; it is compared after every commit.
 */

import fc from 'fast-check';
import { expect } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { ReasonCode } from '#shared/identity/identity.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import type { Delivery } from './arbitraries.ts';
import { deliver, delivery } from './arbitraries.ts';
import { commit } from './engine-run.ts';
import { eventOf } from './plain-events.ts';
import { eventKeyText } from './reference-resolver.ts';
import { checkLaw } from './seeds.ts';
import { presentProfiles, textOf } from './summaries.ts';

export interface PolicyOutcome {
  /** Every profile that was not absorbed, also one that holds nothing any more; in any order. */
  readonly profiles: readonly {
    /** Texts such as `email:a`. */
    readonly identifiers: readonly string[];
    /** Ids of events. */
    readonly events: readonly string[];
  }[];
  /** One for every identifier of every event that was kept out, repeats included. */
  readonly refusals: readonly {
    readonly event: string;
    readonly identifier: string;
    readonly reason: ReasonCode;
  }[];
}

/** Resolves events, given in canonical order, by the published rules of a policy. */
export type PolicyReference = (events: readonly CanonicalEvent[], ruleset: Ruleset) => PolicyOutcome;

/** An event as it is drawn: plain JSON, so that a shrunk case can be kept as a file. */
export interface DrawnEvent {
  readonly ids: readonly string[];
  /** Time since the event before it; null for an undated one. */
  readonly gapMs: number | null;
  /** Below 12; for policies that go by calls: which one it is. */
  readonly call: number;
  /** One more identifier, for calls that name another than their own. */
  readonly other: string;
}

export interface PolicyOracle {
  /** Name of the campaign, in kebab-case. */
  readonly law: string;
  readonly ruleset: Ruleset;
  readonly reference: PolicyReference;
  /** What events draw from. Few. */
  readonly identifiers: readonly string[];
  readonly runs: number;
  /** 4 without it. */
  readonly maxPerEvent?: number;
  /** 14 without it. */
  readonly maxEvents?: number;
  /** What makes an event the call of a vendor: members that replace those of a plain `track`. */
  readonly callOf?: (drawn: DrawnEvent) => Partial<CanonicalEvent>;
}

const DAY_MS = 86_400_000;
const GAPS = [0, 1000, DAY_MS, DAY_MS, 20 * DAY_MS];

interface PolicyCase {
  readonly log: DrawnEvent[];
  readonly delivery: Delivery;
}

/** Throws with the seed and the shrunk log where engine and reference part. */
export function checkPolicy(oracle: PolicyOracle): void {
  checkLaw<PolicyCase>({
    law: oracle.law,
    runs: oracle.runs,
    cases: fc.record({ log: logOf(oracle), delivery }),
    holds: ({ log, delivery: how }) => {
      const events = eventsOf(log, oracle);
      agree(oracle, [events]);
      agree(oracle, deliver(events, { ...how, shuffle: [] }));
      agree(oracle, deliver(events, how));
    },
  });
}

function agree({ ruleset, reference }: PolicyOracle, commits: readonly (readonly CanonicalEvent[])[]): void {
  const engine = new IdentityEngine(ruleset);
  const sofar: CanonicalEvent[] = [];
  for (const [source, events] of commits.entries()) {
    commit(engine, events, source);
    sofar.push(...events);
    const expected = reference(sofar.toSorted(compareCanonically), ruleset);
    expect(profilesOfEngine(engine)).toEqual(expected.profiles.map(profileText).toSorted());
    compareRefusals(engine, expected.refusals);
  }
}

export function profilesOfEngine(engine: IdentityEngine): string[] {
  const texts = presentProfiles(engine).map((profile) => {
    const held = engine.membershipsOf(profile).filter(({ to }) => to < 0);
    return profileText({
      identifiers: held.map(({ identifier }) => textOf(engine, identifier)),
      events: engine.eventsOf(profile).map((event) => engine.store.eventId(event)),
    });
  });
  return texts.toSorted();
}

export function profileText({ identifiers, events }: PolicyOutcome['profiles'][number]): string {
  return `{${[...new Set(identifiers)].toSorted().join(' ')}} credited with ${events.toSorted().join(' ')}`;
}

/** A row of the ledger stands for repeats between the same parties: its ends are refusals, and the counts add up. */
export function compareRefusals(engine: IdentityEngine, expected: PolicyOutcome['refusals']): void {
  const known = new Set(expected.map(({ event, identifier }) => `${event} ${identifier}`));
  const reasons = new Set(
    expected.map(({ event, identifier, reason }) => `${event} ${identifier} ${reason}`),
  );
  const counts = new Map<string, number>();
  for (let index = 0; index < engine.decisionCount; index += 1) {
    if (!engine.isDecision(index)) continue;
    const row = engine.decision(index);
    if (row.action !== 'refuse') continue;
    const identifier = textOf(engine, row.identifier);
    const [first, last] = [engine.store.eventId(row.event), engine.store.eventId(row.lastEvent)];
    expect(reasons).toContain(`${first} ${identifier} ${row.reason}`);
    expect(known).toContain(`${last} ${identifier}`);
    counts.set(identifier, (counts.get(identifier) ?? 0) + row.count);
  }
  const wanted = new Map<string, number>();
  for (const { identifier } of expected) wanted.set(identifier, (wanted.get(identifier) ?? 0) + 1);
  expect(counts).toEqual(wanted);
}

/** "Undated events first; then event time, …, key." No drawn event has a received time or a sequence. */
export function compareCanonically(a: CanonicalEvent, b: CanonicalEvent): number {
  if (a.at !== b.at) return (a.at ?? -1) - (b.at ?? -1);
  return eventKeyText(a) < eventKeyText(b) ? -1 : 1;
}

export function logOf({ identifiers, maxPerEvent, maxEvents }: PolicyOracle): fc.Arbitrary<DrawnEvent[]> {
  const identifier = fc.constantFrom(...identifiers);
  const drawn = fc.record({
    ids: fc.uniqueArray(identifier, { minLength: 1, maxLength: maxPerEvent ?? 4 }),
    gapMs: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...GAPS) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    call: fc.nat(11),
    other: identifier,
  });
  return fc.array(drawn, { minLength: 1, maxLength: maxEvents ?? 14 });
}

export function eventsOf(log: readonly DrawnEvent[], { callOf }: PolicyOracle): CanonicalEvent[] {
  let now = 0;
  return log.map((drawn, place) => {
    now += drawn.gapMs ?? 0;
    const event = eventOf({ ids: drawn.ids, at: drawn.gapMs === null ? null : now, id: `e${place + 1}` });
    return { ...event, ...callOf?.(drawn) };
  });
}
