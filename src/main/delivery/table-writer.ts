/**
 * Tables of rows → CSV (RFC 4180) or NDJSON, streamed to a sink in pieces of about 64 KB.
 *
 * A cell that a spreadsheet would run as a formula is prefixed with an apostrophe when asked (OWASP's six leading
 * characters and their full-width forms); numbers are written as numbers and are never prefixed. NDJSON keeps every
 * value as it is, so it is the form for machines.
 */

import Papa from 'papaparse';
import type { JsonObject, JsonValue } from '#shared/base/types.ts';

export interface Table {
  /** Column names, in order; unique. */
  readonly columns: readonly string[];
  /** Cells in the order of the columns; what is no scalar is written as JSON text in CSV and as itself in NDJSON. */
  readonly rows: Iterable<readonly JsonValue[]> | AsyncIterable<readonly JsonValue[]>;
}

export interface TableFormat {
  readonly format: 'csv' | 'ndjson';
  /** CSV only. */
  readonly guardFormulas: boolean;
}

/** Takes bytes and resolves when more may be written. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;
const PIECE_UNITS = 1 << 16;
const NEWLINE = '\r\n';

/** Writes the whole table and returns the number of rows. Rows are drawn one by one, never held together. */
export async function writeTable(table: Table, format: TableFormat, sink: ByteSink): Promise<number> {
  const encoder = new TextEncoder();
  const line = format.format === 'csv' ? makeCsvLine(format.guardFormulas) : makeNdjsonLine(table.columns);
  let piece = format.format === 'csv' ? line(table.columns) : '';
  let count = 0;
  for await (const row of table.rows) {
    piece += line(row);
    count += 1;
    if (piece.length < PIECE_UNITS) continue;
    await sink.write(encoder.encode(piece));
    piece = '';
  }
  if (piece !== '') await sink.write(encoder.encode(piece));
  return count;
}

function makeCsvLine(guardFormulas: boolean): (row: readonly JsonValue[]) => string {
  const config = { escapeFormulae: guardFormulas ? FORMULA_START : false, newline: NEWLINE };
  return (row) => Papa.unparse([row.map(csvCell)], config) + NEWLINE;
}

function csvCell(value: JsonValue): string | number | boolean | null {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

function makeNdjsonLine(columns: readonly string[]): (row: readonly JsonValue[]) => string {
  const names = columns.map((name) => JSON.stringify(name));
  return (row) => `{${names.map((name, at) => `${name}:${JSON.stringify(row[at] ?? null)}`).join(',')}}\n`;
}

/** One JSON object a line; for rows that are records of their own shape rather than of one table. */
export async function writeObjects(objects: Iterable<JsonObject>, sink: ByteSink): Promise<number> {
  const encoder = new TextEncoder();
  let piece = '';
  let count = 0;
  for (const object of objects) {
    piece += `${JSON.stringify(object)}\n`;
    count += 1;
    if (piece.length < PIECE_UNITS) continue;
    await sink.write(encoder.encode(piece));
    piece = '';
  }
  if (piece !== '') await sink.write(encoder.encode(piece));
  return count;
}
