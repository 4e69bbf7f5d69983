import { expect, test } from 'vitest';
import {
  draftOf,
  isComplete,
  predicateOf,
  startingCondition,
  stepsOf,
  withAdded,
  withChanged,
  withMoved,
  withoutCondition,
} from '#renderer/views/segments/draft.ts';
import type { Predicate } from '#shared/segment/predicate.ts';

const UNIFIED = { kind: 'state', states: ['unified'] } as const;
const EMAIL = { kind: 'has-identifier', namespace: 'email', present: true } as const;
const RICH = { kind: 'revenue', currency: 'EUR', atLeast: 50 } as const;
const PREDICATE: Predicate = {
  match: 'all',
  conditions: [{ kind: 'state', states: ['unified'] }, EMAIL, RICH],
};

test('gives back the predicate it was made of', () => {
  expect(predicateOf(draftOf(PREDICATE))).toEqual(PREDICATE);
});

test('leaves conditions out of the question until they are complete', () => {
  const draft = withAdded(draftOf(PREDICATE), startingCondition('trait', 'EUR'));
  expect(draft.conditions).toHaveLength(4);
  expect(predicateOf(draft)).toEqual(PREDICATE);
});

test('takes a name that the log does not know', () => {
  expect(isComplete({ kind: 'trait', name: '__proto__', operator: 'is', value: '' })).toBe(true);
});

test('moves, changes and removes a condition and keeps it the same row', () => {
  const moved = withMoved(draftOf(PREDICATE), 2, -1);
  expect(moved.conditions.map(({ id }) => id)).toEqual([0, 2, 1]);
  expect(withMoved(moved, 0, -1)).toBe(moved);
  const changed = withChanged(moved, 2, { ...RICH, atLeast: 9 });
  expect(predicateOf(changed).conditions[1]).toEqual({ ...RICH, atLeast: 9 });
  expect(withoutCondition(changed, 2).conditions.map(({ id }) => id)).toEqual([0, 1]);
});

test('never gives a new row the number of an old one', () => {
  const draft = withAdded(withoutCondition(draftOf(PREDICATE), 2), { ...UNIFIED, states: ['known'] });
  expect(draft.conditions.map(({ id }) => id)).toEqual([0, 1, 3]);
});

test('says what each row takes away, skipping those that do not count yet', () => {
  const draft = withMoved(withAdded(draftOf(PREDICATE), startingCondition('trait', 'EUR')), 3, -2);
  expect(stepsOf(draft, [30, 18, 18], 39)).toEqual([-9, null, -12, 0]);
});

test('says what each row brings in when any may hold', () => {
  expect(stepsOf({ ...draftOf(PREDICATE), match: 'any' }, [5, 8, 8], 39)).toEqual([5, 3, 0]);
});
