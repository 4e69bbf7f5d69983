/**
 * Tables of one workspace. Chunks are blocks of columns, not rows: blocks go in and out fifty times faster. What a
 * commit consists of stands in its own small row, so that opening a workspace compares checksums without reading data.
 */

import type { DexieOptions, Table } from 'dexie';
import Dexie from 'dexie';
import type { Summary } from '#shared/protocol/results/overview.ts';
import type { ChunkInfo } from '#shared/protocol/results/workspace.ts';

export interface ChunkRow {
  readonly commit: number;
  /** Place among the commit's chunks. */
  readonly index: number;
  readonly kind: ChunkInfo['kind'];
  readonly source: number;
  readonly firstRow: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface CommitRow {
  readonly number: number;
  readonly chunks: readonly (ChunkInfo & { readonly index: number })[];
  readonly summary: Summary;
}

/** `version` guards against older programs, because Dexie opens a newer database without complaint. */
export type MetaRow =
  | { readonly key: 'version'; readonly schema: number; readonly minReader: number }
  | { readonly key: 'commit'; readonly number: number };

/** Schema that this program writes. */
export const SCHEMA = 1;

export class WorkspaceTables extends Dexie {
  declare readonly chunks: Table<ChunkRow, [number, number]>;
  declare readonly commits: Table<CommitRow, number>;
  declare readonly meta: Table<MetaRow, string>;

  constructor(workspace: string, options: DexieOptions = {}) {
    super(databaseName(workspace), { ...options, chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({
      chunks: '[commit+index], source, [kind+source+firstRow]',
      commits: 'number',
      meta: 'key',
    });
    this.on('populate', (transaction) => {
      void transaction.table<MetaRow>('meta').add({ key: 'version', schema: SCHEMA, minReader: 1 });
    });
  }
}

export function databaseName(workspace: string): string {
  return `weft-${workspace}`;
}
