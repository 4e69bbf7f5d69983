/**
 * Cuts newline-delimited JSON at line ends. Only newlines are looked for: an escaped newline in JSON is two other
 * bytes, so every one is a boundary. A line over the limit is dropped as it arrives and becomes a rejection.
 */

import type { CutPlace, RejectedRecord } from '../parser/piece.ts';
import type { CutPiece, Cutter } from './cutter.ts';
import { ByteQueue, countBytes, MAX_RECORD_BYTES, NEWLINE, tooLong, truncated } from './cutter.ts';

export class LineCutter implements Cutter {
  readonly #pieceBytes: number;
  readonly #queue = new ByteQueue();
  /** Place of the first byte in the queue. */
  #offset: number;
  #line: number;
  /** Bytes of the queue up to and with its last newline. */
  #wholeBytes = 0;
  /** Bytes of the line being dropped, or 0. */
  #droppedBytes = 0;
  #rejections: RejectedRecord[] = [];

  constructor(pieceBytes: number, from: CutPlace) {
    this.#pieceBytes = pieceBytes;
    this.#offset = from.offset;
    this.#line = from.line;
  }

  push(bytes: Uint8Array<ArrayBuffer>): CutPiece[] {
    const rest = this.#droppedBytes > 0 ? this.#drop(bytes) : bytes;
    const newline = rest.lastIndexOf(NEWLINE);
    if (newline !== -1) this.#wholeBytes = this.#queue.length + newline + 1;
    this.#queue.push(rest);
    const pieces: CutPiece[] = [];
    const unfinished = this.#queue.length - this.#wholeBytes;
    const isTooLong = unfinished > MAX_RECORD_BYTES;
    if (this.#wholeBytes >= this.#pieceBytes || (isTooLong && this.#wholeBytes > 0))
      pieces.push(this.#cut(this.#wholeBytes));
    if (isTooLong) {
      this.#droppedBytes = unfinished;
      this.#queue.clear();
    }
    return pieces;
  }

  end(problem: string | null): CutPiece[] {
    if (this.#droppedBytes > 0) this.#giveUp();
    if (problem !== null) return [this.#cutShort(problem)];
    if (this.#queue.length === 0 && this.#rejections.length === 0) return [];
    return [this.#cut(this.#queue.length)];
  }

  #cutShort(problem: string): CutPiece {
    const piece = this.#cut(this.#wholeBytes);
    return { ...piece, rejections: [...piece.rejections, truncated(piece.end.line, 0, problem)] };
  }

  /** Drops the bytes of a line that is too long; returns what follows it. */
  #drop(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const newline = bytes.indexOf(NEWLINE);
    this.#droppedBytes += newline === -1 ? bytes.length : newline;
    if (newline === -1) return new Uint8Array(0);
    this.#giveUp();
    this.#offset += 1;
    this.#line += 1;
    return bytes.subarray(newline + 1);
  }

  #giveUp(): void {
    this.#rejections.push(tooLong(this.#line, 0, this.#droppedBytes));
    this.#offset += this.#droppedBytes;
    this.#droppedBytes = 0;
  }

  #cut(count: number): CutPiece {
    const bytes = this.#queue.take(count);
    const firstLine = this.#line;
    this.#wholeBytes = 0;
    this.#offset += count;
    this.#line += countBytes(bytes, NEWLINE);
    const rejections = this.#rejections;
    this.#rejections = [];
    const end = { offset: this.#offset, line: this.#line, record: -1, owners: 0 };
    return { kind: 'lines', bytes, firstLine, table: null, rejections, end };
  }
}
