/** One piece of a source → its rows, rejections and chunks. Pure: the same on a worker thread and in the process. */

import { crc32, deflateRawSync } from 'node:zlib';
import type { Dialect } from '#shared/event/event.ts';
import { dialectFor } from './dialect-for.ts';
import { packBatch } from './pack-batch.ts';
import { parseLines } from './parse-lines.ts';
import { parseRows } from './parse-rows.ts';
import { parseValues } from './parse-values.ts';
import type { PackedChunk, ParsedPiece, ParseSettings, ParseTask, Piece } from './piece.ts';
import { RecordSink } from './record-sink.ts';

/**
 * Deflate, because the page reads records and browsers unpack nothing else. Level 1: on event logs the next levels cost
 * twice the time for a tenth of the size.
 */
const RECORD_DEFLATE = { level: 1, memLevel: 9, chunkSize: 1 << 20 };

export function parsePiece(task: ParseTask, dialect: Dialect = dialectFor(task.settings)): ParsedPiece {
  const { piece, settings } = task;
  const sink = new RecordSink(piece, settings, dialect);
  parseKind(piece, settings, sink);
  const batch = sink.finish();
  return {
    batch,
    firstLine: piece.firstLine,
    read: batch.rowCount + sink.rejections.length,
    rejections: sink.rejections,
    columns: settings.keepChunks ? withChecksum(packBatch(batch)) : null,
    records: sink.texts === null ? null : withChecksum(deflateRawSync(sink.texts.finish(), RECORD_DEFLATE)),
  };
}

function parseKind(piece: Piece, settings: ParseSettings, sink: RecordSink): void {
  switch (piece.kind) {
    case 'lines':
      return parseLines(piece, settings, sink);
    case 'values':
      return parseValues(piece, settings, sink);
    case 'rows':
      return parseRows(piece, settings, sink);
  }
}

function withChecksum(packed: Uint8Array): PackedChunk {
  const bytes = new Uint8Array(packed);
  return { bytes, crc: crc32(bytes) };
}
