/**
 * The overview as it was concluded last, kept so that a workspace shows it the moment it is opened, before the engine
 * has its columns again. It is an answer like any other, so it carries the protocol's version, and the checksum of its
 * text; one that does not fit the manifest's summary is none. The engine's own answer replaces it.
 */

import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Overview } from '#shared/protocol/results/overview.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import { isNodeError } from './node-error.ts';
import { storageFault } from './storage-fault.ts';

const NAME = 'overview.json';

export class KeptOverview {
  readonly #path: string;
  #overview: Overview | null = null;

  constructor(folder: string) {
    this.#path = join(folder, NAME);
  }

  /** null until one was read or kept. */
  get overview(): Overview | null {
    return this.#overview;
  }

  /** Reads what was kept of the conclusion with this digest, if it is whole and of this version. */
  async read(digest: string): Promise<void> {
    const text = await readText(this.#path);
    const body = text.slice(text.indexOf('\n') + 1);
    if (headOf(body) + body !== text) return;
    const overview = JSON.parse(body) as Overview;
    if (overview.summary.digest === digest) this.#overview = overview;
  }

  /** Replaces what was kept. Throws a `disk-full` or `storage-failed` Fault. */
  async keep(overview: Overview): Promise<void> {
    const body = JSON.stringify(overview);
    const temporary = `${this.#path}.tmp`;
    try {
      await writeFile(temporary, headOf(body) + body, { mode: 0o600 });
      await rename(temporary, this.#path);
    } catch (error) {
      throw storageFault(error, this.#path);
    }
    this.#overview = overview;
  }
}

function headOf(body: string): string {
  return `weft-overview ${PROTOCOL_VERSION} ${crc32(body)}\n`;
}

/** Empty when there is none to be read: the engine says it all again. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isNodeError(error, 'ENOENT', 'EACCES', 'EISDIR', 'EIO')) return '';
    throw error;
  }
}
