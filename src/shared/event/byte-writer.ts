/**
 * Numbers as bytes and back, for chunks: LEB128 varints for whole numbers up to 2^53, little-endian otherwise.
 *
 * The reader trusts nothing: whatever runs past the end throws `DamagedChunk`, and no allocation is larger than the
 * bytes that are there justify.
 */

export class DamagedChunk extends Error {
  constructor(what: string) {
    super(`damaged chunk: ${what}`);
    this.name = 'DamagedChunk';
  }
}

const LONGEST_VARINT = 8;

export class ByteWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Assumes a whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#reserve(LONGEST_VARINT);
    this.#length = writeVarint(this.#bytes, this.#length, value);
  }

  varints(values: ArrayLike<number>): void {
    this.#reserve(values.length * LONGEST_VARINT);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let i = 0; i < values.length; i += 1) at = writeVarint(bytes, at, values[i]!);
    this.#length = at;
  }

  raw(values: Uint8Array): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  words(values: Int32Array): void {
    this.#reserve(values.length * 4);
    const view = new DataView(this.#bytes.buffer);
    for (let i = 0; i < values.length; i += 1) view.setInt32(this.#length + i * 4, values[i]!, true);
    this.#length += values.length * 4;
  }

  doubles(values: Float64Array): void {
    this.#reserve(values.length * 8);
    const view = new DataView(this.#bytes.buffer);
    for (let i = 0; i < values.length; i += 1) view.setFloat64(this.#length + i * 8, values[i]!, true);
    this.#length += values.length * 8;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, Math.ceil(this.#bytes.length * 1.5)));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

function writeVarint(bytes: Uint8Array, offset: number, value: number): number {
  let rest = value;
  let at = offset;
  while (rest >= 0x80000000) {
    bytes[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get rest(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    this.#need(1);
    return this.#bytes[this.#at++]!;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < LONGEST_VARINT; i += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new DamagedChunk('a number has no end');
  }

  /** A count of things of at least `bytesEach` bytes each, which must be there. */
  count(bytesEach: number): number {
    const count = this.varint();
    if (count * bytesEach > this.rest) throw new DamagedChunk(`${count} values are announced and not there`);
    return count;
  }

  raw(count: number): Uint8Array<ArrayBuffer> {
    this.#need(count);
    // Not `slice`: of Node's Buffer that would be a view of the same memory.
    const values = new Uint8Array(this.#bytes.subarray(this.#at, this.#at + count));
    this.#at += count;
    return values;
  }

  words(count: number): Int32Array<ArrayBuffer> {
    this.#need(count * 4);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#at);
    const values = new Int32Array(count);
    for (let i = 0; i < count; i += 1) values[i] = view.getInt32(i * 4, true);
    this.#at += count * 4;
    return values;
  }

  doubles(count: number): Float64Array<ArrayBuffer> {
    this.#need(count * 8);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#at);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i += 1) values[i] = view.getFloat64(i * 8, true);
    this.#at += count * 8;
    return values;
  }

  #need(count: number): void {
    if (count > this.rest) throw new DamagedChunk('it ends too early');
  }
}
