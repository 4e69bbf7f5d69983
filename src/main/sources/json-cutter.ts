/**
 * Cuts JSON documents into records without parsing them: elements of a list, or values one after the other, however
 * they are laid out. A scanner keeps strings, escapes and open brackets; whatever it cannot be inside of valid JSON
 * (a raw newline in a string, a foreign byte, the wrong bracket, an object where a member name belongs) breaks the
 * value it is in. The scan then goes back to that value's start and, without trusting quotes or brackets any more,
 * looks for the next place where a record plainly begins. What lies between fails to parse, and is rejected there.
 *
 *     [{"a":1}, {"a": "x}, {"a":3}]   →   {"a":1} · {"a": "x} · {"a":3}]   →   one event, two rejections
 *
 * Going back costs time, so it has a budget; beyond it the search goes on from where the break was seen. Linear.
 */

import type { CutPlace, RejectedRecord } from '../parser/piece.ts';
import type { CutPiece, Cutter } from './cutter.ts';
import { MAX_RECORD_BYTES, NEWLINE, tooLong, truncated } from './cutter.ts';
import { BYTE_CLASSES, ByteClass } from './json-bytes.ts';
import { LONGEST_OPENING, RecordOpenings } from './record-openings.ts';
import { RecordTableBuilder } from './record-table.ts';
import { ScanBuffer } from './scan-buffer.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Bytes that may be looked at again: so many at once, and twice what has been read. */
const REWIND_BUDGET_BYTES = 32 * 1024 * 1024;
const REWINDS = 2;

export class JsonCutter implements Cutter {
  readonly #pieceBytes: number;
  /** Starts where the current piece starts. */
  readonly #buffer = new ScanBuffer();
  #at = 0;
  #offset: number;
  #firstLine: number;
  #line: number;
  /** Offset in the buffer of the first byte of the current line; negative when it was cut off already. */
  #lineStart = 0;
  #record: number;
  #owners: number;
  #rejections: RejectedRecord[] = [];
  readonly #table = new RecordTableBuilder();

  /** The value that is open: where it starts, or -1 between values. */
  #start = -1;
  #startLine = 0;
  #startColumn = 0;
  /** Brackets open inside the value, outermost first. */
  #open: number[] = [];
  #isInString = false;
  #isEscaped = false;
  #isAfterComma = false;
  /** The value is broken; the next plain beginning is looked for. */
  #isLost = false;
  #startsAsObject = false;
  readonly #openings = new RecordOpenings();
  /** What follows the list inside its owners: scanned, not a record. */
  #isTail = false;
  #droppedBytes = 0;
  #rewindBudget = REWIND_BUDGET_BYTES;
  /** More bytes are needed to go on; none come once the content has ended. */
  #isWaiting = false;
  #hasEnded = false;

  constructor(pieceBytes: number, from: CutPlace) {
    this.#pieceBytes = pieceBytes;
    this.#offset = from.offset;
    this.#firstLine = from.line;
    this.#line = from.line;
    this.#record = from.record;
    this.#owners = from.owners;
    if (from.record < 0 && from.owners > 0) this.#beginTail();
  }

  push(bytes: Uint8Array<ArrayBuffer>): CutPiece[] {
    this.#buffer.push(bytes);
    this.#rewindBudget += bytes.length * REWINDS;
    const pieces: CutPiece[] = [];
    this.#scanAll(pieces);
    return pieces;
  }

