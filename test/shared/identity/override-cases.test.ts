/** What pins, cuts and exclusions mean, case by case, under the default policy. */

import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { appendEvents, decisionsOf, groupsOf, linesOf, logText, ownerOf } from '../../support/log-text.ts';
import { overridesFrom } from '../../support/override-text.ts';
import { eventKeyText } from '../../support/reference-resolver.ts';

function engineWith(log: readonly CanonicalEvent[], ...overrides: string[]): IdentityEngine {
  const engine = new IdentityEngine(SHIPPED_RULESETS.customerlabs);
  engine.setOverrides(overridesFrom(...overrides));
  appendEvents(engine, log);
  engine.settle();
  return engine;
}

function sentencesOf(engine: IdentityEngine, action: string): string[] {
  const rows = Array.from({ length: engine.decisionCount }, (_, row) => row);
  return rows
    .filter((row) => engine.isDecision(row) && engine.decision(row).action === action)
    .map((row) => decisionSentence(engine, row));
}

describe('a pin', () => {
  test('makes one person of two addresses, from the first event at which both exist', () => {
    const log = logText(`
      10:00  phone:+49151  email:a@x
      10:05  phone:+49151  email:b@x
      10:10  email:b@x
    `);
    const engine = engineWith(log, 'pin email:a@x email:b@x');
    expect(groupsOf(engine)).toEqual([['email:a@x', 'email:b@x', 'phone:+49151']]);
    expect(decisionsOf(engine, 'merge')).toEqual(['merge email:b@x MUST_LINK 2']);
    expect(sentencesOf(engine, 'merge')).toEqual([
      'The profile that b@x founded became part of the one that a@x founded because b@x and a@x were pinned together by hand',
    ]);
  });

  test('ties people who never met on an event, and chains of pins tie them all', () => {
    const log = logText(`
      10:00  email:a@x
      10:05  email:b@x
      10:10  email:c@x
    `);
    const engine = engineWith(log, 'pin email:a@x email:b@x', 'pin email:b@x email:c@x');
    expect(groupsOf(engine)).toEqual([['email:a@x', 'email:b@x', 'email:c@x']]);
  });

  test('waits for a side that no event has brought', () => {
    const log = logText('10:00  email:a@x');
    const engine = engineWith(log, 'pin email:a@x email:b@x');
    expect(engine.overrideReport().standings).toEqual(['waits']);
    appendEvents(engine, logText('10:05  email:b@x'));
    engine.settle();
    expect(engine.overrideReport().standings).toEqual(['holds']);
    expect(groupsOf(engine)).toEqual([['email:a@x', 'email:b@x']]);
  });

  test('keeps a device with its owner where it would have changed hands', () => {
    const log = logText(`
      10:00  anon:D  email:a@x
      10:05  anon:D  email:b@x
      10:10  anon:D
    `);
    const engine = engineWith(log, 'pin anon:D email:a@x');
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual(['refuse anon:D OUTRANKED 2']);
    expect(linesOf(engine, 'email:a@x')).toEqual([1, 3]);
  });

  test('of an event holds for whoever the event is credited to', () => {
    const log = logText(`
      10:00  anon:D  #m1
      10:05  email:a@x
    `);
    const engine = engineWith(log, `pin event:${eventKeyText(log[0]!)} email:a@x`);
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:a@x']]);
  });
});

