/**
 * What the import dialog and the command line show of a source before reading it: container, encoding, dialect with the
 * reason, first rows, a mapping guessed where no dialect fits, and how its identifiers and times would be read. Looks
 * at the first 256 KB, whatever the size, and only further when not one record ends there.
 */

import { isUtf8 } from 'node:buffer';
import type { JsonValue } from '#shared/base/types.ts';
import { detectDialect, dialectNamed } from '#shared/event/detect.ts';
import { makeTableDialect } from '#shared/event/dialects/table.ts';
import type { DialectOptions } from '#shared/event/event.ts';
import { guessColumns } from '#shared/event/guess-columns.ts';
import { columnsToMapping } from '#shared/event/mapping.ts';
import { Fault, toFaultData } from '#shared/protocol/fault.ts';
import type { SourceInspection } from '#shared/protocol/results/source.ts';
import type { ByteSource } from './byte-source.ts';
import type { Container } from './container.ts';
import { openContainer } from './container.ts';
import { cellText, leavesOf } from './json-cells.ts';
import { readSample } from './normalised-samples.ts';
import { firstPieces, parseHead, sampleRecords } from './sample.ts';

export type Inspection = Omit<SourceInspection, 'token'>;

const MOST_RECORDS = 200;
const MOST_ROWS = 20;
const MOST_COLUMNS = 40;
const MOST_PROBLEMS = 50;
/** Share of the votes from which a dialect is taken without a mapping. */
const ENOUGH_CONFIDENCE = 0.5;

/** Never throws for what the content holds: `fault` says why it is no event file. */
export async function inspectSource(source: ByteSource, options: DialectOptions): Promise<Inspection> {
  try {
    const container = await openContainer(source, { items: null });
    return await inspectContainer(source, container, options);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    return { ...emptyInspection(source), fault: toFaultData(thrown) };
  }
}

async function inspectContainer(
  source: ByteSource,
  container: Container,
  options: DialectOptions,
): Promise<Inspection> {
  const pieces = await firstPieces(source, container);
  const records = sampleRecords(container, pieces, MOST_RECORDS);
  const candidates = detectDialect(records);
  const best = candidates.find(({ confidence }) => confidence >= ENOUGH_CONFIDENCE);
  const { columns, cells } = tableOf(records, container);
  const mapping = best === undefined ? guessColumns(columns, cells) : null;
  const named = best === undefined ? null : dialectNamed(best.dialect);
  const dialect = named ?? makeTableDialect(columnsToMapping(mapping ?? []));
  const { read, rejections } = parseHead(container, pieces, { dialect, options, limit: MOST_RECORDS });
  return {
    ...emptyInspection(source),
    ...readSample(records, dialect, options),
    compressed: container.compressed,
    container: container.kind,
    encoding: encodingName(container),
    delimiter: container.table?.delimiter ?? null,
    candidates,
    columns: columns.slice(0, MOST_COLUMNS),
    rows: cells.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS)),
    mapping,
    sampled: read,
    problems: rejections.slice(0, MOST_PROBLEMS).map((row) => ({ source: source.name, ...row })),
  };
}

function emptyInspection(source: ByteSource): Inspection {
  return {
    name: source.name,
    size: source.size,
    compressed: false,
    container: 'unknown',
    encoding: '',
    delimiter: null,
    candidates: [],
    columns: [],
    rows: [],
    mapping: null,
    normalised: [],
    zonelessTimes: 0,
    nationalPhones: 0,
    sampled: 0,
    problems: [],
    fault: null,
  };
}

function tableOf(
  records: readonly JsonValue[],
  { table }: Container,
): { columns: string[]; cells: string[][] } {
  const rows = records.map(leavesOf);
  const columns = table === null ? [...new Set(rows.flatMap((row) => [...row.keys()]))] : [...table.columns];
  return { columns, cells: rows.map((row) => columns.map((column) => cellText(row.get(column)))) };
}

function encodingName({ encoding, kind, head, isWhole }: Container): string {
  if (encoding.encoding !== 'utf-8') return encoding.encoding.toUpperCase();
  if (encoding.markBytes > 0) return 'UTF-8 with byte order mark';
  // The head may end inside a character.
  const end = isWhole ? head.length : head.lastIndexOf(0x0a) + 1;
  return kind === 'csv' && !isUtf8(head.subarray(0, end)) ? 'Windows-1252' : 'UTF-8';
}
