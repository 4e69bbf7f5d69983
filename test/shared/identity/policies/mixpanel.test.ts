/** What Mixpanel's two ways of merging make of users, devices and their calls. */

import { describe, expect, it } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { resolved } from '../../../support/engine-run.ts';
import { groupsOf, ownerOf } from '../../../support/log-text.ts';
import { textOf } from '../../../support/summaries.ts';
import { calls } from '../../../support/vendor-calls.ts';

const { 'mixpanel-simplified': simplified, 'mixpanel-original': original } = SHIPPED_RULESETS;

function under(ruleset: Ruleset, ...log: readonly [string | null, string][]): IdentityEngine {
  return resolved([calls(...log)], ruleset);
}

function refusals(engine: IdentityEngine): string[] {
  return Array.from({ length: engine.decisionCount }, (_, row) => row)
    .filter((row) => engine.isDecision(row) && engine.decision(row).action === 'refuse')
    .map((row) => decisionSentence(engine, row));
}

describe('simplified', () => {
  it('calls a cluster after its user, also where the device came first', () => {
    const engine = under(simplified, [null, 'device_id:d'], [null, 'device_id:d user_id:u']);
    const profile = ownerOf(engine, 'device_id:d');
    expect(textOf(engine, engine.founder(profile))).toBe('user_id:u');
    expect(textOf(engine, engine.bestIdentifier(profile))).toBe('user_id:u');
    expect(engine.eventsOf(profile)).toHaveLength(2);
    expect(engine.formerIds(profile)).toHaveLength(1);
  });

  it('leaves a shared device with its first user, and credits the second one with its own events only', () => {
    const engine = under(
      simplified,
      [null, 'device_id:d user_id:u'],
      [null, 'device_id:d user_id:v'],
      [null, 'device_id:d'],
    );
    expect(groupsOf(engine)).toEqual([['device_id:d', 'user_id:u'], ['user_id:v']]);
    expect(engine.eventCount(ownerOf(engine, 'user_id:u'))).toBe(2);
    expect(refusals(engine)).toEqual([
      'd did not join v to u because that profile is identified as somebody already',
    ]);
  });

  it('has no call that merges two users', () => {
    const engine = under(
      simplified,
      ['$merge', 'user_id:u user_id:v'],
      ['$create_alias', 'user_id:u user_id:v'],
    );
    expect(groupsOf(engine)).toEqual([['user_id:u']]);
  });

  it('obeys a limit on devices', () => {
    const limited: Ruleset = {
      ...simplified,
      name: 'two devices',
      namespaces: simplified.namespaces.map((rule) =>
        rule.role === 'anonymous' ? { ...rule, limit: { perProfile: { max: 2 } } } : rule,
      ),
    };
    const engine = under(
      limited,
      ...['d', 'e', 'f'].map((id): [null, string] => [null, `device_id:${id} user_id:u`]),
    );
    expect(groupsOf(engine)).toEqual([['device_id:d', 'device_id:e', 'user_id:u']]);
    expect(refusals(engine)).toHaveLength(1);
  });
});

describe('original', () => {
  const UUID = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';

  it('identifies among ids of one kind only what has the form of a random UUID', () => {
    const engine = under(
      original,
      ['$identify', `distinct_id:u distinct_id:${UUID}`],
      ['$identify', 'distinct_id:u distinct_id:123'],
    );
    expect(groupsOf(engine)).toEqual([[`distinct_id:${UUID}`, 'distinct_id:u'].toSorted()]);
    expect(refusals(engine)).toEqual(['123 was not added to u because the rules merge no such id as 123']);
  });

  it('does not let an alias point to two', () => {
    const engine = under(
      original,
      ['$create_alias', 'distinct_id:u distinct_id:a'],
      ['$create_alias', 'distinct_id:a distinct_id:b'],
      ['$create_alias', 'distinct_id:v distinct_id:a'],
      ['$create_alias', 'distinct_id:v distinct_id:u'],
    );
    expect(refusals(engine)).toHaveLength(1);
    expect(groupsOf(engine)).toEqual([['distinct_id:a', 'distinct_id:b', 'distinct_id:u', 'distinct_id:v']]);
  });

  it('merges any two clusters as long as they have no more than 500 ids together', () => {
    const fill = (from: number, to: number, into: string): [string, string][] =>
      Array.from({ length: to - from }, (_, index) => [
        '$merge',
        `distinct_id:${into} distinct_id:x${from + index}`,
      ]);
    const engine = under(
      original,
      ...fill(0, 299, 'u'),
      ...fill(300, 499, 'v'),
      ['$merge', 'distinct_id:u distinct_id:v'],
      ['$merge', 'distinct_id:u distinct_id:one-more'],
    );
    expect(groupsOf(engine).map(({ length }) => length)).toEqual([500]);
    expect(refusals(engine)).toEqual([
      'one-more was not added to u because a profile may not hold so many identifiers',
    ]);
  });
});
