/**
 * A table's shape from its head: which character divides the cells, how lines end, whether the first row names the
 * columns, and where the first row of data starts.
 *
 * The delimiter is the one under which nearly all rows have the same number of cells, two at least; of several the one
 * with the most cells. Where there is none, the one under which the first row plainly names columns and at least half of
 * the others are as wide: the rest are damaged rows, which reading rejects one by one. Prose does not pass for that,
 * because its first line is no list of names: a space follows its commas.
 *
 * A first row is a header when its cells are filled and none looks like data.
 *
 * Snowplow's enriched form has no header and no quoting: it is known by its rows, half of them at least, and its columns
 * are given their published names.
 */

import { isEnrichedRow, SNOWPLOW_COLUMNS } from '#shared/event/dialects/snowplow-columns.ts';
import type { CellFormat } from '../parser/parse-rows.ts';
import { decodeRows, parseCells } from '../parser/parse-rows.ts';
import type { CutPlace, TableShape } from '../parser/piece.ts';
import { START } from '../parser/piece.ts';
import { CsvCutter } from './csv-cutter.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLED_ROWS = 100;
/** Share of rows that must agree on the number of cells. */
const AGREEING_SHARE = 0.8;
const LONGEST_NAME = 120;
/** The same where other rows are damaged, and what a name looks like then. */
const DAMAGED_AGREEING_SHARE = 0.5;
const PLAIN_NAME = /^[\p{L}_$][^\s!?;,|]*(?: [^\s!?;,|]+){0,3}(?<![.:])$/u;

export interface TableFound {
  readonly shape: TableShape;
  readonly start: CutPlace;
}

export function sniffTable(head: Uint8Array<ArrayBuffer>, isWhole: boolean): TableFound | null {
  if (holdsEnrichedRows(head, isWhole)) return { shape: ENRICHED, start: START };
  const newline = head.includes(0x0a) || !head.includes(0x0d) ? '\n' : '\r';
  const samples = DELIMITERS.map((delimiter) => ({
    delimiter,
    rows: sampleRows(head, { delimiter, newline, isQuoted: true }, isWhole),
  }));
  const found = widest(samples, agreedWidth) ?? widest(samples, widthOfPlainHeader);
  if (found === null) return null;
  const { delimiter, rows, width } = found;
  const format: CellFormat = { delimiter, newline, isQuoted: true };
  const names = rows[0]!;
  if (!isHeader(names, width)) {
    const columns = Array.from({ length: width }, (_, index) => `column ${index + 1}`);
    return { shape: { ...format, columns, hasHeader: false }, start: START };
  }
  return {
    shape: { ...format, columns: distinct(names), hasHeader: true },
    start: headerEnd(head, format),
  };
}

const ENRICHED: TableShape = {
  delimiter: '\t',
  newline: '\n',
  isQuoted: false,
  columns: SNOWPLOW_COLUMNS,
  hasHeader: false,
};

function holdsEnrichedRows(head: Uint8Array<ArrayBuffer>, isWhole: boolean): boolean {
  const rows = sampleRows(head, ENRICHED, isWhole);
  const enriched = rows.filter(isEnrichedRow).length;
  return enriched > 0 && enriched >= rows.length * DAMAGED_AGREEING_SHARE;
}

interface Sample {
  readonly delimiter: string;
  readonly rows: string[][];
}

/** The sample of most columns by a measure that answers 0 when there are none; null when that is less than two. */
function widest(
  samples: readonly Sample[],
  widthOf: (rows: readonly string[][]) => number,
): (Sample & { readonly width: number }) | null {
  let best: (Sample & { readonly width: number }) | null = null;
  for (const sample of samples) {
    const width = widthOf(sample.rows);
    if (width >= 2 && width > (best?.width ?? 0)) best = { ...sample, width };
  }
  return best;
}

/** Place behind the first row, however many lines it has. */
function headerEnd(head: Uint8Array<ArrayBuffer>, format: CellFormat): CutPlace {
  const cutter = new CsvCutter(1, START, format);
  const newline = format.newline.charCodeAt(0);
  for (let start = 0; start < head.length; ) {
    const found = head.indexOf(newline, start);
    const end = found === -1 ? head.length : found + 1;
    const [row] = cutter.push(head.slice(start, end));
    if (row !== undefined) return row.end;
    start = end;
  }
  return { ...START, offset: head.length };
}

function sampleRows(head: Uint8Array<ArrayBuffer>, format: CellFormat, isWhole: boolean): string[][] {
  const cutter = new CsvCutter(Number.POSITIVE_INFINITY, START, format);
  const whole = isWhole ? head.length : wholeRowsEnd(head, format);
  cutter.push(head.slice(0, whole));
  // A row that is given up divides what is before it from what follows.
  const rows = cutter
    .end(null)
    .flatMap((piece) => parseCells(decodeRows(piece.bytes, format.newline), format));
  return rows.filter((row) => row.length > 1 || row[0]!.trim() !== '').slice(0, SAMPLED_ROWS);
}

/** The head may end inside a row, which would look ragged; and that row may be all but the header. */
function wholeRowsEnd(head: Uint8Array<ArrayBuffer>, format: CellFormat): number {
  const last = cutAll(head, format, SAMPLE_PIECE_BYTES).at(-1) ?? cutAll(head, format, 1).at(-1);
  return last?.end.offset ?? 0;
}

const SAMPLE_PIECE_BYTES = 4096;

function cutAll(head: Uint8Array<ArrayBuffer>, format: CellFormat, pieceBytes: number): { end: CutPlace }[] {
  return new CsvCutter(pieceBytes, START, format).push(head.slice());
}

/** Number of cells that most rows have, or 0 when too few agree. */
function agreedWidth(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let width = 0;
  for (const [candidate, count] of counts) if (count > (counts.get(width) ?? 0)) width = candidate;
  return (counts.get(width) ?? 0) >= rows.length * AGREEING_SHARE ? width : 0;
}

/** Number of names in the first row, or 0 when it is no plain header or too few rows are as wide. */
function widthOfPlainHeader(rows: readonly string[][]): number {
  const [names = [], ...others] = rows;
  const width = names.length;
  if (!isHeader(names, width) || new Set(names).size < width) return 0;
  if (!names.every((name) => PLAIN_NAME.test(name))) return 0;
  const agreeing = others.filter((row) => row.length === width).length;
  return agreeing > 0 && agreeing >= others.length * DAMAGED_AGREEING_SHARE ? width : 0;
}

/** What names are not: addresses, numbers, times, UUIDs, long texts. */
const LOOKS_LIKE_DATA =
  /^[^@\s]+@[^@\s]+\.[^@\s]+$|^[+-]?[\d.,\s]+$|^\d{4}-\d\d-\d\d|^\d{1,2}[./]\d{1,2}[./]\d{2,4}|^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$|^https?:|^(true|false|null)$/i;

function isHeader(cells: readonly string[], width: number): boolean {
  if (cells.length !== width) return false;
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length < width * 0.5) return false;
  return filled.every((cell) => cell.length <= LONGEST_NAME && !LOOKS_LIKE_DATA.test(cell.trim()));
}

/** Names without repeats and gaps: `email`, `email (2)`, `column 3`. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((raw, index) => {
    const name = raw.trim() === '' ? `column ${index + 1}` : raw.trim();
    let candidate = name;
    for (let copy = 2; taken.has(candidate); copy += 1) candidate = `${name} (${copy})`;
    taken.add(candidate);
    return candidate;
  });
}
