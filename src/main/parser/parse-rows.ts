/**
 * Rows of a table → records `{column: cell}` → rows of the batch. Papa Parse takes the quoting apart; what is added
 * here is the place of every row, the check of its width, and text that is not UTF-8 read as Windows-1252.
 */

import { isUtf8 } from 'node:buffer';
import Papa from 'papaparse';
import { must } from '#shared/base/assert.ts';
import type { JsonValue } from '#shared/base/types.ts';
import type { ParseSettings, Piece, TableShape } from './piece.ts';
import type { RecordSink } from './record-sink.ts';
import { excerpt } from './record-sink.ts';
import { decodeWindows1252 } from './windows-1252.ts';

export function parseRows(piece: Piece, settings: ParseSettings, sink: RecordSink): void {
  const shape = must(settings.table, 'the shape of the table');
  let line = 0;
  for (const cells of parseCells(decodeRows(piece.bytes, shape.newline), shape)) {
    const place = { line, record: 0 };
    line += 1 + newlinesIn(cells, shape.newline);
    // Spreadsheets write empty rows as delimiters alone; they are no records, as blank lines are none.
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (cells.length !== shape.columns.length) {
      const text = `the row has ${cells.length} cells; expected ${shape.columns.length}: ${excerpt(cells.join(shape.delimiter))}`;
      sink.reject(place, 'wrong-column-count', text);
      continue;
    }
    const record = recordOf(cells, shape.columns);
    if (sink.accept(record, place)) sink.texts?.addText(JSON.stringify(record));
  }
}

/** What dividing text into cells goes by. */
export type CellFormat = Pick<TableShape, 'delimiter' | 'newline' | 'isQuoted'>;

export function parseCells(text: string, { delimiter, newline, isQuoted }: CellFormat): string[][] {
  if (!isQuoted) return text.split(newline).map((line) => line.split(delimiter));
  return Papa.parse<string[]>(text, { delimiter, newline, quoteChar: '"' }).data;
}

/** Text of rows: UTF-8, or Windows-1252 for the lines that are not. Line ends are made one kind. */
export function decodeRows(bytes: Uint8Array, newline: '\n' | '\r'): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = isUtf8(buffer) ? buffer.toString('utf8') : decodeMixed(buffer, newline);
  return newline === '\n' ? text.replaceAll('\r\n', '\n') : text;
}

function decodeMixed(buffer: Buffer, newline: string): string {
  const lines: string[] = [];
  for (let start = 0; start < buffer.length; ) {
    const found = buffer.indexOf(newline, start);
    const end = found === -1 ? buffer.length : found + 1;
    const line = buffer.subarray(start, end);
    lines.push(isUtf8(line) ? line.toString('utf8') : decodeWindows1252(line));
    start = end;
  }
  return lines.join('');
}

/** Without a prototype, so that a column called `__proto__` is a column. */
function recordOf(cells: readonly string[], columns: readonly string[]): JsonValue {
  const record = Object.create(null) as { [column: string]: JsonValue };
  for (let index = 0; index < columns.length; index += 1) record[columns[index]!] = cells[index]!;
  return record;
}

function newlinesIn(cells: readonly string[], newline: string): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf(newline); at !== -1; at = cell.indexOf(newline, at + 1)) count += 1;
  }
  return count;
}
