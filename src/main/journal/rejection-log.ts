/**
 * The rejected records of one source: an append-only file of JSON lines beside the manifest, because they are shown,
 * exported, and not kept anywhere else. The manifest names the length that was committed; what lies behind it belongs
 * to a commit that never came about and is cut off before reading goes on.
 *
 * Pages are found through byte offsets of every 256th row, learned while appending or on the first pass over the file.
 */

import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rejection } from '#shared/event/event.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { isNodeError } from './node-error.ts';
import { storageFault } from './storage-fault.ts';

/** A rejected record with its place in the source. */
export interface PlacedRejection extends Rejection {
  readonly line: number;
  readonly record: number;
}

const ROWS_PER_MARK = 256;
const READ_BYTES = 1 << 18;
const NEWLINE = 10;
/** Longer texts are cut: a rejected record may be as large as the file. */
const TEXT_UNITS = 4096;

export class RejectionLog {
  readonly #path: string;
  /** Byte offset of row 0, 256, 512, …; complete up to `#rowCount`. */
  #marks: number[] = [0];
  #rowCount = 0;
  #bytes = 0;

  constructor(folder: string, source: number) {
    this.#path = join(folder, `rejections-${source}.ndjson`);
  }

  /** Cuts the file to its committed length; what comes next is appended there. Rejects with a Fault. */
  async truncate(bytes: number): Promise<void> {
    await this.#change(async (file) => {
      const { size } = await file.stat();
      if (size < bytes) throw this.#damaged(size, bytes);
      await file.truncate(bytes);
    });
    await this.#learn(bytes);
  }

  /** Appends rows durably and returns the new length in bytes. Rejects with a Fault. */
  async append(rows: readonly PlacedRejection[]): Promise<number> {
    if (rows.length === 0) return this.#bytes;
    const lines = rows.map((row) => Buffer.from(`${JSON.stringify(toStored(row))}\n`));
    await this.#change(async (file) => {
      await file.writeFile(Buffer.concat(lines));
      await file.datasync();
    });
    for (const line of lines) this.#passRow(line.byteLength);
    return this.#bytes;
  }

  /** Rows from `offset` on, of the first `committedBytes` of the file. */
  async page(offset: number, limit: number, committedBytes: number): Promise<PlacedRejection[]> {
    if (this.#bytes < committedBytes) await this.#learn(committedBytes);
    const mark = Math.floor(offset / ROWS_PER_MARK);
    const start = this.#marks[mark];
    if (start === undefined) return [];
    const rows: PlacedRejection[] = [];
    let index = mark * ROWS_PER_MARK;
    for await (const line of this.#lines(start, committedBytes)) {
      if (index >= offset) rows.push(JSON.parse(line.toString('utf8')) as PlacedRejection);
      index += 1;
      if (rows.length === limit) break;
    }
    return rows;
  }

  async delete(): Promise<void> {
    await rm(this.#path, { force: true });
    this.#reset();
  }

  async #change(change: (file: FileHandle) => Promise<void>): Promise<void> {
    try {
      const file = await open(this.#path, 'a', 0o600);
      try {
        await change(file);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw storageFault(error, this.#path);
    }
  }

  #damaged(size: number, expected: number): Fault {
    const context = { file: this.#path, bytes: size, expected };
    return new Fault('workspace-damaged', 'The list of rejected records is shorter than it was', { context });
  }

  async #learn(bytes: number): Promise<void> {
    this.#reset();
    for await (const line of this.#lines(0, bytes)) this.#passRow(line.byteLength + 1);
  }

  #reset(): void {
    this.#marks = [0];
    this.#rowCount = 0;
    this.#bytes = 0;
  }

  #passRow(bytes: number): void {
    this.#rowCount += 1;
    this.#bytes += bytes;
    if (this.#rowCount % ROWS_PER_MARK === 0) this.#marks.push(this.#bytes);
  }

  /** Lines without their end, between two byte offsets at which lines start. */
  async *#lines(start: number, end: number): AsyncGenerator<Buffer> {
    if (start >= end) return;
    const file = await openIfThere(this.#path);
    if (file === null) return;
    try {
      let at = start;
      let rest: Buffer = Buffer.alloc(0);
      while (at < end) {
        const piece = Buffer.allocUnsafe(Math.min(READ_BYTES, end - at));
        const { bytesRead } = await file.read(piece, 0, piece.byteLength, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        rest = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
        let from = 0;
        for (let to = rest.indexOf(NEWLINE); to >= 0; to = rest.indexOf(NEWLINE, from)) {
          yield rest.subarray(from, to);
          from = to + 1;
        }
        rest = rest.subarray(from);
      }
    } finally {
      await file.close();
    }
  }
}

/** The source whose log has this file name, or null. */
export function sourceOfLog(name: string): number | null {
  const match = /^rejections-(\d{1,5})\.ndjson$/.exec(name);
  return match === null ? null : Number(match[1]);
}

function toStored(row: PlacedRejection): PlacedRejection {
  const { line, record, field, reason, text } = row;
  return {
    line,
    record,
    field,
    reason,
    text: text.length > TEXT_UNITS ? `${text.slice(0, TEXT_UNITS - 1)}…` : text,
  };
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isNodeError(error, 'ENOENT')) return null;
    throw error;
  }
}
