/**
 * Files of one run that appear together: all are written beside their places first, then moved over them. The last one
 * written vouches for the others: that of an earlier run is removed before any of them moves, so that a folder without
 * it is one that was not finished.
 */

import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#shared/protocol/fault.ts';
import type { ByteSink } from '../../delivery/table-writer.ts';
import { forgetLeftover, noteLeftover } from './leftovers.ts';
import { UsageError } from './usage.ts';

export class OutputFolder {
  readonly #path: string;
  readonly #written: { readonly temporary: string; readonly place: string }[] = [];

  private constructor(path: string) {
    this.#path = path;
  }

  /** Makes the folder when it is not there. Throws a `UsageError` for a file, a `Fault` for a folder that cannot be. */
  static async open(path: string): Promise<OutputFolder> {
    if (await isOtherThanFolder(path))
      throw new UsageError(`--out is "${path}", which is a file; expected a folder`);
    try {
      await mkdir(path, { recursive: true });
    } catch (cause) {
      throw writeFault(path, cause);
    }
    return new OutputFolder(path);
  }

  async write(name: string, write: (sink: ByteSink) => Promise<unknown>): Promise<void> {
    const place = join(this.#path, name);
    const temporary = join(this.#path, `.${name}.${randomUUID()}.tmp`);
    noteLeftover(temporary);
    this.#written.push({ temporary, place });
    try {
      await writeWhole(temporary, write);
    } catch (cause) {
      throw writeFault(place, cause);
    }
  }

  /** Puts every file in its place, in the order in which they were written. */
  async publish(): Promise<void> {
    const last = this.#written.at(-1);
    if (last === undefined) return;
    try {
      await rm(last.place, { force: true });
      for (const { temporary, place } of this.#written) {
        await rename(temporary, place);
        forgetLeftover(temporary);
      }
    } catch (cause) {
      throw writeFault(this.#path, cause);
    }
    this.#written.length = 0;
  }

  /** Removes what was not published. */
  async abandon(): Promise<void> {
    for (const { temporary } of this.#written) {
      await rm(temporary, { force: true });
      forgetLeftover(temporary);
    }
    this.#written.length = 0;
  }
}

async function writeWhole(path: string, write: (sink: ByteSink) => Promise<unknown>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await write({ write: (bytes) => file.writeFile(bytes) });
    await file.sync();
  } finally {
    await file.close();
  }
}

async function isOtherThanFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && !found.isDirectory();
}

/** Only what the system refused is a fault of the folder; everything else is a bug and stays one. */
function writeFault(path: string, cause: unknown): unknown {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  if (cause instanceof Fault || code === undefined) return cause;
  const kind = code === 'ENOSPC' ? 'disk-full' : 'storage-failed';
  return new Fault(kind, `"${path}" cannot be written: ${(cause as Error).message}`, {
    context: { file: path, code },
    cause,
  });
}
