/**
 * Growable typed columns: one field of many rows in one typed array, outside the JavaScript heap.
 *
 * `values` may be longer than `length` and is replaced when the column grows: hot loops read it into a local after
 * reserving room, and never keep it across a push.
 */

type TypedArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
type TypedArrayConstructor<T extends TypedArray> = new (length: number) => T;

const MINIMUM_CAPACITY = 64;

export class Column<T extends TypedArray> {
  values: T;
  length = 0;
  readonly #make: TypedArrayConstructor<T>;

  constructor(make: TypedArrayConstructor<T>, capacity = MINIMUM_CAPACITY) {
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

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  append(rows: ArrayLike<number>): void {
    this.reserve(rows.length);
    this.values.set(rows as never, this.length);
    this.length += rows.length;
  }

  /** Appends `count` rows of one value. */
  extend(count: number, value: number): void {
    this.reserve(count);
    this.values.fill(value as never, this.length, this.length + count);
    this.length += count;
  }

  /** Value of a row; assumes 0 ≤ row < length. */
  at(row: number): number {
    return this.values[row]!;
  }

  set(row: number, value: number): void {
    this.values[row] = value;
  }

  /** A copy of exactly the rows, for messages and chunks. */
  toArray(): T {
    return this.values.slice(0, this.length) as T;
  }

  clear(): void {
    this.length = 0;
  }

  get bytes(): number {
    return this.values.byteLength;
  }
}

export type Uint8Column = Column<Uint8Array>;
export type Uint16Column = Column<Uint16Array>;
export type Uint32Column = Column<Uint32Array>;
export type Int32Column = Column<Int32Array>;
export type Float64Column = Column<Float64Array>;

export const uint8Column = (capacity?: number): Uint8Column => new Column<Uint8Array>(Uint8Array, capacity);
export const uint16Column = (capacity?: number): Uint16Column =>
  new Column<Uint16Array>(Uint16Array, capacity);
export const uint32Column = (capacity?: number): Uint32Column =>
  new Column<Uint32Array>(Uint32Array, capacity);
export const int32Column = (capacity?: number): Int32Column => new Column<Int32Array>(Int32Array, capacity);
export const float64Column = (capacity?: number): Float64Column =>
  new Column<Float64Array>(Float64Array, capacity);

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
