/** What pins and cuts mean under policies that look at whole islands, case by case. */

import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { appendEvents, decisionsOf, groupsOf, linesOf, logText, ownerOf } from '../../../support/log-text.ts';
import { overridesFrom } from '../../../support/override-text.ts';
import { eventKeyText } from '../../../support/reference-resolver.ts';

type PolicyName = keyof typeof SHIPPED_RULESETS;

function engineUnder(
  policy: PolicyName,
  log: readonly CanonicalEvent[],
  ...overrides: string[]
): IdentityEngine {
  const engine = new IdentityEngine(SHIPPED_RULESETS[policy]);
  engine.setOverrides(overridesFrom(...overrides));
  appendEvents(engine, log);
  engine.settle();
  return engine;
}

const TWO_ON_A_DEVICE = logText(`
  10:00  anon:D  user_id:u1
  10:05  anon:D  user_id:u2
  10:10  anon:D
`);

describe('a cut', () => {
  test('of two whom no event brings together changes nothing, however they are connected', () => {
    const log = logText(`
      10:00  anon:D  user_id:u1
      10:05  anon:D  user_id:u2
      10:10  anon:D  user_id:u3
    `);
    for (const policy of ['last-touch', 'adobe-igl'] as const) {
      const engine = engineUnder(policy, log, 'cut user_id:u1 user_id:u3');
      expect(engine.digest()).toBe(engineUnder(policy, log).digest());
      expect(engine.overrideReport().standings).toEqual(['holds']);
    }
  });

  test('of a cookie from a user leaves the cookie with whom it was, and its later events too', () => {
    expect(linesOf(engineUnder('last-touch', TWO_ON_A_DEVICE), 'user_id:u2')).toEqual([1, 2, 3]);
    const engine = engineUnder('last-touch', TWO_ON_A_DEVICE, 'cut anon:D user_id:u2');
    expect(linesOf(engine, 'user_id:u1')).toEqual([1, 3]);
    expect(linesOf(engine, 'user_id:u2')).toEqual([2]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual(['refuse anon:D CANNOT_LINK 2']);
  });

  test('of an event follows it wherever its cookie takes it', () => {
    const log = logText(`
      10:00  anon:D  user_id:u1  #m1
      10:05  anon:D  user_id:u2
      10:10  anon:D  user_id:u3
    `);
    const engine = engineUnder('last-touch', log, `cut event:${eventKeyText(log[0]!)} user_id:u3`);
    expect(linesOf(engine, 'user_id:u2')).toEqual([1, 2]);
    expect(linesOf(engine, 'user_id:u3')).toEqual([3]);
  });

  test('of one side is a cut of all that it is pinned to', () => {
    const log = logText(`
      10:00  email:a@x  anon:D
      10:05  email:b@x
      10:10  email:c@x  anon:D
    `);
    const engine = engineUnder('wso2-cds', log, 'pin email:a@x email:b@x', 'cut email:b@x email:c@x');
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:a@x', 'email:b@x'], ['email:c@x']]);
  });

  test('of an event from the only identifier it carries leaves it with nobody', () => {
    const log = logText(`
      10:00  user_id:u1  #m1
      10:05  user_id:u1  #m2
    `);
    const engine = engineUnder('adobe-igl', log, `cut event:${eventKeyText(log[1]!)} user_id:u1`);
    expect(linesOf(engine, 'user_id:u1')).toEqual([1]);
    expect(engine.unresolvedReason(1)).toBe('NO_IDENTIFIER');
    expect(engine.unresolved.noIdentifier).toBe(1);
  });
});

describe('a pin', () => {
  test('makes one of two who are never together, by the first event at which both exist', () => {
    const log = logText(`
      10:00  user_id:u2
      10:05  user_id:u1
      10:10  user_id:u1
    `);
    for (const policy of ['adobe-igl', 'last-touch', 'mparticle-profile-link', 'wso2-cds'] as const) {
      const engine = engineUnder(policy, log, 'pin user_id:u1 user_id:u2');
      expect(groupsOf(engine)).toEqual([['user_id:u1', 'user_id:u2']]);
      expect(decisionsOf(engine, 'merge')).toEqual(['merge user_id:u1 MUST_LINK 2']);
      expect(engine.founder(ownerOf(engine, 'user_id:u1'))).toBe(
        engine.store.identifierTable.find('user_id', 'u2'),
      );
    }
  });

  test('lets the better-ranked survive, or the older where the vendor does so', () => {
    const log = logText(`
      10:00  anon:D
      10:05  user_id:u1
    `);
    const founderUnder = (policy: PolicyName): string => {
      const engine = engineUnder(policy, log, 'pin anon:D user_id:u1');
      return engine.store.identifierTable.valueText(engine.founder(ownerOf(engine, 'user_id:u1')));
    };
    expect(founderUnder('last-touch')).toBe('u1');
    expect(founderUnder('snowplow-identities')).toBe('D');
    expect(founderUnder('customerlabs')).toBe('u1');
    expect(founderUnder('segment-unify')).toBe('D');
    expect(founderUnder('unomi')).toBe('D');
  });

  test('of an identifier that several hold is that of who used it last', () => {
    const log = logText(`
      10:00  anon:D  user_id:u1
      10:05  anon:D  user_id:u2
      10:10  crm:X
    `);
    const engine = engineUnder('snowplow-identities', log, 'pin anon:D crm:X');
    expect(linesOf(engine, 'user_id:u2')).toEqual([2, 3]);
    expect(engine.overrideReport().standings).toEqual(['holds']);
  });

  test('of two that a cut keeps apart has no effect, and that is reported', () => {
    const log = logText(`
      10:00  user_id:u1  crm:X
      10:05  user_id:u2  crm:Y
    `);
    const engine = engineUnder('last-touch', log, 'pin user_id:u1 user_id:u2', 'cut crm:X crm:Y');
    expect(groupsOf(engine)).toHaveLength(2);
    expect(engine.overrideReport().standings).toEqual(['beaten', 'holds']);
  });

  test('says that it was made by hand', () => {
    const engine = engineUnder(
      'last-touch',
      logText('10:00  user_id:u1\n10:05  user_id:u2'),
      'pin user_id:u1 user_id:u2',
    );
    const merges = Array.from({ length: engine.decisionCount }, (_, row) => row).filter(
      (row) => engine.decision(row).action === 'merge',
    );
    expect(merges.map((row) => decisionSentence(engine, row))).toEqual([
      'The profile that u2 founded became part of the one that u1 founded because u2 and u1 were pinned together by hand',
    ]);
  });
});

describe('overrides of one island', () => {
  test('leave the others as they are, and unread', () => {
    const log = logText(`
      10:00  anon:D  user_id:u1
      10:05  anon:E  user_id:u2
      10:10  anon:F  user_id:u3
    `);
    const engine = engineUnder('last-touch', log);
    const before = { ...engine.work };
    engine.setOverrides(overridesFrom('pin user_id:u1 user_id:u2'));
    engine.settle();
    expect(engine.work.eventsRead - before.eventsRead).toBe(2);
  });
});
