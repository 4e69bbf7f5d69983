/**
 * The raw texts of a batch's records in one block of bytes: what a page shows as "the record as it was read".
 *
 * Layout: u32 count, u32 end of every text among the bytes, then the texts in UTF-8; numbers little-endian. Stored
 * compressed; any single text is reached without decoding the others.
 */

import { invariant } from '../base/assert.ts';
import { uint8Column, uint32Column } from '../base/columns.ts';
import { decodeUtf8, encodeUtf8 } from '../base/utf8.ts';

export class RecordBlockBuilder {
  readonly #bytes = uint8Column(1 << 16);
  readonly #ends = uint32Column();

  addRange(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes.append(bytes.subarray(start, end));
    this.#ends.push(this.#bytes.length);
  }

  addText(text: string): void {
    this.#bytes.reserve(text.length * 3);
    this.#bytes.length = encodeUtf8(text, this.#bytes.values, this.#bytes.length);
    this.#ends.push(this.#bytes.length);
  }

  finish(): Uint8Array<ArrayBuffer> {
    const count = this.#ends.length;
    const block = new Uint8Array(4 + count * 4 + this.#bytes.length);
    const view = new DataView(block.buffer);
    view.setUint32(0, count, true);
    for (let index = 0; index < count; index += 1) view.setUint32(4 + index * 4, this.#ends.at(index), true);
    block.set(this.#bytes.values.subarray(0, this.#bytes.length), 4 + count * 4);
    return block;
  }
}

/** Text of a record by its row in the batch. `block` is the uncompressed block. */
export function readRecord(block: Uint8Array, row: number): string {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const count = view.getUint32(0, true);
  invariant(row >= 0 && row < count, `a row below ${count}`);
  const base = 4 + count * 4;
  const start = row === 0 ? 0 : view.getUint32(row * 4, true);
  const end = view.getUint32(4 + row * 4, true);
  return decodeUtf8(block, base + start, base + end);
}
