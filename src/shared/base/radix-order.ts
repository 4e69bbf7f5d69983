/**
 * Rows ordered by a number each: least-significant-digit radix sort on the IEEE 754 bits, stable, four passes of
 * 16 bits, passes without information skipped. NaN sorts before every number. Cost: linear; already ordered rows cost
 * one look each, and few rows are compared.
 */

import type { Slices } from './slices.ts';
import { CHEAP_ITEMS, finish } from './slices.ts';

const DIGITS = 1 << 16;
/** Up to this many rows are compared: clearing the counters of one pass costs more. */
const FEW = 4096;

/** Sorts `rows` in place by `values[row]`; rows of equal values keep their order. */
export function orderByNumber(rows: Uint32Array, values: Float64Array): void {
  finish(orderByNumberInSlices(rows, values));
}

export function* orderByNumberInSlices(rows: Uint32Array, values: Float64Array): Slices {
  if (isOrdered(rows, values)) return;
  if (rows.length <= FEW) {
    rows.sort((a, b) => compareNumbers(values[a]!, values[b]!));
    return;
  }
  yield;
  const count = rows.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  for (let start = 0; start < count; start += CHEAP_ITEMS) {
    splitNumbers(rows, values, { low, high, start, end: Math.min(count, start + CHEAP_ITEMS) });
    yield;
  }
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) order[i] = i;
  let spare = new Uint32Array(count);
  for (let pass = 0; pass < 4; pass += 1) {
    const digits = pass < 2 ? low : high;
    const shift = (pass & 1) * 16;
    const starts = countDigits(digits, shift);
    yield;
    if (starts === null) continue;
    for (let start = 0; start < count; start += CHEAP_ITEMS) {
      const end = Math.min(count, start + CHEAP_ITEMS);
      distribute({ digits, shift, starts, from: order, to: spare, start, end });
      yield;
    }
    [order, spare] = [spare, order];
  }
  const sorted = spare;
  for (let i = 0; i < count; i += 1) sorted[i] = rows[order[i]!]!;
  rows.set(sorted);
}

/** Writes the two halves of each number, changed so that they order as unsigned integers. */
function splitNumbers(
  rows: Uint32Array,
  values: Float64Array,
  { low, high, start, end }: { low: Uint32Array; high: Uint32Array; start: number; end: number },
): void {
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  for (let i = start; i < end; i += 1) {
    const value = values[rows[i]!]!;
    if (value !== value) continue;
    number[0] = value === 0 ? 0 : value;
    const negative = words[1]! >>> 31 === 1;
    low[i] = negative ? ~words[0]! : words[0]!;
    high[i] = negative ? ~words[1]! : words[1]! | 0x80000000;
  }
}

/** Where the rows of each digit begin; null when all rows share the digit, so that there is nothing to move. */
function countDigits(digits: Uint32Array, shift: number): Uint32Array | null {
  const starts = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < digits.length; i += 1) starts[((digits[i]! >>> shift) & 0xffff) + 1]! += 1;
  if (digits.length > 0 && starts[((digits[0]! >>> shift) & 0xffff) + 1] === digits.length) return null;
  for (let digit = 0; digit < DIGITS; digit += 1) starts[digit + 1]! += starts[digit]!;
  return starts;
}

interface Distribution {
  readonly digits: Uint32Array;
  readonly shift: number;
  readonly starts: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly start: number;
  readonly end: number;
}

/** Moves places `start` to `end` of `from` into `to` by one digit. */
function distribute({ digits, shift, starts, from, to, start, end }: Distribution): void {
  for (let i = start; i < end; i += 1) {
    const item = from[i]!;
    const digit = (digits[item]! >>> shift) & 0xffff;
    to[starts[digit]!] = item;
    starts[digit]! += 1;
  }
}

function isOrdered(rows: Uint32Array, values: Float64Array): boolean {
  let last = Number.NEGATIVE_INFINITY;
  let dated = false;
  for (let i = 0; i < rows.length; i += 1) {
    const value = values[rows[i]!]!;
    if (value !== value) {
      if (dated) return false;
      continue;
    }
    dated = true;
    if (value < last) return false;
    last = value;
  }
  return true;
}

/** Ascending, NaN first. */
function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(b !== b) - Number(a !== a);
}
