/** Files of one run that appear together: all are written beside their places first, then moved over them. */

import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ByteSink } from '../../delivery/table-writer.ts';
import { fileFault } from '../../sources/byte-source.ts';

export class OutputFolder {
  readonly #path: string;
  readonly #written: { readonly temporary: string; readonly place: string }[] = [];

  private constructor(path: string) {
    this.#path = path;
  }

  /** Makes the folder when it is not there. Rejects with a `Fault`. */
  static async open(path: string): Promise<OutputFolder> {
    try {
      await mkdir(path, { recursive: true });
    } catch (cause) {
      throw fileFault(path, cause);
    }
    return new OutputFolder(path);
  }

  async write(name: string, write: (sink: ByteSink) => Promise<unknown>): Promise<void> {
    const temporary = join(this.#path, `.${name}.${randomUUID()}.tmp`);
    this.#written.push({ temporary, place: join(this.#path, name) });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await write({ write: (bytes) => file.writeFile(bytes) });
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Puts every file in its place, in the order in which they were written. */
  async publish(): Promise<void> {
    for (const { temporary, place } of this.#written) await rename(temporary, place);
    this.#written.length = 0;
  }

  /** Removes what was not published. */
  async abandon(): Promise<void> {
    await Promise.all(this.#written.map(({ temporary }) => rm(temporary, { force: true })));
    this.#written.length = 0;
  }
}
