import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasLongDigits, parseExactly } from '#main/parser/exact-json.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';

/** Doubles beyond 2^53 print digits that they do not have. */
const numbers = fc.oneof(fc.maxSafeInteger(), fc.double({ min: -1e15, max: 1e15, noNaN: true }));
const leaves = fc.oneof(numbers, fc.string(), fc.boolean(), fc.constant(null));
const values = fc.oneof(
  leaves,
  fc.array(leaves),
  fc.dictionary(fc.string(), fc.oneof(leaves, fc.array(leaves))),
);

test('is JSON.parse for everything that a number can hold', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(undefined, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parseExactly(text)).toEqual(JSON.parse(text));
    }),
    { seed: UNIFY_SEED },
  );
});

test('keeps every digit of an integer that a number cannot hold', () => {
  const text =
    '{"a":[9007199254740993,-9007199254740993 ],"b":9007199254740991,"c":"12345678901234567890","d":1.2345678901234567890,"e":12345678901234567890e1,"f":9007199254740992}';
  expect(parseExactly(text)).toEqual({
    a: ['9007199254740993', '-9007199254740993'],
    b: 9007199254740991,
    c: '12345678901234567890',
    d: 1.2345678901234567,
    e: Number('12345678901234567890e1'),
    f: 2 ** 53,
  });
});

test('finds a run of sixteen digits wherever it lies, and only that', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.nat(40), (before, digits, after) => {
      const bytes = Buffer.from(`${'a'.repeat(before)}${'7'.repeat(digits)}${'b'.repeat(after)}`);
      expect(hasLongDigits(bytes, 0, bytes.length)).toBe(digits >= 16);
    }),
    { seed: UNIFY_SEED },
  );
});
