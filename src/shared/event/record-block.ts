/**
 * The raw texts of a batch's records in one block of bytes: what a page shows as "the record as it was read".
 *
 * Layout: the texts in UTF-8, u32 end of every text among them, u32 count; numbers little-endian. The table comes last so
 * that texts need not be moved once it is known. A newline may stand between two texts, because lines of a file are copied
 * many at a time. Stored compressed; any single text is reached without decoding the others.
 */

import { invariant } from '../base/assert.ts';
import type { Uint8Column } from '../base/columns.ts';
import { uint8Column, uint32Column } from '../base/columns.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';

const NEWLINE = 0x0a;

/** Texts are JSON: none begins with a line end. */
export class RecordBlockBuilder {
  readonly #bytes: Uint8Column;
  readonly #ends = uint32Column();
  /** Bytes that were added and are yet to be copied. */
  #source: Uint8Array | null = null;
  #from = 0;
  #to = 0;

  /** `expectedBytes`: of all texts and their table, so that they are seldom moved. */
  constructor(expectedBytes = 1 << 16) {
    this.#bytes = uint8Column(expectedBytes);
  }

  /** `bytes` must stay as they are until `finish`. */
  addRange(bytes: Uint8Array, start: number, end: number): void {
    const follows = bytes === this.#source && start === this.#to + 1 && bytes[this.#to] === NEWLINE;
    if (!follows) {
      this.#copy();
      this.#source = bytes;
      this.#from = start;
    }
    this.#to = end;
    this.#ends.push(this.#bytes.length + end - this.#from);
  }

  addText(text: string): void {
    this.#copy();
    this.#bytes.reserve(text.length * 3);
    this.#bytes.length = encodeUtf8(text, this.#bytes.values, this.#bytes.length);
    this.#ends.push(this.#bytes.length);
  }

  /** The builder is not to be used any further. */
  finish(): Uint8Array {
    this.#copy();
    const count = this.#ends.length;
    const start = this.#bytes.length;
    this.#bytes.reserve((count + 1) * 4);
    const { values } = this.#bytes;
    const view = new DataView(values.buffer);
    for (let index = 0; index < count; index += 1)
      view.setUint32(start + index * 4, this.#ends.at(index), true);
    view.setUint32(start + count * 4, count, true);
    return values.subarray(0, start + (count + 1) * 4);
  }

  #copy(): void {
    if (this.#source !== null) this.#bytes.append(this.#source.subarray(this.#from, this.#to));
    this.#source = null;
  }
}

/** Text of a record by its row in the batch. `block` is the uncompressed block. */
export function readRecord(block: Uint8Array, row: number): string {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const count = view.getUint32(block.length - 4, true);
  invariant(row >= 0 && row < count, `a row below ${count}`);
  const table = block.length - (count + 1) * 4;
  const end = view.getUint32(table + row * 4, true);
  let start = row === 0 ? 0 : view.getUint32(table + (row - 1) * 4, true);
  if (start < end && block[start] === NEWLINE) start += 1;
  return decodeUtf8(block, start, end);
}
