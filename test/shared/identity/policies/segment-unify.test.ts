import { describe, expect, it } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SEGMENT_UNIFY } from '#shared/identity/rulesets/segment-unify.ts';
import { resolved } from '../../../support/engine-run.ts';
import { eventOf } from '../../../support/plain-events.ts';
import { presentProfiles, textOf } from '../../../support/summaries.ts';

const DAY_MS = 86_400_000;

/** Lines `day ids…` as a log under Segment's rules: what every profile holds, and what was refused. */
function outcome(
  lines: readonly string[],
  ruleset: Ruleset = SEGMENT_UNIFY,
): { profiles: string[]; refusals: string[] } {
  const events = lines.map((line, place) => {
    const [day, ...ids] = line.split(' ');
    return eventOf({ ids, at: Number(day) * DAY_MS + place, id: `e${place + 1}` });
  });
  const engine = resolved([events], ruleset);
  const profiles = presentProfiles(engine).map((profile) => {
    const held = engine.membershipsOf(profile).map(({ identifier }) => textOf(engine, identifier));
    const credited = engine.eventsOf(profile).map((event) => engine.store.eventId(event));
    return `${held.toSorted().join(' ')} ← ${credited.join(' ')}`;
  });
  const rows = Array.from({ length: engine.decisionCount }, (_, index) => engine.decision(index));
  const refusals = rows
    .filter(({ action }) => action === 'refuse')
    .map((row) => `${engine.store.eventId(row.event)} ${textOf(engine, row.identifier)} ${row.reason}`);
  return { profiles: profiles.toSorted(), refusals };
}

function withLimit(namespace: string, max: number, windowDays?: number): Ruleset {
  const limit = { perProfile: { max, ...(windowDays !== undefined && { windowDays }) } };
  return {
    ...SEGMENT_UNIFY,
    namespaces: SEGMENT_UNIFY.namespaces.map((rule) =>
      rule.names.includes(namespace) ? { ...rule, limit } : rule,
    ),
  };
}

describe('segment-unify', () => {
  it('leaves a shared device and what happens on it to its first owner', () => {
    expect(
      outcome(['0 user_id:u1 anonymous_id:d', '0 user_id:u2 anonymous_id:d', '0 anonymous_id:d']),
    ).toEqual({
      profiles: ['anonymous_id:d user_id:u1 ← e1 e3', 'user_id:u2 ← e2'],
      refusals: ['e2 anonymous_id:d LIMIT_EXCEEDED'],
    });
  });

  it('demotes namespaces without a rank of their own from the end of the alphabet', () => {
    expect(outcome(['0 user_id:u1 badge:b zeta:z', '0 user_id:u2 zeta:z badge:c'])).toEqual({
      profiles: ['badge:b user_id:u1 zeta:z ← e1', 'badge:c user_id:u2 ← e2'],
      refusals: ['e2 zeta:z LIMIT_EXCEEDED'],
    });
  });

  it('lets the oldest survive, whatever it holds', () => {
    const engine = resolved(
      [
        ['anonymous_id:d', 'user_id:u', 'anonymous_id:d user_id:u'].map((ids, at) =>
          eventOf({ ids: ids.split(' '), at }),
        ),
      ],
      SEGMENT_UNIFY,
    );
    const [survivor] = presentProfiles(engine);
    expect(textOf(engine, engine.founder(survivor!))).toBe('anonymous_id:d');
  });

  it('drops the suggested blocked values of every namespace', () => {
    expect(outcome(['0 badge:-1 email:a', '0 badge:-1 user_id:00-00 phone:null email:b']).profiles).toEqual([
      'email:a ← e1',
      'email:b ← e2',
    ]);
  });

  it('takes a blocked value in other capitals for a value like any other', () => {
    expect(outcome(['0 phone:Null email:a', '0 phone:Null email:b']).profiles).toEqual([
      'email:a email:b phone:Null ← e1 e2',
    ]);
  });

  it('does not count a value that was last seen a whole window ago', () => {
    const ruleset = withLimit('email', 1, 10);
    const day9 = outcome(['0 email:a user_id:u', '0 anonymous_id:x', '9.9 email:b user_id:u'], ruleset);
    expect(day9.refusals).toEqual(['e3 email:b TIME_LIMIT_EXCEEDED']);
    const day10 = outcome(['0 email:a user_id:u', '0 anonymous_id:x', '10.1 email:b user_id:u'], ruleset);
    expect(day10.refusals).toEqual([]);
    expect(day10.profiles).toEqual(['anonymous_id:x ← e2', 'email:a email:b user_id:u ← e1 e3']);
    const seenAgain = outcome(['0 email:a user_id:u', '5 email:a', '10.1 email:b user_id:u'], ruleset);
    expect(seenAgain.refusals).toEqual(['e3 email:b TIME_LIMIT_EXCEEDED']);
  });

  it('stops at a hundred merges and at a thousand identifiers', () => {
    const merging = Array.from({ length: 103 }, (_, place) => [`0 a${place}:x`, `0 user_id:u a${place}:x`]);
    const merged = outcome(merging.flat());
    expect(merged.refusals).toEqual(['e204 a101:x MERGE_CAP', 'e206 a102:x MERGE_CAP']);
    const growing = Array.from({ length: 1001 }, (_, place) => `0 user_id:u b${place}:x`);
    expect(outcome(growing).refusals).toEqual(['e1000 b999:x MAPPING_CAP', 'e1001 b1000:x MAPPING_CAP']);
  });
});
