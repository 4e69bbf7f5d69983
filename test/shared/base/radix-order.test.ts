import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderByNumber } from '#shared/base/radix-order.ts';

function expectOrdered(values: Float64Array): void {
  const rows = Uint32Array.from(values, (_, row) => row);
  orderByNumber(rows, values);
  const rank = (row: number): number => (Number.isNaN(values[row]) ? Number.NEGATIVE_INFINITY : values[row]!);
  const expected = Array.from(values, (_, row) => row).sort((a, b) => {
    const missing = Number(Number.isNaN(values[b])) - Number(Number.isNaN(values[a]));
    return missing || (rank(a) === rank(b) ? a - b : rank(a) - rank(b));
  });
  expect([...rows]).toEqual(expected);
}

const number = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN));

describe('orderByNumber', () => {
  it('sorts few rows like a stable sort with missing values first', () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 60 }), (list) => expectOrdered(Float64Array.from(list))),
    );
  });

  it('sorts many rows the same way', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 60 }), (list) => {
        expectOrdered(Float64Array.from({ length: 5000 }, (_, row) => list[(row * 7) % list.length]!));
      }),
      { numRuns: 20 },
    );
  });
});
