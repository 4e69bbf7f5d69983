/**
 * A file that appears whole or not at all: written beside its place, flushed, then renamed over it. Readable by its
 * owner only, because exports hold personal data.
 */

import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ByteSink } from './table-writer.ts';

/** Runs `write` and returns the bytes written; when it throws, nothing is left behind. */
export async function writeFileAtomically(
  path: string,
  write: (sink: ByteSink) => Promise<void>,
): Promise<number> {
  const temporary = join(dirname(path), `.weft-${randomUUID()}.tmp`);
  const file = await open(temporary, 'wx', 0o600);
  let bytes = 0;
  try {
    await write({
      write: async (piece) => {
        await file.writeFile(piece);
        bytes += piece.byteLength;
      },
    });
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
  return bytes;
}