describe('a cut', () => {
  test('of a device from a person leaves the device where it was, and never hands it over', () => {
    const log = logText(`
      10:00  anon:D  email:a@x
      10:05  anon:D  email:b@x
      10:10  anon:D
    `);
    const engine = engineWith(log, 'cut anon:D email:b@x');
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:a@x'], ['email:b@x']]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual(['refuse anon:D CANNOT_LINK 2']);
    expect(sentencesOf(engine, 'refuse')).toEqual([
      'D did not join b@x to a@x because the two were cut apart by hand',
    ]);
  });

  test('of two on one event sets the later taken aside, which nobody then holds', () => {
    const engine = engineWith(logText('10:00  anon:D  email:a@x'), 'cut anon:D email:a@x');
    expect(groupsOf(engine)).toEqual([['email:a@x']]);
    expect(ownerOf(engine, 'anon:D')).toBe(-1);
    expect(sentencesOf(engine, 'refuse')).toEqual([
      'D was not added to a@x because the two were cut apart by hand',
    ]);
  });

  test('takes a merge back that a log had led to', () => {
    const log = logText(`
      10:00  anon:D  email:a@x
      10:05  email:b@x
      10:10  email:a@x  email:b@x
    `);
    const engine = engineWith(log);
    expect(groupsOf(engine)).toHaveLength(1);
    engine.setOverrides(overridesFrom('cut email:a@x email:b@x'));
    engine.settle();
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:a@x'], ['email:b@x']]);
  });

  test('reaches whoever the other side was pinned to', () => {
    const log = logText(`
      10:00  email:a@x
      10:05  email:b@x
      10:10  email:c@x
      10:15  email:a@x  email:c@x
    `);
    const engine = engineWith(log, 'pin email:a@x email:b@x', 'cut email:b@x email:c@x');
    expect(groupsOf(engine)).toEqual([['email:a@x', 'email:b@x'], ['email:c@x']]);
    expect(decisionsOf(engine, 'refuse')).toEqual(['refuse email:c@x CANNOT_LINK 4']);
  });

  test('of an event from the only identifier it carries leaves it with nobody', () => {
    const log = logText(`
      10:00  email:a@x  #m1
      10:05  email:a@x  #m2
    `);
    const engine = engineWith(log, `cut event:${eventKeyText(log[1]!)} email:a@x`);
    expect(linesOf(engine, 'email:a@x')).toEqual([1]);
    expect(engine.unresolvedReason(1)).toBe('NO_IDENTIFIER');
    expect(engine.unresolved.noIdentifier).toBe(1);
  });

  test('keeps a pin out of force where a log has tied what is cut to its sides, and that is reported', () => {
    const log = logText(`
      10:00  email:a@x  crm:X
      10:05  email:b@x  crm:Y
    `);
    const engine = engineWith(log, 'pin email:a@x email:b@x', 'cut crm:X crm:Y');
    expect(groupsOf(engine)).toHaveLength(2);
    const { standings, conflicts } = engine.overrideReport();
    expect(standings).toEqual(['beaten', 'holds']);
    expect(conflicts).toEqual([
      {
        code: 'OVERRIDES_CONFLICT',
        overrides: [0],
        sentence:
          'The pin of a@x (email) and b@x (email) has no effect, because a cut keeps apart what their profiles hold in this log',
      },
    ]);
  });
});

describe('overrides and the rest', () => {
  test('a pair pinned and cut is left to the rules, and both are reported', () => {
    const log = logText('10:00  anon:D  email:a@x');
    const engine = engineWith(log, 'pin anon:D email:a@x', 'cut email:a@x anon:D');
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:a@x']]);
    const { standings, conflicts } = engine.overrideReport();
    expect(standings).toEqual(['suspended', 'suspended']);
    expect(conflicts.map(({ overrides }) => overrides)).toEqual([[0, 1]]);
  });

  test('an excluded value counts as blocked', () => {
    const log = logText(`
      10:00  anon:D  email:a@x
      10:05  anon:D
    `);
    const engine = engineWith(log, 'exclude anon:D');
    expect(groupsOf(engine)).toEqual([['email:a@x']]);
    expect(decisionsOf(engine, 'block')).toEqual(['block anon:D ID_BLOCKED 1']);
    expect(engine.unresolvedReason(1)).toBe('NO_IDENTIFIER');
  });

  test('a change of rules leaves overrides in force', () => {
    const log = logText('10:00  anon:D  email:a@x');
    const engine = engineWith(log, 'cut anon:D email:a@x', 'exclude email:z@x');
    engine.setRuleset(SHIPPED_RULESETS.components);
    appendEvents(engine, logText('10:05  email:z@x  email:a@x'));
    engine.settle();
    expect(groupsOf(engine)).toEqual([['email:a@x']]);
    expect(engine.overrideReport().standings).toEqual(['waits', 'holds']);
  });
});
