/** Rejections of a run: counted, and kept in a temporary file so that their number costs no memory. */

import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSink } from '../../delivery/table-writer.ts';
import type { RejectedRecord } from '../../parser/piece.ts';
import { forgetLeftover, makeTemporaryFolder } from './leftovers.ts';

export class Rejections {
  count = 0;
  #folder: string | null = null;
  #file: FileHandle | null = null;

  async add(source: string, rejected: readonly RejectedRecord[]): Promise<void> {
    if (rejected.length === 0) return;
    this.count += rejected.length;
    const lines = rejected.map(({ line, record, field, reason, text }) =>
      JSON.stringify({ source, line, record, field, reason, text }),
    );
    this.#file ??= await this.#begin();
    await this.#file.writeFile(`${lines.join('\n')}\n`);
  }

  /** Copies every line, in the order in which they were added. */
  async copyTo(sink: ByteSink): Promise<void> {
    if (this.#folder === null) return;
    for await (const piece of createReadStream(join(this.#folder, 'rejections')))
      await sink.write(piece as Buffer);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    if (this.#folder !== null) {
      await rm(this.#folder, { recursive: true, force: true });
      forgetLeftover(this.#folder);
    }
    this.#file = null;
    this.#folder = null;
  }

  async #begin(): Promise<FileHandle> {
    this.#folder = makeTemporaryFolder('weft-rejections-');
    return open(join(this.#folder, 'rejections'), 'wx', 0o600);
  }
}
