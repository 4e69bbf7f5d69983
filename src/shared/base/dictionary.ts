/**
 * Interned text: each distinct string once, as UTF-8 in one byte heap, known by a dense code.
 *
 * Open addressing with linear probing over an Int32Array of codes; the 32-bit hash (FNV-1a over the bytes, finalised)
 * of each text is kept, so growing the table rehashes without touching the heap. Code 0 is the empty text.
 * A `TextBlock` is the same without a table: how texts travel between threads and lie in chunks.
 */

import { float64Column, uint8Column, uint32Column } from './columns.ts';
import type { Hash128 } from './hash.ts';
import { hashAscii, hashText } from './hash.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** Dense number of a text within one dictionary or block; 0 is the empty text. */
export type TextCode = number;

/** Texts one behind the other. */
export interface TextRun {
  readonly bytes: Uint8Array;
  /** Number of a text → offset behind its last byte; its first byte is the end of the text before (0 for the first). */
  readonly ends: Uint32Array;
}

/** A run to be interned: its numbers are codes of its own. */
export interface TextBlock extends TextRun {
  /** TextCode → `hashBytes` of its bytes, so that interning a block need not hash again. */
  readonly hashes: Uint32Array;
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let i = start; i < end; i += 1) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export class TextRunBuilder {
  readonly #bytes = uint8Column(1 << 14);
  readonly #ends = uint32Column();

  push(text: string): void {
    this.#bytes.reserve(text.length * 3);
    this.#bytes.length = encodeUtf8(text, this.#bytes.values, this.#bytes.length);
    this.#ends.push(this.#bytes.length);
  }

  finish(): TextRun {
    return { bytes: this.#bytes.toArray(), ends: this.#ends.toArray() };
  }
}

/** Packs texts into a block, codes in list order. A block to be interned has the empty text as code 0. */
export function packTexts(texts: readonly string[]): TextBlock {
  const builder = new TextRunBuilder();
  for (const text of texts) builder.push(text);
  return blockOfRun(builder.finish());
}

export function blockOfRun({ bytes, ends }: TextRun): TextBlock {
  const hashes = new Uint32Array(ends.length);
  let start = 0;
  for (let code = 0; code < hashes.length; code += 1) {
    const end = ends[code]!;
    hashes[code] = hashBytes(bytes, start, end);
    start = end;
  }
  return { bytes, ends, hashes };
}

export function textOfBlock(block: TextRun, code: TextCode): string {
  return decodeUtf8(block.bytes, code === 0 ? 0 : block.ends[code - 1]!, block.ends[code]!);
}

function foldCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

const FIRST_HEAP_BYTES = 1 << 16;
const FIRST_TABLE_SLOTS = 1 << 10;

export class Dictionary {
  #heap = new Uint8Array(FIRST_HEAP_BYTES);
  #used = 0;
  readonly #ends = float64Column();
  readonly #hashes = uint32Column();
  #slots = new Int32Array(FIRST_TABLE_SLOTS).fill(-1);

  constructor() {
    this.intern('');
  }

  get size(): number {
    return this.#ends.length;
  }

  get bytes(): number {
    return this.#heap.byteLength + this.#ends.bytes + this.#hashes.bytes + this.#slots.byteLength;
  }

  text(code: TextCode): string {
    const start = code === 0 ? 0 : this.#ends.at(code - 1);
    return decodeUtf8(this.#heap, start, this.#ends.at(code));
  }

  /** Writes `hashText` of a text under `seed` into `out`, mostly without decoding it. */
  writeHash(code: TextCode, seed: number, out: Hash128): void {
    const start = code === 0 ? 0 : this.#ends.at(code - 1);
    if (!hashAscii(this.#heap, start, this.#ends.at(code), seed, out)) hashText(this.text(code), seed, out);
  }

  /** Code of a text, or -1 when it was never interned. */
  find(text: string): TextCode {
    const scratch = new Uint8Array(text.length * 3);
    const end = encodeUtf8(text, scratch, 0);
    const found = this.#slots[this.#probe(scratch, 0, end, hashBytes(scratch, 0, end))]!;
    return found;
  }

  intern(text: string): TextCode {
    const scratch = new Uint8Array(text.length * 3);
    const end = encodeUtf8(text, scratch, 0);
    return this.#internBytes(scratch, 0, end, hashBytes(scratch, 0, end));
  }

  /** Code in this dictionary of every code of the block. */
  internBlock(block: TextBlock): Uint32Array {
    const codes = new Uint32Array(block.ends.length);
    let start = 0;
    for (let code = 0; code < codes.length; code += 1) {
      const end = block.ends[code]!;
      codes[code] = this.#internBytes(block.bytes, start, end, block.hashes[code]!);
      start = end;
    }
    return codes;
  }

  /**
   * Marks the codes whose text contains `text`, ASCII letters of either case, with 1; every other code is 0.
   * Cost: one look at every byte held.
   */
  mark(text: string): Uint8Array {
    const marks = new Uint8Array(this.size);
    const needle = new Uint8Array(text.length * 3);
    const length = encodeUtf8(text, needle, 0);
    if (length === 0) return marks.fill(1);
    for (let i = 0; i < length; i += 1) needle[i] = foldCase(needle[i]!);
    const heap = this.#heap;
    const ends = this.#ends.values;
    const lower = needle[0]!;
    const upper = lower >= 0x61 && lower <= 0x7a ? lower - 0x20 : lower;
    const last = this.#used - length;
    let code = 0;
    for (let at = 0; at <= last; at += 1) {
      const byte = heap[at]!;
      if (byte !== lower && byte !== upper) continue;
      let i = 1;
      while (i < length && foldCase(heap[at + i]!) === needle[i]) i += 1;
      if (i < length) continue;
      while (ends[code]! <= at) code += 1;
      if (at + length > ends[code]!) continue;
      marks[code] = 1;
      at = ends[code]! - 1;
    }
    return marks;
  }

  #internBytes(bytes: Uint8Array, start: number, end: number, hash: number): TextCode {
    const slot = this.#probe(bytes, start, end, hash);
    const found = this.#slots[slot]!;
    if (found >= 0) return found;
    const code = this.#ends.length;
    const length = end - start;
    if (this.#used + length > this.#heap.length) this.#growHeap(length);
    this.#heap.set(bytes.subarray(start, end), this.#used);
    this.#used += length;
    this.#ends.push(this.#used);
    this.#hashes.push(hash);
    this.#slots[slot] = code;
    if (code * 2 > this.#slots.length) this.#growSlots();
    return code;
  }

  /** Slot that holds the text, or the free slot where it belongs. */
  #probe(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const ends = this.#ends.values;
    const hashes = this.#hashes.values;
    const heap = this.#heap;
    const length = end - start;
    let slot = hash & mask;
    for (;;) {
      const code = slots[slot]!;
      if (code < 0) return slot;
      if (hashes[code] === hash) {
        const from = code === 0 ? 0 : ends[code - 1]!;
        if (ends[code]! - from === length) {
          let i = 0;
          while (i < length && heap[from + i] === bytes[start + i]) i += 1;
          if (i === length) return slot;
        }
      }
      slot = (slot + 1) & mask;
    }
  }

  #growHeap(needed: number): void {
    const grown = new Uint8Array(Math.max(this.#used + needed, Math.ceil(this.#heap.length * 1.5)));
    grown.set(this.#heap.subarray(0, this.#used));
    this.#heap = grown;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    const hashes = this.#hashes.values;
    for (let code = 0; code < this.#ends.length; code += 1) {
      let slot = hashes[code]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
  }
}
