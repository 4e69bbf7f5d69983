/** The logs of rejected records of one workspace: one a source, and all of them as one list. */

import { readdir } from 'node:fs/promises';
import type { RejectionRow } from '#shared/protocol/results/source.ts';
import type { ManifestSource } from '../journal/manifest.ts';
import { RejectionLog, sourceOfLog } from '../journal/rejection-log.ts';

export class RejectionLogs {
  readonly #folder: string;
  readonly #logs = new Map<number, RejectionLog>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  of(source: number): RejectionLog {
    let log = this.#logs.get(source);
    if (log === undefined) {
      log = new RejectionLog(this.#folder, source);
      this.#logs.set(source, log);
    }
    return log;
  }

  async delete(source: number): Promise<void> {
    await this.of(source).delete();
    this.#logs.delete(source);
  }

  /** Deletes what a source has left behind whose removal was cut short. */
  async keepOnly(sources: readonly ManifestSource[]): Promise<void> {
    const kept = new Set(sources.map(({ source }) => source));
    for (const name of await readdir(this.#folder)) {
      const source = sourceOfLog(name);
      if (source !== null && !kept.has(source)) await this.delete(source);
    }
  }

  /** Rows of the sources, one source after the other. */
  async page(sources: readonly ManifestSource[], offset: number, limit: number): Promise<RejectionRow[]> {
    const rows: RejectionRow[] = [];
    let skip = offset;
    for (const { source, name, rejected, rejectionBytes } of sources) {
      if (rows.length === limit) break;
      if (skip >= rejected) {
        skip -= rejected;
        continue;
      }
      const found = await this.of(source).page(skip, limit - rows.length, rejectionBytes);
      for (const row of found) rows.push({ source: name, ...row });
      skip = 0;
    }
    return rows;
  }
}
