/**
 * Room on the disk is looked at before every commit: IndexedDB on a disk that is truly full can lose everything it
 * holds without an error, so Weft stops well before.
 */

import { statfs } from 'node:fs/promises';
import { Fault } from '#shared/protocol/fault.ts';

const MINIMUM_FREE_BYTES = 2 ** 30;

export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

export class FreeSpaceGuard {
  readonly #freeBytes: () => Promise<number>;
  readonly #minimumBytes: number;

  constructor(freeBytes: () => Promise<number>, minimumBytes = MINIMUM_FREE_BYTES) {
    this.#freeBytes = freeBytes;
    this.#minimumBytes = minimumBytes;
  }

  /** Throws a `disk-full` Fault. */
  async check(): Promise<void> {
    const free = await this.#freeBytes();
    if (free >= this.#minimumBytes) return;
    const context = { free, expected: this.#minimumBytes };
    throw new Fault('disk-full', 'There is too little room left on the disk to go on safely', { context });
  }
}
