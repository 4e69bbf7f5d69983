import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '#shared/segment/evaluate.ts';
import type { Condition, Predicate } from '#shared/segment/predicate.ts';
import { TRAIT_OPERATORS } from '#shared/segment/predicate.ts';
import { drawnEvent, HOUR, NAMES, TRAITS, toEvent } from '../../support/drawn-events.ts';
import { lateEngineOf } from '../../support/engines.ts';
import { referenceEvaluate } from '../../support/reference-evaluate.ts';
import { checkLaw } from '../../support/seeds.ts';

const window = fc.oneof(
  fc.constant({ kind: 'ever' as const }),
  fc.record({ kind: fc.constant('last-days' as const), days: fc.constantFrom(0, 0.5, 1, 3) }),
  fc.record({
    kind: fc.constant('between' as const),
    from: fc.option(fc.integer({ min: 0, max: 96 }).map((hour) => hour * HOUR)),
    to: fc.option(fc.integer({ min: 0, max: 96 }).map((hour) => hour * HOUR)),
  }),
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('state' as const),
    states: fc.uniqueArray(fc.constantFrom('anonymous' as const, 'known' as const, 'unified' as const), {
      minLength: 1,
    }),
  }),
  fc.record({
    kind: fc.constant('trait' as const),
    name: fc.constantFrom(...TRAITS, 'unheard of'),
    operator: fc.constantFrom(...TRAIT_OPERATORS),
    value: fc.constantFrom('lyon', 'LY', '7', '10', '9.5', '', 'true'),
  }),
  fc.record({
    kind: fc.constant('has-identifier' as const),
    namespace: fc.constantFrom(
      'email',
      'phone',
      'crm_user_id',
      'gclid',
      'customerlabs_user_id',
      'unheard of',
    ),
    present: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('event' as const),
    name: fc.constantFrom(...NAMES, 'identify', 'unheard of'),
    did: fc.boolean(),
    atLeast: fc.integer({ min: 1, max: 3 }),
    window,
  }),
  fc.record({
    kind: fc.constant('revenue' as const),
    currency: fc.constantFrom('EUR', 'gbp', '', 'USD'),
    atLeast: fc.constantFrom(0, 0.2, 10, 50),
  }),
);

const predicate: fc.Arbitrary<Predicate> = fc.record({
  match: fc.constantFrom('all' as const, 'any' as const),
  conditions: fc.array(condition, { maxLength: 4 }),
});

describe('evaluate', () => {
  it('finds the same members and funnel as reading every profile', () => {
    checkLaw({
      law: 'segment-evaluate',
      cases: fc.record({ log: fc.array(drawnEvent, { maxLength: 25 }), predicate }),
      runs: 400,
      holds: ({ log, predicate: asked }) => {
        const engine = lateEngineOf(log.map(toEvent));
        const { members, funnel } = evaluate(engine, asked);
        const expected = referenceEvaluate(engine, asked);
        expect([...members]).toEqual(expected.members);
        expect(funnel).toEqual(expected.funnel);
      },
    });
  });
});
