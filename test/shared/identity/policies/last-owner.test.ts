/** Who has a shared device, and what becomes of its history, under rules that let the last one have it, or the first. */

import { describe, expect, it } from 'vitest';
import type { PolicyName } from '#shared/identity/policies/policy-terms.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { decisionsOf, engineOf, groupsOf, linesOf, ownerOf } from '../../../support/log-text.ts';

const SHARED_DEVICE = `
  10:00  anon:d
  10:01  user_id:u1  anon:d
  10:02  anon:d
  10:03  user_id:u2  anon:d
  10:04  anon:d
`;

const under = (policy: PolicyName, log: string) => engineOf(log, SHIPPED_RULESETS[policy]);

describe('a device on which two people log in', () => {
  it('goes to the last one with its anonymous events, under Adobe', () => {
    const engine = under('adobe-igl', SHARED_DEVICE);
    expect(groupsOf(engine)).toEqual([['anon:d', 'user_id:u2'], ['user_id:u1']]);
    expect(linesOf(engine, 'user_id:u1')).toEqual([2]);
    expect(linesOf(engine, 'user_id:u2')).toEqual([1, 3, 4, 5]);
    expect(decisionsOf(engine, 'cut')).toEqual(['cut anon:d LINK_CUT_OLDER 4']);
  });

  it('goes to the last one with everything, logged in or not, under last touch', () => {
    const engine = under('last-touch', SHARED_DEVICE);
    expect(groupsOf(engine)).toEqual([['anon:d', 'user_id:u2'], ['user_id:u1']]);
    expect(linesOf(engine, 'user_id:u1')).toEqual([]);
    expect(linesOf(engine, 'user_id:u2')).toEqual([1, 2, 3, 4, 5]);
    expect(decisionsOf(engine, 'merge', 'hand-over')).toEqual([
      'merge anon:d NONE 2',
      'hand-over anon:d HISTORY_MOVED 4',
    ]);
    expect(engine.state(ownerOf(engine, 'user_id:u2'))).toBe('unified');
  });

  it('belongs to both, and anonymous events to the older, under WSO2', () => {
    const engine = under('wso2-cds', SHARED_DEVICE);
    expect(groupsOf(engine)).toEqual([
      ['anon:d', 'user_id:u1'],
      ['anon:d', 'user_id:u2'],
    ]);
    expect(linesOf(engine, 'user_id:u1')).toEqual([1, 2, 3, 5]);
    expect(linesOf(engine, 'user_id:u2')).toEqual([4]);
    expect(decisionsOf(engine, 'refuse')).toEqual(['refuse anon:d BOTH_PERMANENT 4']);
  });

  it('stays with the first one, under Unomi', () => {
    const engine = under('unomi', SHARED_DEVICE);
    expect(groupsOf(engine)).toEqual([['anon:d', 'user_id:u1'], ['user_id:u2']]);
    expect(linesOf(engine, 'user_id:u2')).toEqual([4]);
    expect(decisionsOf(engine, 'refuse')).toEqual(['refuse anon:d USER_SWITCH 4']);
  });
});

describe('Adobe', () => {
  it('rejects the links of an event with two values of a unique namespace, and credits its primary identity', () => {
    const engine = under('adobe-igl', '10:00 user_id:u1 anon:d\n10:01 user_id:u1 user_id:u2 anon:e');
    expect(groupsOf(engine)).toEqual([['anon:d', 'user_id:u1']]);
    expect(linesOf(engine, 'user_id:u1')).toEqual([1, 2]);
    expect(decisionsOf(engine, 'refuse').toSorted()).toEqual([
      'refuse anon:e TWO_UNIQUES_ON_EVENT 2',
      'refuse user_id:u2 TWO_UNIQUES_ON_EVENT 2',
    ]);
  });

  it('lets the oldest cookie leave a graph of more than fifty identities', () => {
    const cookies = Array.from({ length: 50 }, (_, i) => `10:${i + 10}  user_id:u  anon:d${i}`);
    const engine = under('adobe-igl', cookies.join('\n'));
    expect(engine.membershipsOf(ownerOf(engine, 'user_id:u')).filter(({ to }) => to < 0)).toHaveLength(50);
    expect(groupsOf(engine)).toContainEqual(['anon:d0']);
    expect(linesOf(engine, 'anon:d0')).toEqual([]);
    expect(decisionsOf(engine, 'cut')).toEqual(['cut anon:d0 MAPPING_CAP 50']);
    const cut = engine
      .decisionsOf(ownerOf(engine, 'anon:d0'))
      .find((row) => engine.decision(row).action === 'cut');
    expect(decisionSentence(engine, cut!)).toBe(
      'd0 (anonymous_id) left u because a profile may not hold so many identifiers and others were seen later',
    );
  });

  it('leaves a link that lost out for good, until the two are seen together again', () => {
    const log = `${SHARED_DEVICE} 10:05 user_id:u1 email:a\n10:06 user_id:u1 anon:d`;
    expect(groupsOf(under('adobe-igl', log))).toEqual([['anon:d', 'email:a', 'user_id:u1'], ['user_id:u2']]);
  });
});

describe('WSO2', () => {
  it('merges once a record: what a second rule would match stays apart', () => {
    const engine = under('wso2-cds', '10:00 email:a\n10:01 phone:1\n10:02 email:a phone:1\n10:03 phone:1');
    expect(groupsOf(engine)).toEqual([['email:a', 'phone:1'], ['phone:1']]);
    expect(linesOf(engine, 'email:a')).toEqual([1, 3, 4]);
  });

  it('lets a profile with a user id survive the older one without', () => {
    const engine = under('wso2-cds', '10:00 email:a\n10:01 user_id:u email:a');
    const profile = ownerOf(engine, 'email:a');
    expect(engine.store.identifierTable.get(engine.founder(profile))).toMatchObject({ value: 'u' });
    expect(engine.formerIds(profile)).toHaveLength(1);
  });
});

describe('limits that these policies would not obey', () => {
  const withLimit = (policy: PolicyName, place: number, max: number): Ruleset => ({
    ...SHIPPED_RULESETS[policy],
    namespaces: SHIPPED_RULESETS[policy].namespaces.map((rule, index) =>
      index === place ? { ...rule, limit: { perProfile: { max } } } : rule,
    ),
  });

  it.each([
    ['adobe-igl', 0, 2],
    ['unomi', 3, 1],
    ['wso2-cds', 1, 1],
    ['last-touch', 0, 1],
  ] as const)('are refused: %s, namespace %i, at most %i', (policy, place, max) => {
    expect(parseRuleset(withLimit(policy, place, max)).ok).toBe(false);
  });
});
