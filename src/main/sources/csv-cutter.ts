/**
 * Cuts a table at row ends. A quote opens a cell only where a cell begins, and closes it only before a delimiter, a row
 * end or the end, spaces apart: the reading of Papa Parse, so that pieces parse to the rows that the whole would.
 *
 * A quote that is never closed would swallow the rest of a file. After 1 MB the row that opened it is given up as one
 * line, and cutting goes on with the next. Going back has a budget; beyond it all that was swallowed is given up. Where
 * quotes mean nothing, every line end is a row end.
 */

import type { CellFormat } from '../parser/parse-rows.ts';
import type { CutPlace, RejectedRecord } from '../parser/piece.ts';
import type { CutPiece, Cutter } from './cutter.ts';
import { countBytes, MAX_RECORD_BYTES, tooLong, truncated } from './cutter.ts';
import { ScanBuffer } from './scan-buffer.ts';

const QUOTE = 0x22;
const SPACE = 0x20;
const LONGEST_QUOTED_BYTES = 1024 * 1024;
/** Bytes that may be looked at again: so many at once, and twice what has been read. */
const REWIND_BUDGET_BYTES = 8 * 1024 * 1024;
const REWINDS = 2;

export class CsvCutter implements Cutter {
  readonly #pieceBytes: number;
  readonly #delimiter: number;
  readonly #newline: number;
  readonly #isQuoted: boolean;
  /** Starts where the current piece starts. */
  readonly #buffer = new ScanBuffer();
  #at = 0;
  #line: number;
  #offset: number;
  #firstLine: number;
  #rowStart = 0;
  #rowLine: number;
  /** Where the open quote stands, or -1. */
  #quote = -1;
  #isCellStart = true;
  /** Bytes of the row being dropped, or 0. */
  #droppedBytes = 0;
  /** More bytes are needed to go on; none come once the content has ended. */
  #isWaiting = false;
  #hasEnded = false;
  #rejections: RejectedRecord[] = [];
  #rewindBudget = REWIND_BUDGET_BYTES;

  constructor(pieceBytes: number, from: CutPlace, format: CellFormat) {
    this.#pieceBytes = pieceBytes;
    this.#delimiter = format.delimiter.charCodeAt(0);
    this.#newline = format.newline.charCodeAt(0);
    this.#isQuoted = format.isQuoted;
    this.#offset = from.offset;
    this.#firstLine = from.line;
    this.#line = from.line;
    this.#rowLine = from.line;
  }

