/**
 * Merges and profiles of generated tangled logs, with what the truth says of them: material for calibrating and for
 * judging the risk model.
 *
 * A profile stands for the person who identified themselves on most of its events; without any, for the one that most
 * events are of. A merge is *wrong* when its sides stand for different people. A profile is *mixed* when most pairs of
 * its events on which somebody is identified are of different people.
 */

import { DIALECTS } from '#shared/event/detect.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { PolicyName } from '#shared/identity/policies/policy-terms.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { batchOf } from './events.ts';
import { generatedLog } from './generated-logs.ts';

export interface TruthfulLog {
  readonly engine: IdentityEngine;
  /** Row → whom the event is of. */
  readonly people: readonly string[];
}

export function truthfulLog(policy: PolicyName, seed: number, events: number): TruthfulLog {
  const dialect = DIALECTS.find(({ name }) => name === 'customerlabs')!;
  const { records, people } = generatedLog({ events, seed, shape: 'tangled' });
  const read = records.map((record): CanonicalEvent => {
    const event = dialect.toEvent(JSON.parse(record), { country: null, zone: 'UTC' });
    if (!event.ok) throw new Error(event.error.text);
    return event.value;
  });
  const engine = new IdentityEngine(SHIPPED_RULESETS[policy]);
  engine.append(batchOf(read), 0, 1);
  engine.settle();
  return { engine, people };
}

/** Who → events of theirs. */
type Crowd = Map<string, number>;

interface Side {
  readonly all: Crowd;
  readonly identified: Crowd;
}

/** Decision → whether the merge joined different people, for every live merge. */
export function wrongMerges({ engine, people }: TruthfulLog): Map<number, boolean> {
  const verdicts = new Map<number, boolean>();
  const sides = new Map<number, Side>();
  const sideOf = (profile: number): Side => {
    const side = sides.get(profile) ?? { all: new Map(), identified: new Map() };
    sides.set(profile, side);
    return side;
  };
  const into = new Map<number, number>();
  const root = (profile: number): number => {
    const up = into.get(profile);
    return up === undefined ? profile : root(up);
  };
  for (const { event, decision } of happenings(engine)) {
    if (decision >= 0) {
      const { profile, other } = engine.decision(decision);
      const [kept, gone] = [root(profile), root(other)];
      verdicts.set(decision, personOf(sideOf(kept)) !== personOf(sideOf(gone)));
      for (const [person, count] of sideOf(gone).all) add(sideOf(kept).all, person, count);
      for (const [person, count] of sideOf(gone).identified) add(sideOf(kept).identified, person, count);
      into.set(gone, kept);
      continue;
    }
    const side = sideOf(root(asOfThen(engine, event, root)));
    add(side.all, people[event]!, 1);
    if (isIdentified(engine, event)) add(side.identified, people[event]!, 1);
  }
  return verdicts;
}

/** Present profile → whether it holds different people. */
export function mixedProfiles({ engine, people }: TruthfulLog): Map<number, boolean> {
  const verdicts = new Map<number, boolean>();
  for (let profile = 0; profile < engine.profileCount; profile += 1) {
    if (!engine.isPresent(profile)) continue;
    const crowd: Crowd = new Map();
    for (const event of engine.eventsOf(profile))
      if (isIdentified(engine, event)) add(crowd, people[event]!, 1);
    verdicts.set(profile, shareOfStrangers(crowd) > 0.5);
  }
  return verdicts;
}

/** Merges and credited events along the log, merges before the event that brought them. */
function happenings(engine: IdentityEngine): { event: number; decision: number }[] {
  const list: { event: number; decision: number }[] = [];
  for (let event = 0; event < engine.store.rowCount; event += 1)
    if (engine.creditOf(event) >= 0 && engine.store.status.at(event) === 0)
      list.push({ event, decision: -1 });
  for (let row = 0; row < engine.decisionCount; row += 1)
    if (engine.isDecision(row) && engine.decision(row).action === 'merge')
      list.push({ event: engine.decision(row).event, decision: row });
  const rank = (decision: number): number => (decision < 0 ? Number.MAX_SAFE_INTEGER : decision);
  return list.sort((a, b) => engine.compareEvents(a.event, b.event) || rank(a.decision) - rank(b.decision));
}

/** The profile that held a key of the event at that moment and became the one that is credited with it. */
function asOfThen(engine: IdentityEngine, event: number, root: (profile: number) => number): number {
  const { store } = engine;
  for (let i = store.identifierStart(event); i < store.identifierEnds.at(event); i += 1) {
    for (const { profile, from, to } of engine.membershipsOfIdentifier(store.identifiers.at(i))) {
      const isThen =
        engine.compareEvents(from, event) <= 0 && (to < 0 || engine.compareEvents(event, to) < 0);
      if (isThen && engine.canonical(profile) === engine.creditOf(event)) return root(profile);
    }
  }
  throw new Error(`no key leads from event ${event} to its profile`);
}

function isIdentified(engine: IdentityEngine, event: number): boolean {
  const { store } = engine;
  for (let i = store.identifierStart(event); i < store.identifierEnds.at(event); i += 1)
    if (engine.role(store.identifiers.at(i)) === 'strong') return true;
  return false;
}

function personOf({ all, identified }: Side): string {
  let best = '';
  let most = 0;
  for (const [person, count] of identified.size > 0 ? identified : all) {
    if (count < most || (count === most && person > best)) continue;
    best = person;
    most = count;
  }
  return best;
}

/** Of all pairs of events, how many are of two people. */
function shareOfStrangers(crowd: Crowd): number {
  let total = 0;
  let same = 0;
  for (const count of crowd.values()) {
    total += count;
    same += count * count;
  }
  return total === 0 ? 0 : 1 - same / (total * total);
}

function add(crowd: Crowd, person: string, count: number): void {
  crowd.set(person, (crowd.get(person) ?? 0) + count);
}
