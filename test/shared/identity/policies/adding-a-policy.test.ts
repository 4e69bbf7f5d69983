/** The page "Adding a policy" is true: its blocks, applied to a copy of the program, compile there and pass its suites. */

import { beforeAll, expect, it, vi } from 'vitest';
import { buildExample, compile, pageBlocks, runTests } from '../../../support/page-example.ts';

// A compiler and a second runner: seconds on a free machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const PAGE = 'src/shared/identity/policies/README.md';
const SUITES = [
  'test/shared/identity/rules.test.ts',
  'test/shared/identity/policies/shipped-rules.oracle.test.ts',
  'test/shared/identity/policies/island-policies.metamorphic.test.ts',
  'test/shared/identity/explain/policies.metamorphic.test.ts',
  'test/main/simulate/simulate.test.ts',
];

let example: string;

beforeAll(() => {
  example = buildExample('adding-a-policy', pageBlocks(PAGE));
});

it('compiles with the settings of the program, with nothing left to register', () => {
  expect(compile(example, SUITES)).toBe('');
});

it('resolves random logs as its references do and its cases as stated, and keeps the laws of every policy', () => {
  const outcomes = runTests(example, SUITES, /shipped rulesets|(first|last)-seen-wins/);
  expect(Object.fromEntries(outcomes)).toEqual(
    Object.fromEntries(
      [
        'the shipped rulesets are one for each policy, of its name',
        'parseRuleset takes the shipped rulesets as they are, also through JSON',
        'the policy first-seen-wins equals its reference on mixed',
        'the policy last-seen-wins equals its reference on mixed',
        'the policy last-seen-wins concludes the same from any order and any parts of a log',
        'the policy last-seen-wins credits every event once, and its readers agree with each other',
        ...['first-seen-wins', 'last-seen-wins'].flatMap((policy) => [
          `explanations under '${policy}' give true paths, and cuts without which the two are apart`,
          `explanations under '${policy}' propose changes after which the two are one`,
          `published cases ${policy}-two-on-a-device comes out as published`,
        ]),
      ].map((name) => [name, 'passed']),
    ),
  );
});
