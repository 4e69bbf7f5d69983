import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scenarioList } from '#main/simulate/scenario.ts';
import { simulate } from '#main/simulate/simulate.ts';
import { POLICY_NAMES } from '#shared/identity/policies/policy-terms.ts';

interface Case {
  readonly id: string;
  readonly preset: string;
  readonly expectedProfiles: readonly (readonly string[])[];
  readonly expectedAccounts?: readonly {
    readonly account: string;
    readonly members: readonly (readonly string[])[];
  }[];
  readonly expectedAfterEvent?: { readonly [event: string]: readonly (readonly string[])[] };
  readonly expectedRefusals?: readonly { readonly event: number; readonly reason?: string }[];
  readonly profileCountAfterEvent?: readonly number[];
  readonly survivor?: string;
}

/** What the suite below compares. */
const CHECKED = [
  'expectedProfiles',
  'expectedAfterEvent',
  'profileCountAfterEvent',
  'expectedRefusals',
  'survivor',
  'expectedAccounts',
];
/** Members of a case that state no outcome. */
const NO_OUTCOME = ['id', 'source', 'preset', 'rules', 'events', 'overlapping', 'expectedBasis', 'notes'];

interface Answer {
  readonly profiles: readonly (readonly string[])[];
  readonly after: { readonly [event: string]: readonly (readonly string[])[] };
  readonly refusals: readonly { readonly event: number }[];
  readonly survivors: readonly { readonly survivor: string }[];
  readonly accounts: Required<Case>['expectedAccounts'];
  readonly unchecked?: readonly string[];
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
    cases.filter(({ preset }) => (POLICY_NAMES as readonly string[]).includes(preset)).map(({ id }) => id),
  )('%s comes out as published', (id) => {
    const place = cases.findIndex((known) => known.id === id);
    const published = cases[place]!;
    const answer = simulate(scenarios[place]!) as unknown as Answer;
    expect(groups(answer.profiles)).toEqual(groups(published.expectedProfiles));
    for (const [event, expected] of Object.entries(published.expectedAfterEvent ?? {}))
      expect(groups(answer.after[event])).toEqual(groups(expected));
    if (published.profileCountAfterEvent !== undefined)
      expect(scenarios[place]!.events.map(({ t }) => answer.after[t]?.length)).toEqual(
        published.profileCountAfterEvent,
      );
    if (published.expectedRefusals !== undefined)
      expect(answer.refusals).toEqual(
        published.expectedRefusals.map((refusal) => expect.objectContaining(refusal)),
      );
    if (published.survivor !== undefined)
      expect(new Set(answer.survivors.map(({ survivor }) => survivor))).toEqual(
        new Set([published.survivor]),
      );
    for (const [at, expected] of (published.expectedAccounts ?? []).entries()) {
      expect(answer.accounts[at]?.account).toBe(expected.account);
      expect(groups(answer.accounts[at]?.members)).toEqual(groups(expected.members));
    }
    const stated = Object.keys(published).filter((name) => !NO_OUTCOME.includes(name));
    expect(stated.filter((name) => !CHECKED.includes(name))).toEqual(answer.unchecked ?? []);
  });

  test('answers a preset of another vendor by its name', () => {
    const foreign = scenarios.find(({ preset }) => preset === 'senzing')!;
    expect(simulate(foreign)).toEqual({ id: foreign.id, unsupported: 'senzing' });
  });
});

describe('a case', () => {
  test('is told what it states and no answer says', () => {
    expect(run({ ...DEVICE_SHARED, expectedTraits: { merged: { city: 'Rome' } } })['unchecked']).toEqual([
      'expectedTraits',
    ]);
    expect(run(DEVICE_SHARED)).not.toHaveProperty('unchecked');
  });

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

  test('leaves a namespace with a limit of its own where it was among the others', () => {
    const limited = {
      id: 'alphabet',
      preset: 'segment-unify',
      rules: { priority: ['user_id'], limits: { user_id: 1, zeta: 1 } },
      events: [
        { t: 1, ids: { user_id: 'u1', zeta: 'z' } },
        { t: 2, ids: { user_id: 'u2', zeta: 'z', badge: 'b' } },
      ],
    };
    expect(groups(run(limited)['profiles'])).toEqual(['badge:b user_id:u2', 'user_id:u1 zeta:z']);
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
