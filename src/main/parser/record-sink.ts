/**
 * Collects what a piece becomes: rows of a batch, the raw text of every row, and the records that were rejected. The
 * sum is kept exact: every record goes through `accept` or `reject`, once.
 */

import type { JsonValue } from '#shared/base/types.ts';
import type { EventBatch } from '#shared/event/batch.ts';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { CanonicalEvent, Dialect, DialectOptions, RejectionReason } from '#shared/event/event.ts';
import { RecordBlockBuilder } from '#shared/event/record-block.ts';
import type { ParseSettings, Piece, RejectedRecord } from './piece.ts';

/** Where a record stands: line counted from 0 at the piece's first line, and index inside its list. */
export interface Place {
  readonly line: number;
  readonly record: number;
}

/** Most of a record's text that a rejection repeats. */
const EXCERPT_LENGTH = 160;

export class RecordSink {
  readonly rejections: RejectedRecord[];
  readonly texts: RecordBlockBuilder | null;
  readonly #builder = new BatchBuilder();
  readonly #dialect: Dialect;
  readonly #options: DialectOptions;
  readonly #idPrefix: string | null;
  readonly #firstLine: number;

  constructor(piece: Piece, settings: ParseSettings, dialect: Dialect) {
    this.#dialect = dialect;
    this.#options = { country: settings.country, zone: settings.zone };
    this.#idPrefix = settings.idPrefix;
    this.#firstLine = piece.firstLine;
    this.rejections = [...piece.rejections];
    this.texts = settings.keepChunks ? new RecordBlockBuilder(recordBlockBytes(piece)) : null;
  }

  get read(): number {
    return this.#builder.rowCount + this.rejections.length;
  }

  /** Makes an event of the record. False when it was rejected; a row's text is then not to be kept. */
  accept(value: JsonValue, place: Place): boolean {
    const event = this.#eventOf(value, place);
    if (event === null) return false;
    this.#builder.add(this.#withId(event, place), place.line, place.record);
    return true;
  }

  reject(place: Place, reason: RejectionReason, text: string, field: string | null = null): void {
    const line = this.#firstLine + place.line;
    this.rejections.push({ line, record: place.record, field, reason, text });
  }

  finish(): EventBatch {
    this.rejections.sort((a, b) => a.line - b.line || a.record - b.record);
    return this.#builder.finish();
  }

  #eventOf(value: JsonValue, place: Place): CanonicalEvent | null {
    if (value === null || typeof value !== 'object') {
      this.reject(
        place,
        'not-an-object',
        `the record is ${excerpt(JSON.stringify(value))}; expected an object`,
      );
      return null;
    }
    try {
      const result = this.#dialect.toEvent(value, this.#options);
      if (result.ok) return result.value;
      this.reject(place, result.error.reason, result.error.text, result.error.field);
    } catch (cause) {
      // Dialects do not throw for any value, but nesting a million deep exhausts the stack of whatever reads it.
      if (!(cause instanceof RangeError)) throw cause;
      this.reject(place, 'wrong-type', `the record cannot be read: ${cause.message}`);
    }
    return null;
  }

  #withId(event: CanonicalEvent, place: Place): CanonicalEvent {
    if (this.#idPrefix === null || event.id !== null) return event;
    return { ...event, id: `${this.#idPrefix}:${this.#firstLine + place.line}:${place.record}` };
  }
}

export function excerpt(text: string): string {
  const flat = text.slice(0, EXCERPT_LENGTH).replace(/\s+/g, ' ').trim();
  return text.length > EXCERPT_LENGTH ? `${flat}…` : flat;
}

/** Lines are kept without their ends, which the table of the block takes up; more than that is rare. */
function recordBlockBytes(piece: Piece): number {
  return piece.bytes.length + piece.bytes.length / 32;
}
