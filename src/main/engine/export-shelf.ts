/**
 * Exports under way: rows are produced piece by piece as main asks for them, so that neither side ever holds a whole
 * file. Their numbers belong to one revision; when rows are resolved again in the middle, an export cannot go on.
 */

import { must } from '#shared/base/assert.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { ByteSink, TableFormat } from '../delivery/table-writer.ts';
import { writeTable } from '../delivery/table-writer.ts';
import type { QueryContext } from './queries/context.ts';
import type { EngineExport } from './queries/exports.ts';
import { exportTable } from './queries/exports.ts';

interface Export {
  isOutdated: boolean;
  rows: number;
  readonly pieces: ReadableStreamDefaultReader<Uint8Array>;
}

export class ExportShelf {
  readonly #open = new Map<number, Export>();
  #lastId = 0;

  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  open(context: QueryContext, what: EngineExport, format: TableFormat): number {
    const id = ++this.#lastId;
    const table = exportTable(context, what);
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const begun: Export = { isOutdated: false, rows: 0, pieces: readable.getReader() };
    this.#open.set(id, begun);
    void this.#write(begun, writable.getWriter(), (sink) => writeTable(table, format, sink));
    return id;
  }

  async next(id: number): Promise<Uint8Array | null> {
    const found = must(this.#open.get(id), 'an export that is open');
    if (found.isOutdated)
      throw new Fault('cancelled', 'The data changed while it was exported; export it again');
    const { value } = await found.pieces.read();
    return value ?? null;
  }

  /** Ends an export, finished or not; rows written. */
  async close(id: number): Promise<number> {
    const found = this.#open.get(id);
    if (found === undefined) return 0;
    this.#open.delete(id);
    await found.pieces.cancel();
    return found.rows;
  }

  /** Says that rows were resolved again. */
  invalidate(): void {
    for (const entry of this.#open.values()) entry.isOutdated = true;
  }

  async clear(): Promise<void> {
    for (const id of [...this.#open.keys()]) await this.close(id);
  }

  /** The stream makes the writer wait until its last piece was read. What fails here, `next` throws. */
  async #write(
    begun: Export,
    writer: WritableStreamDefaultWriter<Uint8Array>,
    write: (sink: ByteSink) => Promise<number>,
  ): Promise<void> {
    try {
      begun.rows = await write(writer);
      await writer.close();
    } catch (error) {
      // Closed early: there is nobody left to tell.
      if (this.#isOpen(begun)) await writer.abort(error);
    }
  }

  #isOpen(begun: Export): boolean {
    return [...this.#open.values()].includes(begun);
  }
}
