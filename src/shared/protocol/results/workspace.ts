/**
 * Workspaces, and the commits and chunks in which they are stored.
 */

import type { Summary } from './overview.ts';

export interface WorkspaceInfo {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly openedAt: number;
  /** The sample shop lives in a workspace of its own. */
  readonly isSample: boolean;
  readonly sources: readonly string[];
  readonly events: number;
  readonly profiles: number;
  /** Folder of the manifest on disk. */
  readonly folder: string;
}

/** A chunk as stored: `columns` hydrate the engine, `records` hold the raw record texts and stay on disk. */
export interface ChunkInfo {
  readonly kind: 'columns' | 'records';
  readonly source: number;
  /** Place of its first row among the source's rows. */
  readonly firstRow: number;
  readonly rowCount: number;
  readonly bytes: number;
  /** CRC-32 of the bytes. */
  readonly crc: number;
}

export interface StoredChunk extends ChunkInfo {
  readonly data: Uint8Array;
}

/** Durable step: applied by the database in one strict transaction, only if it follows the commit stored last. */
export interface Commit {
  readonly number: number;
  /** The commit it follows; 0 for none. */
  readonly follows: number;
  readonly chunks: readonly StoredChunk[];
  /** Sources dropped by this commit: their chunks are deleted in the same transaction. */
  readonly removedSources: readonly number[];
  readonly summary: Summary;
}

export interface CommitInfo {
  readonly number: number;
  readonly chunks: readonly ChunkInfo[];
}

export interface WorkspaceOpened {
  readonly workspace: WorkspaceInfo;
  /**
   * hydrate: the database agrees with the manifest. rebuild: it lost something; main reads the sources concerned again
   * by itself, once what is left has been sent.
   */
  readonly state: 'hydrate' | 'rebuild';
  /** What is expected now: their column chunks, in this order, then `workspace.hydrated`. */
  readonly commits: readonly CommitInfo[];
  /** Present at once from the manifest, before the engine answers. */
  readonly summary: Summary | null;
  /** Sources that can no longer be read again, by name: empty unless something was lost. */
  readonly lost: readonly string[];
}
