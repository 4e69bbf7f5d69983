/**
 * How a finished export reaches the person through a browser: spooled to a file of Weft's own, then fetched once under
 * an address nobody can guess. What was never fetched goes when Weft ends, or at the next start.
 */

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeFileAtomically } from '../../delivery/atomic-file.ts';
import type { FileSink, SavedFile } from '../host-services.ts';
import { securityHeaders } from '../page-files.ts';

export const DOWNLOAD_PREFIX = '/download/';

interface Spooled {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

export class Downloads {
  readonly #folder: string;
  readonly #spooled = new Map<string, Spooled>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async clear(): Promise<void> {
    this.#spooled.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async save(name: string, write: (sink: FileSink) => Promise<void>): Promise<SavedFile> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const id = randomBytes(24).toString('base64url');
    const path = join(this.#folder, id);
    const bytes = await writeFileAtomically(path, write);
    this.#spooled.set(id, { path, name, bytes });
    return { savedAt: null, downloadUrl: `${DOWNLOAD_PREFIX}${id}`, bytes };
  }

  /** False when there is no such download, or no longer. */
  async send(id: string, response: ServerResponse): Promise<boolean> {
    const spooled = this.#spooled.get(id);
    if (spooled === undefined) return false;
    this.#spooled.delete(id);
    response.writeHead(200, {
      ...securityHeaders(null),
      'content-type': 'application/octet-stream',
      'content-length': spooled.bytes,
      'content-disposition': attachment(spooled.name),
      'cache-control': 'no-store',
    });
    try {
      await pipeline(createReadStream(spooled.path), response);
    } finally {
      await rm(spooled.path, { force: true });
    }
    return true;
  }
}

/** The plain name for old readers, the exact one as RFC 5987 wants it. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_');
  const wellFormed = name.replace(/\p{Surrogate}/gu, '_');
  const exact = encodeURIComponent(wellFormed).replace(/['()*]/g, percent);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
