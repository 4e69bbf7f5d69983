/**
 * Files by random token: the page never names a path. A token stands for a path that the host registered (dialog, drag
 * and drop, command line) or for a file that the page holds and sends range by range.
 */

import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Fault } from '#shared/protocol/fault.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { fileFault, openFile } from '../sources/byte-source.ts';
import type { PageFileFacts, PageReads } from './page-file.ts';
import { openPageFile } from './page-file.ts';

export interface OfferedSource {
  /** null: the page holds the file. */
  readonly path: string | null;
  readonly open: () => Promise<ByteSource>;
}

/** Files taken from one folder. */
const FOLDER_FILES = 1000;

export class SourceTokens {
  readonly #reads: PageReads;
  readonly #offered = new Map<string, OfferedSource>();

  constructor(reads: PageReads) {
    this.#reads = reads;
  }

  /** Tokens of the paths; of a folder, those of the files in it and below, by name. Rejects with a Fault. */
  async offerPaths(paths: readonly string[]): Promise<string[]> {
    const files: string[] = [];
    for (const path of paths) files.push(...(await filesOf(resolve(path))));
    return files.map((path) => this.#add({ path, open: () => openFile(path) }));
  }

  offerPageFile(facts: PageFileFacts): string {
    const token = randomUUID();
    this.#offered.set(token, { path: null, open: () => openPageFile(token, facts, this.#reads) });
    return token;
  }

  get(token: string): OfferedSource {
    const offered = this.#offered.get(token);
    if (offered !== undefined) return offered;
    throw new Fault('not-found', 'The file was offered to an earlier run of Weft; choose it again');
  }

  #add(source: OfferedSource): string {
    const token = randomUUID();
    this.#offered.set(token, source);
    return token;
  }
}

async function filesOf(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .slice(0, FOLDER_FILES);
  } catch (error) {
    throw fileFault(path, error);
  }
}
