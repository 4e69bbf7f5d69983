/**
 * What a source is, seen from its content and never from its name: packed or not, its encoding, and whether it holds
 * lines of JSON, a JSON document or a table. Decided once, from the first 256 KB.
 *
 * Lines of JSON: the first line is a JSON value, or most lines are. A document: it begins with a bracket and is not
 * lines. A table: a delimiter divides nearly all rows into the same number of cells. Anything else is no event file,
 * and the fault says what was seen instead.
 */

import { Fault } from '#shared/protocol/fault.ts';
import type { ContainerKind } from '#shared/protocol/results/source.ts';
import type { CutPlace, TableShape } from '../parser/piece.ts';
import { START } from '../parser/piece.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteStream } from './byte-stream.ts';
import { CsvCutter } from './csv-cutter.ts';
import type { Cutter } from './cutter.ts';
import type { EncodingFound } from './encoding.ts';
import { detectEncoding } from './encoding.ts';
import { nameBinary } from './file-magic.ts';
import { JsonCutter } from './json-cutter.ts';
import { findList } from './json-list.ts';
import { LineCutter } from './line-cutter.ts';
import { sniffTable } from './table-shape.ts';

export interface Container {
  readonly kind: Exclude<ContainerKind, 'unknown'>;
  readonly compressed: boolean;
  readonly encoding: EncodingFound;
  /** Where the first record may be. */
  readonly start: CutPlace;
  readonly items: string | null;
  readonly table: TableShape | null;
  /** The first bytes of the content, unpacked and in UTF-8. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** True when the head is all there is. */
  readonly isWhole: boolean;
}

export interface ContainerOptions {
  /** Path to the records inside a document, as `data.rows`; null: the usual names. */
  readonly items: string | null;
}

const HEAD_BYTES = 256 * 1024;
/** Lines that are looked at when the first is not JSON. */
const SAMPLED_LINES = 100;

/** Throws a `Fault` of kind `not-an-event-file` when there is nothing that could be read. */
export async function openContainer(source: ByteSource, options: ContainerOptions): Promise<Container> {
  if (source.size === 0) throw notAnEventFile(source, 'it is empty');
  const first = await source.read(0, 64 * 1024);
  const compressed = first[0] === 0x1f && first[1] === 0x8b;
  const encodedHead = compressed ? await readHead(source, true, { encoding: 'utf-8', markBytes: 0 }) : null;
  const encoding = detectEncoding(encodedHead?.bytes ?? first);
  const { bytes: head, isWhole, problem } = await readHead(source, compressed, encoding);
  if (head.length === 0) throw notAnEventFile(source, problem ?? 'it is empty');
  const binary = nameBinary(head);
  if (binary !== null)
    throw notAnEventFile(source, compressed ? `it is compressed and holds ${binary}` : `it is ${binary}`);
  const { items } = options;
  const common = { compressed, encoding, items, head, isWhole };
  const found = detectKind(head, isWhole, items);
  if (found === null) throw notAnEventFile(source, 'it is text, and neither JSON nor a table with columns');
  return { ...common, ...found };
}

export function makeCutter(container: Container, from: CutPlace, pieceBytes: number): Cutter {
  switch (container.kind) {
    case 'ndjson':
      return new LineCutter(pieceBytes, from);
    case 'json':
      return new JsonCutter(pieceBytes, from);
    case 'csv':
      return new CsvCutter(pieceBytes, from, container.table!);
  }
}

type Found = Pick<Container, 'kind' | 'start' | 'table'>;

function detectKind(head: Uint8Array<ArrayBuffer>, isWhole: boolean, items: string | null): Found | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('utf8');
  const begin = text.trimStart()[0];
  if (begin === undefined) return null;
  if (begin === '{' || begin === '[') {
    if (isLines(text, isWhole)) return { kind: 'ndjson', start: START, table: null };
    // A sound document that lies in the head is one value: the parser takes it apart, and knows what is around the list.
    const list = isWhole && isJson(text) ? null : findList(head, items);
    return { kind: 'json', start: list ?? START, table: null };
  }
  const table = sniffTable(head, isWhole);
  if (table !== null) return { kind: 'csv', start: table.start, table: table.shape };
  return isLines(text, isWhole) ? { kind: 'ndjson', start: START, table: null } : null;
}

/** True when the first line is a JSON object or list, or at least half of the lines are. */
function isLines(text: string, isWhole: boolean): boolean {
  const lines = text.split('\n', SAMPLED_LINES + 1);
  // The last one may be cut off by the end of the head.
  if (!isWhole || lines.length > SAMPLED_LINES) lines.pop();
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length === 0) return false;
  if (isJson(filled[0]!)) return true;
  return filled.filter(isJson).length * 2 >= filled.length;
}

function isJson(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

async function readHead(
  source: ByteSource,
  compressed: boolean,
  encoding: EncodingFound,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; isWhole: boolean; problem: string | null }> {
  const stream = new ByteStream(source, {
    compressed,
    encoding,
    from: 0,
    readBytes: HEAD_BYTES,
    maxExpansion: Number.POSITIVE_INFINITY,
  });
  const head = new Uint8Array(HEAD_BYTES);
  let filled = 0;
  for await (const bytes of stream) {
    const used = Math.min(bytes.length, HEAD_BYTES - filled);
    head.set(bytes.subarray(0, used), filled);
    filled += used;
    if (filled === HEAD_BYTES) return { bytes: head, isWhole: false, problem: null };
  }
  return { bytes: head.slice(0, filled), isWhole: stream.problem === null, problem: stream.problem };
}

function notAnEventFile(source: ByteSource, seen: string): Fault {
  return new Fault('not-an-event-file', `"${source.name}" holds no events: ${seen}`, {
    context: {
      file: source.name,
      seen,
      expected: 'lines of JSON, a JSON document or a table, plain or gzip',
    },
  });
}
