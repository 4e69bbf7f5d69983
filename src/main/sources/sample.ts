/**
 * The first records of a source, through the same cutters and parsers as an import: their values, for detection and
 * the import dialog, and what would be rejected.
 */

import type { JsonValue } from '#shared/base/types.ts';
import type { CanonicalEvent, Dialect, DialectOptions } from '#shared/event/event.ts';
import { parsePiece } from '../parser/parse-piece.ts';
import type { ParseSettings, RejectedRecord } from '../parser/piece.ts';
import type { Container } from './container.ts';
import { makeCutter } from './container.ts';

const SAMPLE_PIECE_BYTES = 16 * 1024;
const UTC: DialectOptions = { country: null, zone: 'UTC' };

/** At most `limit` records of the head; a record that the head cuts off is left out. */
export function sampleRecords(container: Container, limit: number): JsonValue[] {
  const records: JsonValue[] = [];
  parseHead(container, { dialect: rememberingDialect(records), options: UTC, limit });
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
  { dialect, options, limit }: HeadReading,
): { read: number; rejections: RejectedRecord[] } {
  const cutter = makeCutter(container, container.start, SAMPLE_PIECE_BYTES);
  const pieces = cutter.push(container.head.slice(container.start.offset));
  if (container.isWhole) pieces.push(...cutter.end(null));
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
