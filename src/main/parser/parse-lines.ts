/**
 * Newline-delimited JSON → rows, decoded line by line, so that one bad line costs only itself. One string for all lines
 * would spare the calls, but JSON.parse takes a tenth longer for a slice than for a text of its own.
 */

import { isAscii, isUtf8 } from 'node:buffer';
import { jsonText } from '#shared/base/json-text.ts';
import type { JsonValue } from '#shared/base/types.ts';
import { hasLongDigits, parseExactly } from './exact-json.ts';
import { recordsInside } from './explode.ts';
import type { ParseSettings, Piece } from './piece.ts';
import type { Place, RecordSink } from './record-sink.ts';
import { excerpt } from './record-sink.ts';

const SPACE = 0x20;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = 0xfeff;
/** What V8 says of a JSON text that stops too early. */
const ENDS_INSIDE = /unexpected end|unterminated/i;

export function parseLines(piece: Piece, settings: ParseSettings, sink: RecordSink): void {
  const { bytes } = piece;
  const text = new TextReader(bytes);
  const someLongDigits = hasLongDigits(bytes, 0, bytes.length);
  let line = 0;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = text.indexOfNewline(start);
    const first = skipSpace(bytes, start, newline);
    const last = trimSpace(bytes, first, newline);
    start = newline + 1;
    if (first === last) continue;
    const place = { line, record: 0 };
    const record = text.slice(first, last);
    if (record === null) {
      sink.reject(place, 'bad-encoding', 'the line is not UTF-8; expected JSON in UTF-8');
      continue;
    }
    const isExact = someLongDigits && hasLongDigits(bytes, first, last);
    const value = parseOrReject(record, { place, isExact, isLast: newline === bytes.length }, sink);
    if (value === undefined) continue;
    takeValue(value, { bytes, first, last, place, settings }, sink);
  }
}

export interface FoundValue {
  readonly bytes: Uint8Array;
  readonly first: number;
  readonly last: number;
  readonly place: Place;
  readonly settings: ParseSettings;
}

/** A value that is a list or wraps one becomes the records inside it. */
export function takeValue(value: JsonValue, found: FoundValue, sink: RecordSink): void {
  const inside = recordsInside(value, found.settings.items);
  if (inside === null) {
    if (sink.accept(value, found.place)) sink.texts?.addRange(found.bytes, found.first, found.last);
    return;
  }
  for (let index = 0; index < inside.length; index += 1) {
    const record = inside[index]!;
    const place = { line: found.place.line, record: index };
    if (sink.accept(record, place)) sink.texts?.addText(jsonText(record));
  }
}

export interface ParseHow {
  readonly place: Place;
  /** The text holds integers that a number may not hold. */
  readonly isExact: boolean;
  /** Nothing follows it in the source. */
  readonly isLast: boolean;
}

/** The value of a JSON text; undefined when it is none and was rejected. */
export function parseOrReject(text: string, how: ParseHow, sink: RecordSink): JsonValue | undefined {
  const json = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  try {
    return how.isExact ? parseExactly(json) : (JSON.parse(json) as JsonValue);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 120) : String(cause);
    const isCutOff = how.isLast && ENDS_INSIDE.test(why);
    const what = isCutOff ? 'the content ends inside this record' : `the record is not JSON (${why})`;
    sink.reject(how.place, isCutOff ? 'truncated' : 'not-json', `${what}: ${excerpt(json)}`);
    return undefined;
  }
}

function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! <= SPACE) at += 1;
  return at;
}

function trimSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && bytes[at - 1]! <= SPACE) at -= 1;
  return at;
}

/** Text of byte ranges; null for a range that is not UTF-8. */
export class TextReader {
  readonly #buffer: Buffer;
  /** All of it: then Latin-1 says the same and is decoded by copying. */
  readonly #isAscii: boolean;
  readonly #isUtf8: boolean;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#isAscii = isAscii(bytes);
    this.#isUtf8 = this.#isAscii || isUtf8(bytes);
  }

  /** Offset of the next newline from `start` on, or of the end. */
  indexOfNewline(start: number): number {
    const found = this.#buffer.indexOf(NEWLINE, start);
    return found === -1 ? this.#buffer.length : found;
  }

  slice(start: number, end: number): string | null {
    if (this.#isAscii) return this.#buffer.toString('latin1', start, end);
    if (!this.#isUtf8 && !isUtf8(this.#buffer.subarray(start, end))) return null;
    return this.#buffer.toString('utf8', start, end);
  }
}
