/**
 * A source → its events, stretch by stretch, in order: unpack, cut, parse in parallel, deliver.
 *
 * Read-ahead is bounded by the pool's depth, whatever the size of the source. The sum of all stretches is exact:
 * read = rows + rejections, and the end of a damaged source is a rejection like any other. Cancelling takes effect at
 * once: what the threads still parse is not waited for.
 */

import type { EventBatch } from '#shared/event/batch.ts';
import type { Mapping } from '#shared/event/mapping.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { ParserPool } from '../parser/parser-pool.ts';
import type {
  CutPlace,
  PackedChunk,
  ParsedPiece,
  ParseSettings,
  Piece,
  RejectedRecord,
} from '../parser/piece.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteStream } from './byte-stream.ts';
import type { Container } from './container.ts';
import { makeCutter, openContainer } from './container.ts';
import type { Cutter } from './cutter.ts';

export interface ReadOptions {
  /** Name of a dialect; `table` needs a mapping. */
  readonly dialect: string;
  readonly mapping: Mapping | null;
  /** ISO 3166-1 alpha-2 for phone numbers without a country code; null: such numbers are no keys. */
  readonly country: string | null;
  readonly zone: string;
  /** Records without an id count as events of their own, however equal: their id is source, line and record. */
  readonly eachLineIsAnEvent: boolean;
  /** True: stretches bring their compressed chunks for the database. */
  readonly keepChunks: boolean;
  /** Goes on behind a stretch delivered earlier. */
  readonly from?: Checkpoint;
  /** Unpacked bytes that a packed byte may become before the source counts as a bomb. */
  readonly maxExpansion?: number;
}

/** Plain data: everything needed to go on behind a stretch, with the same options and the unchanged source. */
export interface Checkpoint {
  readonly place: CutPlace;
  /** Rows delivered so far. */
  readonly rows: number;
}

export interface ParsedStretch {
  readonly batch: EventBatch;
  /** 1-based line of the batch's line 0. */
  readonly firstLine: number;
  /** Place of its first row among the source's rows. */
  readonly firstRow: number;
  /** Records seen: rows of the batch and rejections. */
  readonly read: number;
  readonly rejections: readonly RejectedRecord[];
  /** Bytes of the source used so far. */
  readonly bytesDone: number;
  readonly checkpoint: Checkpoint;
  /** Column chunk (`encodeBatch`) and record block (`readRecord`); null unless `keepChunks`. */
  readonly columns: PackedChunk | null;
  readonly records: PackedChunk | null;
}

const DEFAULT_MAX_EXPANSION = 250;

const LARGEST_PIECE_BYTES = 8 * 1024 * 1024;
const SMALLEST_PIECE_BYTES = 256 * 1024;
const READ_BYTES = 1024 * 1024;

/** Throws a `Fault`: `not-an-event-file`, `mapping-invalid`, `cancelled`, or what the source itself throws. */
export async function* readSource(
  source: ByteSource,
  options: ReadOptions,
  pool: ParserPool,
  signal?: AbortSignal,
): AsyncGenerator<ParsedStretch> {
  const opening = openContainer(source, { items: options.mapping?.items ?? null });
  const container = await unlessAborted(opening, signal);
  const settings = settingsOf(source, options, container);
  const session = pool.newSession();
  const pieces = cutPieces(source, options, container);
  const underWay: { piece: Omit<Piece, 'bytes' | 'table'>; parsed: Promise<ParsedPiece> }[] = [];
  let rows = options.from?.rows ?? 0;
  let isRead = false;
  try {
    while (true) {
      while (!isRead && underWay.length < pool.depth) {
        const next = await unlessAborted(pieces.next(), signal);
        if (next.done === true) {
          isRead = true;
          break;
        }
        const { bytes: _bytes, table: _table, ...piece } = next.value;
        const parsed = pool.parse({ settings, piece: next.value }, session);
        // Its failure is met where it is awaited, or belongs to a piece that nobody waits for any more.
        parsed.catch(() => undefined);
        underWay.push({ piece, parsed });
      }
      const first = underWay.shift();
      if (first === undefined) return;
      const parsed = await unlessAborted(first.parsed, signal);
      const firstRow = rows;
      rows += parsed.batch.rowCount;
      const checkpoint = { place: first.piece.end, rows };
      yield { ...parsed, firstRow, bytesDone: first.piece.sourceBytes, checkpoint };
    }
  } finally {
    pool.endSession(session);
    // Not awaited: a read that is under way may never be answered, and cancelling does not wait for it.
    pieces.return(undefined).catch(() => undefined);
  }
}

function settingsOf(source: ByteSource, options: ReadOptions, container: Container): ParseSettings {
  return {
    dialect: options.dialect,
    mapping: options.mapping,
    country: options.country,
    zone: options.zone,
    idPrefix: options.eachLineIsAnEvent ? source.fingerprint : null,
    keepChunks: options.keepChunks,
    items: container.items,
    table: container.table,
  };
}

async function* cutPieces(
  source: ByteSource,
  options: ReadOptions,
  container: Container,
): AsyncGenerator<Piece, undefined> {
  const from = options.from?.place ?? container.start;
  const stream = new ByteStream(source, {
    compressed: container.compressed,
    encoding: container.encoding,
    from: from.offset,
    readBytes: READ_BYTES,
    maxExpansion: options.maxExpansion ?? DEFAULT_MAX_EXPANSION,
  });
  const cutter: Cutter = makeCutter(container, from, pieceBytes(source.size));
  for await (const bytes of stream) {
    for (const piece of cutter.push(bytes)) yield { ...piece, sourceBytes: stream.sourceBytes };
  }
  for (const piece of cutter.end(stream.problem)) yield { ...piece, sourceBytes: stream.sourceBytes };
}

/** Large pieces make good chunks and repeat few texts; small sources are still shared among the threads. */
function pieceBytes(size: number): number {
  return Math.min(LARGEST_PIECE_BYTES, Math.max(SMALLEST_PIECE_BYTES, Math.ceil(size / 8)));
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Fault('cancelled', 'reading was cancelled'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    // Neither branch can reject: the outcome has been passed on by then.
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
