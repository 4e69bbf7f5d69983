import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scenarioList } from '#main/simulate/scenario.ts';
import { simulate } from '#main/simulate/simulate.ts';

interface Case {
  readonly id: string;
  readonly preset: string;
  readonly expectedProfiles: readonly (readonly string[])[];
  readonly expectedAccounts?: readonly {
    readonly account: string;
    readonly members: readonly (readonly string[])[];
  }[];
}

const cases = JSON.parse(
  readFileSync(new URL('../../fixtures/scenarios.json', import.meta.url), 'utf8'),
) as Case[];
const scenarios = scenarioList.parse(cases);

const groups = (profiles: unknown): string[] =>
  (profiles as string[][]).map((group) => [...group].sort().join(' ')).sort();

function run(scenario: unknown): Record<string, never> {
  return simulate(scenarioList.parse([scenario])[0]!) as unknown as Record<string, never>;
}

const DEVICE_SHARED = {
  id: 'kiosk',
  preset: 'customerlabs',
  events: [
    { t: 1, ids: { customerlabs_user_id: 'd', identify_by_email: 'a' } },
    { t: 2, ids: { customerlabs_user_id: 'd', identify_by_email: 'b' } },
    { t: 'three', ids: { customerlabs_user_id: 'd' } },
  ],
};

describe('published cases', () => {
  test.each(
    cases.filter(({ preset }) => preset === 'customerlabs' || preset === 'components').map(({ id }) => id),
  )('%s comes out as published', (id) => {
    const place = cases.findIndex((known) => known.id === id);
    const answer = simulate(scenarios[place]!);
    expect(groups(answer['profiles'])).toEqual(groups(cases[place]!.expectedProfiles));
    const accounts = answer['accounts'] as unknown as Required<Case>['expectedAccounts'];
    for (const [at, expected] of (cases[place]!.expectedAccounts ?? []).entries()) {
      expect(accounts[at]?.account).toBe(expected.account);
      expect(groups(accounts[at]?.members)).toEqual(groups(expected.members));
    }
  });

  test('answers a preset of another vendor by its name', () => {
    const foreign = scenarios.find(({ preset }) => preset === 'segment-unify')!;
    expect(simulate(foreign)).toEqual({ id: foreign.id, unsupported: 'segment-unify' });
  });
});

describe('a case', () => {
  test('tells refusals, and the profiles after every event, in its own spelling', () => {
    const answer = run(DEVICE_SHARED);
    expect(answer['refusals']).toEqual([
      { event: 2, reason: 'OUTRANKED', identifier: 'customerlabs_user_id:d' },
    ]);
    expect(groups((answer['after'] as Record<string, unknown>)['1'])).toEqual([
      'customerlabs_user_id:d identify_by_email:a',
    ]);
    expect(groups((answer['after'] as Record<string, unknown>)['three'])).toEqual([
      'customerlabs_user_id:d identify_by_email:b',
      'identify_by_email:a',
    ]);
  });

  test('obeys its own limits, also for namespaces that only it knows', () => {
    const limited = {
      id: 'limit',
      preset: 'customerlabs',
      rules: { priority: ['email', 'badge'], limits: { badge: 1 } },
      events: [
        { t: 1, ids: { email: 'a', badge: 'x' } },
        { t: 2, ids: { email: 'a', badge: 'y' } },
      ],
    };
    const answer = run(limited);
    expect(groups(answer['profiles'])).toEqual(['badge:x email:a']);
    expect(answer['refusals']).toEqual([{ event: 2, reason: 'LIMIT_EXCEEDED', identifier: 'badge:y' }]);
  });

  test('blocks exact values by case and patterns everywhere', () => {
    const blocked = {
      id: 'blocked',
      preset: 'components',
      rules: {
        blocked: [
          { ns: 'device', exact: 'Null' },
          { ns: '*', regex: '^0+$' },
        ],
      },
      events: [
        { t: 1, ids: { device: 'Null', email: 'a' } },
        { t: 2, ids: { device: 'Null', email: 'b' } },
        { t: 3, ids: { device: 'null', email: 'a', cookie: '000' } },
      ],
    };
    expect(groups(run(blocked)['profiles'])).toEqual(['device:null email:a', 'email:b']);
  });

  test('with a window is not answered by guessing', () => {
    const windowed = {
      id: 'w',
      preset: 'customerlabs',
      rules: { limits: { email: { n: 1, windowDays: 7 } } },
      events: [],
    };
    expect(run(windowed)).toEqual({ id: 'w', unsupported: 'customerlabs' });
  });
});
