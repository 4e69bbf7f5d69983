/**
 * Growable typed columns: one field of many rows in one typed array, outside the JavaScript heap.
 *
 * `values` may be longer than `length` and is replaced when the column grows: hot loops read it into a local after
 * reserving room, and never keep it across a push.
 *
 * Each element kind spells out its own `push`, `at` and `set`: one method for all kinds sees five sorts of arrays, and
 * V8 then gives up specialising it, which made folding a million events three times slower.
 */

import type { Slices } from './slices.ts';

type TypedArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
type TypedArrayConstructor<T extends TypedArray> = new (length: number) => T;

const MINIMUM_CAPACITY = 64;

abstract class Column<T extends TypedArray> {
  values: T;
  length = 0;
  readonly #make: TypedArrayConstructor<T>;

  constructor(make: TypedArrayConstructor<T>, capacity: number) {
    this.#make = make;
    this.values = new make(Math.max(capacity, 1));
  }

  /** Makes room for `count` more rows without changing the length. Grows by half, so that pushes cost O(1) each. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.values.length) return;
    const grown = new this.#make(Math.max(needed, Math.ceil(this.values.length * 1.5), MINIMUM_CAPACITY));
    grown.set(this.values.subarray(0, this.length) as never);
    this.values = grown;
  }

  append(rows: ArrayLike<number>): void {
    this.reserve(rows.length);
    this.values.set(rows as never, this.length);
    this.length += rows.length;
  }

  /** Appends `count` rows of one value; nothing when `count` is not positive. */
  extend(count: number, value: number): void {
    if (count <= 0) return;
    this.reserve(count);
    this.values.fill(value as never, this.length, this.length + count);
    this.length += count;
  }

  /** A copy of exactly the rows, for messages and chunks. */
  toArray(): T {
    return this.values.slice(0, this.length) as T;
  }

  /** Becomes a copy, with the room to grow that the other has. Assumes a column of the same kind. */
  copyFrom(other: Column<T>): void {
    this.values = new this.#make(other.values.length);
    this.values.set(other.values.subarray(0, other.length) as never);
    this.length = other.length;
  }

  clear(): void {
    this.length = 0;
  }

  get bytes(): number {
    return this.values.byteLength;
  }
}

export class Uint8Column extends Column<Uint8Array> {
  constructor(capacity = MINIMUM_CAPACITY) {
    super(Uint8Array, capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Value of a row; assumes 0 ≤ row < length. */
  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }
}

export class Uint16Column extends Column<Uint16Array> {
  constructor(capacity = MINIMUM_CAPACITY) {
    super(Uint16Array, capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }
}

export class Uint32Column extends Column<Uint32Array> {
  constructor(capacity = MINIMUM_CAPACITY) {
    super(Uint32Array, capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Takes the last row out. Assumes that there is one. */
  pop(): number {
    this.length -= 1;
    return this.values[this.length]!;
  }

  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }
}

export class Int32Column extends Column<Int32Array> {
  constructor(capacity = MINIMUM_CAPACITY) {
    super(Int32Array, capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }
}

export class Float64Column extends Column<Float64Array> {
  constructor(capacity = MINIMUM_CAPACITY) {
    super(Float64Array, capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }
}

export const uint8Column = (capacity?: number): Uint8Column => new Uint8Column(capacity);
export const uint16Column = (capacity?: number): Uint16Column => new Uint16Column(capacity);
export const uint32Column = (capacity?: number): Uint32Column => new Uint32Column(capacity);
export const int32Column = (capacity?: number): Int32Column => new Int32Column(capacity);
export const float64Column = (capacity?: number): Float64Column => new Float64Column(capacity);

type AnyColumn = Uint8Column | Uint16Column | Uint32Column | Int32Column | Float64Column;

/** Lets columns become copies of others, one after the other: a table names its columns always in the same order. */
export function* copyColumns(columns: readonly AnyColumn[], from: readonly AnyColumn[]): Slices {
  for (const [index, column] of columns.entries()) {
    // Of the same kind, being the same column of two tables.
    (column as Int32Column).copyFrom(from[index] as Int32Column);
    yield;
  }
}

/** Appends `map[local]` for every local code. */
export function appendMapped(column: Uint32Column, locals: Uint32Array, map: Uint32Array): void {
  column.reserve(locals.length);
  const values = column.values;
  const start = column.length;
  for (let i = 0; i < locals.length; i += 1) values[start + i] = map[locals[i]!]!;
  column.length = start + locals.length;
}

/** Appends `local + shift` for every local number. */
export function appendShifted(
  column: Uint32Column | Float64Column,
  locals: Uint32Array,
  shift: number,
): void {
  column.reserve(locals.length);
  const values = column.values;
  const start = column.length;
  for (let i = 0; i < locals.length; i += 1) values[start + i] = locals[i]! + shift;
  column.length = start + locals.length;
}
