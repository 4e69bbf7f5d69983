/**
 * What goes to a parser and what comes back. A piece is a run of whole records of one source, cut by a cutter that
 * does not parse; the parser turns it into a batch of columns. All of it can be transferred between threads.
 */

import type { EventBatch } from '#shared/event/batch.ts';
import type { Mapping } from '#shared/event/mapping.ts';
import type { RejectionRow } from '#shared/protocol/results/source.ts';

/** A record that became no event. `line` is the 1-based line of the source. */
export type RejectedRecord = Omit<RejectionRow, 'source'>;

export const STANDS_ALONE = 0xffffffff;

/** Where records lie in the bytes of a piece, when they are not simply its lines. One entry a record. */
export interface RecordTable {
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Line of the record, counted from 0 at the piece's first line. */
  readonly lines: Uint32Array<ArrayBuffer>;
  /** Index of the record inside its list; STANDS_ALONE for a value that is in none. */
  readonly records: Uint32Array<ArrayBuffer>;
}

/** Place behind a piece from which cutting can go on: plain data, kept in checkpoints. */
export interface CutPlace {
  /** Offset in the unpacked UTF-8 content. */
  readonly offset: number;
  /** 1-based line at the offset. */
  readonly line: number;
  /** JSON documents: index of the next record inside the list that is open here; -1 when none is open. */
  readonly record: number;
  /** JSON documents: objects that are open around that list. */
  readonly owners: number;
}

export const START: CutPlace = { offset: 0, line: 1, record: -1, owners: 0 };

export interface Piece {
  readonly kind: 'lines' | 'values' | 'rows';
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** 1-based line at which the bytes start. */
  readonly firstLine: number;
  /** Present for `values` only. */
  readonly table: RecordTable | null;
  /** Records that were given up while cutting. */
  readonly rejections: readonly RejectedRecord[];
  readonly end: CutPlace;
  /** Bytes of the source used when the piece was cut. */
  readonly sourceBytes: number;
}

/** A table's shape, decided once from its head. */
export interface TableShape {
  readonly delimiter: string;
  /** `\r` for the files that end their lines so; everything else ends them with `\n`, with or without `\r` before it. */
  readonly newline: '\n' | '\r';
  /** False: a quote is a character like any other, and every line end ends a row. */
  readonly isQuoted: boolean;
  readonly columns: readonly string[];
  /** False: the first row is data; the columns are numbered, unless a vendor's form is known by its rows. */
  readonly hasHeader: boolean;
}

export interface ParseSettings {
  readonly dialect: string;
  readonly mapping: Mapping | null;
  readonly country: string | null;
  readonly zone: string;
  /** When set, a record without an id gets `idPrefix:line:record`, so that equal lines stay events of their own. */
  readonly idPrefix: string | null;
  readonly keepChunks: boolean;
  /** Path to the list of records inside a document; null: the usual names. */
  readonly items: string | null;
  readonly table: TableShape | null;
}

export interface ParseTask {
  readonly settings: ParseSettings;
  readonly piece: Piece;
}

/** A chunk as it is stored: compressed, with the CRC-32 of those bytes. */
export interface PackedChunk {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly crc: number;
}

export interface ParsedPiece {
  readonly batch: EventBatch;
  readonly firstLine: number;
  /** Records seen: rows of the batch and rejections. */
  readonly read: number;
  readonly rejections: readonly RejectedRecord[];
  /** Column chunk (`unpackBatch`) and record block (`readRecord`, deflated); null when chunks are not kept. */
  readonly columns: PackedChunk | null;
  readonly records: PackedChunk | null;
}
