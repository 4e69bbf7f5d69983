/**
 * Rows ordered by a number each: least-significant-digit radix sort on the IEEE 754 bits, stable, four passes of
 * 16 bits, passes without information skipped. NaN sorts before every number. Cost: linear; already ordered rows cost
 * one look each, and few rows are compared.
 */

const DIGITS = 1 << 16;
/** Below this many rows counting digits costs more than comparing. */
const FEW = 4096;
/** Fewer rows are sorted by comparison: clearing the counters of one pass costs more. */
const FEW_ROWS = 4096;

/** Sorts `rows` in place by `values[row]`; rows of equal values keep their order. */
export function orderByNumber(rows: Uint32Array, values: Float64Array): void {
  if (isOrdered(rows, values)) return;
  if (rows.length <= FEW) {
    rows.sort((a, b) => compareNumbers(values[a]!, values[b]!));
    return;
  }
  const count = rows.length;
  if (count < FEW_ROWS) {
    rows.sort((a, b) => compareMissingFirst(values[a]!, values[b]!));
    return;
  }
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  for (let i = 0; i < count; i += 1) {
    const value = values[rows[i]!]!;
    if (value !== value) continue;
    number[0] = value === 0 ? 0 : value;
    const negative = words[1]! >>> 31 === 1;
    low[i] = negative ? ~words[0]! : words[0]!;
    high[i] = negative ? ~words[1]! : words[1]! | 0x80000000;
  }
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) order[i] = i;
  let spare = new Uint32Array(count);
  for (let pass = 0; pass < 4; pass += 1) {
    const digits = pass < 2 ? low : high;
    const shift = (pass & 1) * 16;
    if (passDistributes(digits, shift, order, spare)) [order, spare] = [spare, order];
  }
  const sorted = spare;
  for (let i = 0; i < count; i += 1) sorted[i] = rows[order[i]!]!;
  rows.set(sorted);
}

function compareMissingFirst(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number(b !== b) - Number(a !== a);
}

/** Moves `from` into `to` by one digit; false when all rows share the digit and nothing was moved. */
function passDistributes(digits: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): boolean {
  const starts = new Uint32Array(DIGITS + 1);
  for (let i = 0; i < digits.length; i += 1) starts[((digits[i]! >>> shift) & 0xffff) + 1]! += 1;
  if (digits.length > 0 && starts[((digits[0]! >>> shift) & 0xffff) + 1] === digits.length) return false;
  for (let digit = 0; digit < DIGITS; digit += 1) starts[digit + 1]! += starts[digit]!;
  for (let i = 0; i < from.length; i += 1) {
    const item = from[i]!;
    const digit = (digits[item]! >>> shift) & 0xffff;
    to[starts[digit]!] = item;
    starts[digit]! += 1;
  }
  return true;
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
