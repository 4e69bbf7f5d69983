/** What the three cutters share: content goes in as it is read, pieces of whole records come out, nothing is parsed. */

import type { Piece, RejectedRecord } from '../parser/piece.ts';

/** Everything of a piece that the cutter knows; the reader adds what it knows of the source. */
export type CutPiece = Omit<Piece, 'sourceBytes'>;

export interface Cutter {
  /** Takes the next bytes of the content, which it then owns, and returns the pieces that are complete. */
  push(bytes: Uint8Array<ArrayBuffer>): CutPiece[];
  /**
   * The rest; called once, after the last bytes. `problem` says why the content ended before its time: then the record
   * that it ended in is given up, with the problem as its rejection.
   */
  end(problem: string | null): CutPiece[];
}

/** A record longer than this is given up, so that memory stays bounded whatever a file holds. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

export function tooLong(line: number, record: number, bytes: number): RejectedRecord {
  const text = `the record is ${bytes} bytes long; expected at most ${MAX_RECORD_BYTES}`;
  return { line, record, field: null, reason: 'too-long', text };
}

export function truncated(line: number, record: number, problem: string): RejectedRecord {
  return { line, record, field: null, reason: 'truncated', text: `the content ends here: ${problem}` };
}

export const NEWLINE = 0x0a;

/** How often a byte occurs. Cost: one native search an occurrence. */
export function countBytes(bytes: Uint8Array, byte: number): number {
  // Node's own search is about three times as fast as that of typed arrays.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let count = 0;
  for (let at = buffer.indexOf(byte); at !== -1; at = buffer.indexOf(byte, at + 1)) count += 1;
  return count;
}

/** Bytes that arrive in pieces and leave as one. */
export class ByteQueue {
  length = 0;
  #parts: Uint8Array<ArrayBuffer>[] = [];

  push(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.length === 0) return;
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  /** Takes the first `count` bytes out, as a buffer of their own. */
  take(count: number): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const part = this.#parts[0]!;
      const used = Math.min(part.length, count - filled);
      taken.set(part.subarray(0, used), filled);
      filled += used;
      if (used === part.length) this.#parts.shift();
      else this.#parts[0] = part.subarray(used);
    }
    this.length -= count;
    return taken;
  }

  clear(): void {
    this.#parts = [];
    this.length = 0;
  }
}
