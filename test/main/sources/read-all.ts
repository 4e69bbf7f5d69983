/** Helpers of the source tests: bytes in, everything that came out, and the sum that must always hold. */

import { expect } from 'vitest';
import { ParserPool } from '#main/parser/parser-pool.ts';
import type { RejectedRecord } from '#main/parser/piece.ts';
import { type ByteSource, bytesSource } from '#main/sources/byte-source.ts';
import { type ParsedStretch, type ReadOptions, readSource } from '#main/sources/read-source.ts';
import { textOfBlock } from '#shared/base/dictionary.ts';

export const WEFT_OPTIONS: ReadOptions = {
  dialect: 'weft',
  mapping: null,
  country: null,
  zone: 'UTC',
  eachLineIsAnEvent: false,
  keepChunks: false,
};

export interface ReadAll {
  readonly stretches: ParsedStretch[];
  readonly read: number;
  /** `line:record name` of every row. */
  readonly rows: string[];
  readonly rejections: RejectedRecord[];
}

export async function readAll(
  source: ByteSource | Uint8Array | string,
  options: Partial<ReadOptions> = {},
  pool: ParserPool = new ParserPool({ threads: 0 }),
  signal?: AbortSignal,
): Promise<ReadAll> {
  const opened = typeof source === 'string' ? Buffer.from(source) : source;
  const byteSource = opened instanceof Uint8Array ? bytesSource('log', opened) : opened;
  const stretches: ParsedStretch[] = [];
  const all = { ...WEFT_OPTIONS, ...options };
  for await (const stretch of readSource(byteSource, all, pool, signal)) stretches.push(stretch);
  const rows = stretches.flatMap(rowsOf);
  const rejections = stretches.flatMap((stretch) => stretch.rejections);
  const read = stretches.reduce((sum, stretch) => sum + stretch.read, 0);
  expect(read).toBe(rows.length + rejections.length);
  return { stretches, read, rows, rejections };
}

export function rowsOf(stretch: ParsedStretch): string[] {
  const { columns, texts, rowCount } = stretch.batch;
  return Array.from({ length: rowCount }, (_, row) => {
    const line = stretch.firstLine + columns.line[row]!;
    return `${line}:${columns.record[row]} ${textOfBlock(texts, columns.name[row]!)}`;
  });
}

export const places = (read: ReadAll): string[] =>
  read.rejections.map(({ line, record, reason }) => `${line}:${record} ${reason}`);

export const event = (name: string, more: object = {}): string =>
  JSON.stringify({
    type: 'track',
    name,
    at: '2026-03-01T10:00:00Z',
    identifiers: { anonymous_id: 'a1' },
    ...more,
  });