  push(bytes: Uint8Array<ArrayBuffer>): CutPiece[] {
    this.#rewindBudget += bytes.length * REWINDS;
    this.#buffer.push(this.#droppedBytes > 0 ? this.#drop(bytes) : bytes);
    const pieces: CutPiece[] = [];
    this.#scanAll(pieces);
    if (this.#buffer.length - this.#rowStart > MAX_RECORD_BYTES) this.#beginDrop(pieces);
    return pieces;
  }

  end(problem: string | null): CutPiece[] {
    const pieces: CutPiece[] = [];
    // In content that was cut short an open quote is no fault of its row.
    this.#hasEnded = problem === null;
    this.#scanAll(pieces);
    while (this.#hasEnded && this.#quote >= 0) {
      this.#giveUpRow(pieces);
      this.#scanAll(pieces);
    }
    if (this.#droppedBytes > 0) this.#endDrop();
    if (problem !== null) {
      this.#rejections.push(truncated(this.#rowLine, 0, problem));
      this.#buffer.length = this.#rowStart;
    }
    if (this.#buffer.length > 0 || this.#rejections.length > 0) pieces.push(this.#cut(this.#buffer.length));
    return pieces;
  }

  #scanAll(pieces: CutPiece[]): void {
    this.#isWaiting = false;
    while (this.#at < this.#buffer.length && !this.#isWaiting) {
      if (this.#quote < 0) this.#scanOpen();
      else if (!this.#scanQuoted() && this.#isQuoteTooLong()) this.#giveUpRow(pieces);
      if (this.#rowStart >= this.#pieceBytes) pieces.push(this.#cut(this.#rowStart));
    }
  }

  /** Up to the next quote that opens a cell. */
  #scanOpen(): void {
    const { bytes, length } = this.#buffer;
    const found = this.#isQuoted ? bytes.indexOf(QUOTE, this.#at) : -1;
    const quote = found === -1 || found >= length ? length : found;
    this.#skipTo(quote);
    if (quote === length) return;
    if (this.#isCellStart) this.#quote = quote;
    this.#isCellStart = false;
    this.#at = quote + 1;
  }

  /** Passes bytes that are outside quotes, with all the rows that end among them. */
  #skipTo(end: number): void {
    if (end === this.#at) return;
    const { bytes } = this.#buffer;
    const passed = bytes.subarray(this.#at, end);
    const lastNewline = passed.lastIndexOf(this.#newline);
    if (lastNewline !== -1) {
      this.#line += countBytes(passed, this.#newline);
      this.#rowStart = this.#at + lastNewline + 1;
      this.#rowLine = this.#line;
    }
    const last = bytes[end - 1]!;
    this.#isCellStart = last === this.#delimiter || last === this.#newline;
    this.#at = end;
  }

  /** Up to the quote that closes the cell. False when it is not among the bytes there are. */
  #scanQuoted(): boolean {
    const { bytes, length } = this.#buffer;
    const found = bytes.indexOf(QUOTE, this.#at);
    const quote = found === -1 || found >= length ? length : found;
    this.#line += countBytes(bytes.subarray(this.#at, quote), this.#newline);
    this.#at = quote;
    if (quote === length) return false;
    if (bytes[quote + 1] === QUOTE && quote + 1 < length) {
      this.#at = quote + 2;
      return true;
    }
    let behind = quote + 1;
    while (behind < length && this.#isBlank(bytes[behind]!)) behind += 1;
    if (behind === length && !this.#hasEnded) {
      this.#isWaiting = true;
      return false;
    }
    this.#at = quote + 1;
    const next = bytes[behind];
    if (behind === length || next === this.#delimiter || next === this.#newline) this.#quote = -1;
    return true;
  }

  #isBlank(byte: number): boolean {
    return byte <= SPACE && byte !== this.#delimiter && byte !== this.#newline;
  }

  #isQuoteTooLong(): boolean {
    return this.#hasEnded || this.#at - this.#quote > LONGEST_QUOTED_BYTES;
  }

  /** Gives up the line whose quote nothing closes, and goes on with the next. */
  #giveUpRow(pieces: CutPiece[]): void {
    const { bytes, length } = this.#buffer;
    const newline = bytes.indexOf(this.#newline, this.#rowStart);
    const isOneLine = newline === -1 || newline >= length;
    const cost = this.#at - this.#rowStart;
    if ((isOneLine || cost > this.#rewindBudget) && !this.#hasEnded) return;
    const text = `a quote that is opened in this row is closed nowhere in the next ${cost} bytes`;
    const rejection: RejectedRecord = {
      line: this.#rowLine,
      record: 0,
      field: null,
      reason: 'wrong-column-count',
      text,
    };
    if (this.#rowStart > 0) pieces.push(this.#cut(this.#rowStart));
    this.#rejections.push(rejection);
    const canGoBack = !isOneLine && cost <= this.#rewindBudget;
    this.#rewindBudget -= canGoBack ? cost : 0;
    this.#restartBehind(canGoBack ? bytes.indexOf(this.#newline) + 1 : this.#buffer.length);
  }

  /** Drops what is before a row start, and everything known of the row that was scanned. */
  #restartBehind(count: number): void {
    this.#line = this.#rowLine + countBytes(this.#buffer.bytes.subarray(0, count), this.#newline);
    this.#buffer.drop(count);
    this.#offset += count;
    this.#at = 0;
    this.#quote = -1;
    this.#isCellStart = true;
    this.#rowStart = 0;
    this.#rowLine = this.#line;
    this.#firstLine = this.#line;
  }

  #beginDrop(pieces: CutPiece[]): void {
    if (this.#rowStart > 0) pieces.push(this.#cut(this.#rowStart));
    this.#droppedBytes = this.#buffer.length;
    const line = this.#rowLine;
    this.#restartBehind(this.#buffer.length);
    this.#rowLine = line;
  }

  /** Drops the rest of a row that is too long, quoted or not; returns what follows it. */
  #drop(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    const newline = bytes.indexOf(this.#newline);
    const count = newline === -1 ? bytes.length : newline + 1;
    this.#droppedBytes += count;
    this.#offset += count;
    if (newline === -1) return new Uint8Array(0);
    this.#endDrop();
    this.#line += 1;
    this.#rowLine = this.#line;
    this.#firstLine = this.#line;
    return bytes.subarray(count);
  }

  #endDrop(): void {
    this.#rejections.push(tooLong(this.#rowLine, 0, this.#droppedBytes));
    this.#droppedBytes = 0;
  }

  #cut(count: number): CutPiece {
    const firstLine = this.#firstLine;
    const rejections = this.#rejections;
    this.#rejections = [];
    const bytes = this.#buffer.take(count);
    this.#offset += count;
    this.#at -= count;
    this.#rowStart -= count;
    if (this.#quote >= 0) this.#quote -= count;
    this.#firstLine = this.#rowLine;
    const end = { offset: this.#offset, line: this.#rowLine, record: -1, owners: 0 };
    return { kind: 'rows', bytes, firstLine, table: null, rejections, end };
  }
}