  end(problem: string | null): CutPiece[] {
    const pieces: CutPiece[] = [];
    this.#hasEnded = true;
    this.#scanAll(pieces);
    while (this.#start >= 0 && !this.#endsOpen(problem)) this.#scanAll(pieces);
    if (problem !== null) this.#rejections.push(truncated(this.#line, Math.max(0, this.#record), problem));
    if (this.#buffer.length > 0 || this.#rejections.length > 0) pieces.push(this.#cut(this.#at));
    return pieces;
  }

  /** Ends the value that the content ends in. False when looking back found something to go on with. */
  #endsOpen(problem: string | null): boolean {
    if (this.#isTail) {
      this.#isTail = false;
      this.#start = -1;
      return true;
    }
    const isScalar = this.#open.length === 0 && !this.#isInString;
    if (!isScalar && !this.#isLost && problem === null && this.#goBack()) return false;
    // With a problem the rejection of the problem stands for the value that it cut off.
    if (problem === null || this.#droppedBytes > 0) this.#endValue(this.#buffer.length);
    this.#start = -1;
    return true;
  }

  #scanAll(pieces: CutPiece[]): void {
    this.#isWaiting = false;
    while (this.#at < this.#buffer.length && !this.#isWaiting) {
      if (this.#start < 0) this.#scanBetween();
      else if (this.#isLost) this.#scanLost();
      else if (this.#isInString) this.#scanString();
      else this.#scanValue();
      if (this.#start < 0 && this.#at >= this.#pieceBytes) pieces.push(this.#cut(this.#at));
    }
    this.#boundOpenValue(pieces);
  }

  /** Keeps a value that does not end from filling the memory. */
  #boundOpenValue(pieces: CutPiece[]): void {
    if (this.#start < 0) return;
    if (this.#isTail || this.#droppedBytes > 0) {
      if (this.#start > 0) pieces.push(this.#cut(this.#start));
      this.#dropOpen();
      return;
    }
    if (this.#at - this.#start <= MAX_RECORD_BYTES) return;
    if (!this.#isLost && this.#goBack()) {
      this.#scanAll(pieces);
      return;
    }
    if (this.#start > 0) pieces.push(this.#cut(this.#start));
    this.#dropOpen();
  }

  #dropOpen(): void {
    const count = this.#at;
    if (!this.#isTail) this.#droppedBytes += count;
    this.#buffer.drop(count);
    this.#offset += count;
    this.#lineStart -= count;
    this.#at = 0;
    this.#firstLine = this.#line;
  }

  #scanBetween(): void {
    const byte = this.#buffer.bytes[this.#at]!;
    if (byte <= 0x20 || byte === COMMA) {
      this.#at += 1;
      if (byte === NEWLINE) this.#passLine(this.#at - 1);
      return;
    }
    if (this.#record >= 0 && byte === CLOSE_LIST) {
      this.#at += 1;
      this.#record = -1;
      if (this.#owners > 0) this.#beginTail();
      return;
    }
    if (this.#record < 0 && byte === OPEN_LIST) {
      this.#at += 1;
      this.#record = 0;
      this.#owners = 0;
      return;
    }
    this.#start = this.#at;
    this.#startLine = this.#line;
    this.#startColumn = this.#at - this.#lineStart;
    this.#open = [];
    this.#isInString = false;
    this.#isEscaped = false;
    this.#isAfterComma = false;
    this.#startsAsObject = byte === OPEN_OBJECT;
  }

  #beginTail(): void {
    this.#isTail = true;
    this.#start = this.#at;
    this.#open = new Array<number>(this.#owners).fill(OPEN_OBJECT);
    this.#isInString = false;
    this.#isEscaped = false;
    this.#isAfterComma = false;
  }

  #scanString(): void {
    const { bytes, length } = this.#buffer;
    let at = this.#at;
    if (this.#isEscaped && bytes[at] !== NEWLINE) at += 1;
    this.#isEscaped = false;
    while (at < length) {
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.#isInString = false;
        this.#at = at + 1;
        return;
      }
      if (byte === NEWLINE) {
        this.#at = at;
        this.#breakValue();
        return;
      }
      at += 1;
      if (byte !== BACKSLASH) continue;
      if (at === length) this.#isEscaped = true;
      else if (bytes[at] !== NEWLINE) at += 1;
    }
    this.#at = at;
  }

  #scanValue(): void {
    const { bytes, length } = this.#buffer;
    while (this.#at < length) {
      const byte = bytes[this.#at]!;
      const kind = BYTE_CLASSES[byte];
      if (kind === ByteClass.space) {
        if (this.#open.length === 0) return this.#endValue(this.#at);
        this.#at += 1;
        if (byte === NEWLINE) this.#passLine(this.#at - 1);
        continue;
      }
      if (kind === ByteClass.quote) {
        this.#isAfterComma = false;
        this.#isInString = true;
        this.#at += 1;
        return;
      }
      if (kind === ByteClass.foreign) return this.#breakValue();
      if (!this.#scanBracket(byte)) return;
    }
  }

  /** One bracket, comma or byte of a scalar. False when the value ended or broke. */
  #scanBracket(byte: number): boolean {
    const owner = this.#open.at(-1) ?? 0;
    const wasAfterComma = this.#isAfterComma;
    this.#isAfterComma = false;
    switch (byte) {
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (wasAfterComma && owner === OPEN_OBJECT) return this.#broke();
        this.#open.push(byte);
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        if (owner === 0) return this.#closeOutside(byte);
        if ((byte === CLOSE_OBJECT) !== (owner === OPEN_OBJECT)) return this.#broke();
        this.#open.pop();
        this.#at += 1;
        if (this.#open.length > 0) return true;
        this.#endValue(this.#at);
        return false;
      case COMMA:
        if (owner === 0) {
          this.#endValue(this.#at);
          return false;
        }
        this.#isAfterComma = true;
        break;
      default:
        break;
    }
    this.#at += 1;
    return true;
  }

  #broke(): false {
    this.#breakValue();
    return false;
  }

  /** A bracket that closes nothing: it ends a scalar of a list, or is a broken record of its own. */
  #closeOutside(byte: number): false {
    const endsList = byte === CLOSE_LIST && this.#record >= 0;
    if (!endsList || this.#at === this.#start) this.#at += 1;
    this.#endValue(this.#at);
    return false;
  }

  #breakValue(): void {
    if (this.#isTail) {
      // Nobody needs what follows the list; the search for a next value begins behind it.
      this.#isTail = false;
      this.#owners = 0;
      this.#start = -1;
      return;
    }
    if (!this.#goBack()) this.#beginLost();
  }

  /** Goes back to the start of the broken value. False when the budget does not allow it. */
  #goBack(): boolean {
    const cost = this.#at - this.#start;
    if (this.#droppedBytes > 0 || cost > this.#rewindBudget) return false;
    this.#rewindBudget -= cost;
    this.#openings.note(this.#buffer.bytes, this.#start, this.#buffer.length);
    this.#at = this.#start + 1;
    this.#line = this.#startLine;
    this.#lineStart = this.#start - this.#startColumn;
    this.#beginLost();
    return true;
  }

  #beginLost(): void {
    this.#isLost = true;
    this.#isInString = false;
    this.#isEscaped = false;
  }

  #scanLost(): void {
    const { bytes, length } = this.#buffer;
    // Without the bytes of an opening ahead it cannot be told whether an object begins here.
    const end = this.#hasEnded ? length : Math.max(this.#at, length - LONGEST_OPENING);
    const unseen = bytes.subarray(0, end);
    const broken = { start: this.#start, column: this.#startColumn, startsAsObject: this.#startsAsObject };
    let newline = unseen.indexOf(NEWLINE, this.#at);
    for (
      let at = unseen.indexOf(OPEN_OBJECT, this.#at);
      at !== -1;
      at = unseen.indexOf(OPEN_OBJECT, at + 1)
    ) {
      for (; newline !== -1 && newline < at; newline = unseen.indexOf(NEWLINE, newline + 1))
        this.#passLine(newline);
      if (!this.#openings.beginsAt(bytes, at, this.#lineStart, broken)) continue;
      this.#at = at;
      this.#endValue(at);
      return;
    }
    for (; newline !== -1; newline = unseen.indexOf(NEWLINE, newline + 1)) this.#passLine(newline);
    this.#at = end;
    this.#isWaiting = true;
  }

  #passLine(newline: number): void {
    this.#line += 1;
    this.#lineStart = newline + 1;
  }

  #endValue(end: number): void {
    this.#isLost = false;
    this.#isInString = false;
    const start = this.#start;
    this.#start = -1;
    if (this.#isTail) {
      this.#isTail = false;
      this.#owners = 0;
      return;
    }
    const record = this.#record;
    if (record >= 0) this.#record += 1;
    if (this.#droppedBytes > 0) {
      this.#rejections.push(tooLong(this.#startLine, Math.max(0, record), this.#droppedBytes + end - start));
      this.#droppedBytes = 0;
      return;
    }
    this.#openings.note(this.#buffer.bytes, start, end);
    this.#table.add({ start, end, line: this.#startLine - this.#firstLine, record });
  }

  #cut(count: number): CutPiece {
    const table = this.#table.finish();
    const firstLine = this.#firstLine;
    const rejections = this.#rejections;
    this.#rejections = [];
    const bytes = this.#buffer.take(count);
    this.#offset += count;
    this.#at -= count;
    this.#lineStart -= count;
    if (this.#start >= 0) this.#start -= count;
    this.#firstLine = this.#start >= 0 ? this.#startLine : this.#line;
    const end = { offset: this.#offset, line: this.#firstLine, record: this.#record, owners: this.#owners };
    return { kind: 'values', bytes, firstLine, table, rejections, end };
  }
}
