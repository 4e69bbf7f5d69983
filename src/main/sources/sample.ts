/**
 * The first records of a source, through the same cutters and parsers as an import: their values, for detection and
 * the import dialog, and what would be rejected.
 */

import type { JsonValue } from '#shared/base/types.ts';
import type { CanonicalEvent, Dialect, DialectOptions } from '#shared/event/event.ts';
import { parsePiece } from '../parser/parse-piece.ts';
import type { ParseSettings, RejectedRecord } from '../parser/piece.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteStream } from './byte-stream.ts';
import type { Container } from './container.ts';
import { makeCutter } from './container.ts';
import type { CutPiece } from './cutter.ts';
import { MAX_RECORD_BYTES } from './cutter.ts';

const SAMPLE_PIECE_BYTES = 16 * 1024;
const READ_BYTES = 1024 * 1024;
/** How far is looked for a first record that ends: behind a few that are too long to be read. */
const MAX_LOOKED_AT_BYTES = 4 * MAX_RECORD_BYTES;
const UTC: DialectOptions = { country: null, zone: 'UTC' };

/**
 * Whole records of the head, in pieces. When its first record goes on behind the head, of the bytes that follow: a
 * source is recognised by the records that can be read, however far behind one that cannot.
 */
export async function firstPieces(source: ByteSource, container: Container): Promise<CutPiece[]> {
  for (const pieceBytes of [SAMPLE_PIECE_BYTES, 1]) {
    const pieces = cutHead(container, pieceBytes);
    if (container.isWhole || pieces.some(holdsRecord)) return pieces;
  }
  const { compressed, encoding, start } = container;
  const maxExpansion = Number.POSITIVE_INFINITY;
  const from = start.offset;
  const stream = new ByteStream(source, { compressed, encoding, from, readBytes: READ_BYTES, maxExpansion });
  const cutter = makeCutter(container, start, 1);
  let lookedAt = 0;
  for await (const bytes of stream) {
    const pieces = cutter.push(bytes);
    if (pieces.some(holdsRecord)) return pieces;
    lookedAt += bytes.length;
    if (lookedAt > MAX_LOOKED_AT_BYTES) return [];
  }
  return cutter.end(stream.problem);
}

function cutHead(container: Container, pieceBytes: number): CutPiece[] {
  const cutter = makeCutter(container, container.start, pieceBytes);
  const pieces = cutter.push(container.head.slice(container.start.offset));
  return container.isWhole ? [...pieces, ...cutter.end(null)] : pieces;
}

function holdsRecord({ bytes, table }: CutPiece): boolean {
  return table === null ? bytes.length > 0 : table.starts.length > 0;
}

/** At most `limit` records of the pieces. */
export function sampleRecords(container: Container, pieces: readonly CutPiece[], limit: number): JsonValue[] {
  const records: JsonValue[] = [];
  parseHead(container, pieces, { dialect: rememberingDialect(records), options: UTC, limit });
  return records.slice(0, limit);
}

export interface HeadReading {
  readonly dialect: Dialect;
  readonly options: DialectOptions;
  /** Records after which no further piece is read. */
  readonly limit: number;
}

export function parseHead(
  container: Container,
  pieces: readonly CutPiece[],
  { dialect, options, limit }: HeadReading,
): { read: number; rejections: RejectedRecord[] } {
  const settings = settingsFor(container, options);
  const rejections: RejectedRecord[] = [];
  let read = 0;
  for (const piece of pieces) {
    if (read >= limit) break;
    const parsed = parsePiece({ settings, piece: { ...piece, sourceBytes: 0 } }, dialect);
    read += parsed.read;
    rejections.push(...parsed.rejections);
  }
  return { read, rejections };
}

function settingsFor({ items, table }: Container, { country, zone }: DialectOptions): ParseSettings {
  return { dialect: '', mapping: null, country, zone, idPrefix: null, keepChunks: false, items, table };
}

function rememberingDialect(records: JsonValue[]): Dialect {
  return {
    name: 'sample',
    title: 'Sample',
    detect: () => ({ confidence: 0, reason: 'is not asked' }),
    toEvent: (record) => {
      records.push(record);
      return { ok: true, value: NOTHING };
    },
  };
}

const NOTHING: CanonicalEvent = {
  id: null,
  scope: '',
  type: 'track',
  name: null,
  at: null,
  receivedAt: null,
  sequence: null,
  identifiers: [],
  traits: [],
  properties: {},
  context: {},
  company: null,
  order: null,
  touch: null,
};
