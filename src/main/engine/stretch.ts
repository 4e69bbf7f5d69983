/** What a stretch of a source means for the database and for the manifest. */

import type { SourceProgress } from '../journal/manifest.ts';
import type { ParsedStretch } from '../sources/read-source.ts';
import type { NewChunk } from './committer.ts';

/** A stretch without rows has none: there is nothing in it to be stored. */
export function chunksOf(
  source: number,
  { batch, firstRow, firstLine, columns, records }: ParsedStretch,
): NewChunk[] {
  const chunks: NewChunk[] = [];
  if (batch.rowCount === 0) return chunks;
  const common = { source, firstRow, firstLine, rowCount: batch.rowCount };
  for (const [kind, packed] of [['columns', columns] as const, ['records', records] as const]) {
    if (packed === null) continue;
    chunks.push({ ...common, kind, bytes: packed.bytes.byteLength, crc: packed.crc, data: packed.bytes });
  }
  return chunks;
}

/** How far the source is read with the stretch; `rejectionBytes` is the length of its log then. */
export function progressAfter(
  before: SourceProgress,
  { batch, read, rejections, bytesDone, checkpoint }: ParsedStretch,
  rejectionBytes: number,
): SourceProgress {
  return {
    source: before.source,
    complete: false,
    // Checkpoints are plain data by their own words.
    checkpoint: { ...checkpoint } as unknown as SourceProgress['checkpoint'],
    bytesRead: bytesDone,
    read: before.read + read,
    rows: before.rows + batch.rowCount,
    rejected: before.rejected + rejections.length,
    rejectionBytes,
    rejectionsByReason: countReasons(before.rejectionsByReason, rejections),
  };
}

function countReasons(
  before: SourceProgress['rejectionsByReason'],
  rejections: ParsedStretch['rejections'],
): SourceProgress['rejectionsByReason'] {
  const counts = new Map(before);
  for (const { reason } of rejections) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts];
}
