/**
 * The database of one workspace, with a single writer. Commits are contiguous: one is applied only if it follows the
 * one stored last, together with that number, in one strict transaction; a repeat changes nothing. So delivery may be
 * repeated and either side may be killed at any moment.
 */

import type { DexieOptions } from 'dexie';
import Dexie from 'dexie';
import { Fault } from '#shared/protocol/fault.ts';
import type { ChunkInfo, Commit, CommitInfo, StoredChunk } from '#shared/protocol/results/workspace.ts';
import { crc32 } from './crc32.ts';
import { readRecordText } from './record-text.ts';
import type { ChunkRow, CommitRow } from './schema.ts';
import { SCHEMA, WorkspaceTables } from './schema.ts';
import { storageFault } from './storage-fault.ts';
import type { WriterLock } from './writer-lock.ts';

export interface DatabaseOptions {
  readonly dexie?: DexieOptions;
  /** Called when another program wants to upgrade or delete the database: it has been closed. */
  readonly onTakenAway: () => void;
}

export class WorkspaceDatabase {
  readonly workspace: string;
  readonly #tables: WorkspaceTables;
  readonly #lock: WriterLock;

  private constructor(workspace: string, tables: WorkspaceTables, lock: WriterLock) {
    this.workspace = workspace;
    this.#tables = tables;
    this.#lock = lock;
  }

  /**
   * Throws a Fault: `opened-elsewhere`, `workspace-too-new`, `storage-failed`. The lock is owned from here on and given
   * back by `close`, also when opening fails.
   */
  static async open(
    workspace: string,
    lock: WriterLock,
    options: DatabaseOptions,
  ): Promise<WorkspaceDatabase> {
    try {
      return await WorkspaceDatabase.#openTables(workspace, lock, options);
    } catch (error) {
      lock.release();
      throw storageFault(error, 'The database of the workspace cannot be opened');
    }
  }

  static async #openTables(
    workspace: string,
    lock: WriterLock,
    options: DatabaseOptions,
  ): Promise<WorkspaceDatabase> {
    let tables = new WorkspaceTables(workspace, options.dexie);
    try {
      await openNow(tables);
    } catch (error) {
      if (!isBeyondReading(error)) throw error;
      tables = await openAfresh(workspace, options);
    }
    const version = await tables.meta.get('version');
    if (version?.key === 'version' && version.minReader > SCHEMA) {
      tables.close();
      const context = { workspace, version: version.schema, expected: SCHEMA };
      throw new Fault('workspace-too-new', 'The database was made by a newer version of Weft', { context });
    }
    tables.on('versionchange', () => {
      tables.close();
      lock.release();
      options.onTakenAway();
      return false;
    });
    return new WorkspaceDatabase(workspace, tables, lock);
  }

  /** Number of the commit stored last; 0 for none. */
  async lastCommit(): Promise<number> {
    const row = await this.#tables.meta.get('commit');
    return row?.key === 'commit' ? row.number : 0;
  }

  /**
   * `applied`, or `repeated` when the commit is stored already. Throws a Fault `storage-failed` or `disk-full`, and
   * then nothing of the commit is stored.
   */
  async applyCommit(commit: Commit): Promise<'applied' | 'repeated'> {
    const rows = commit.chunks.map((chunk, index) => chunkRow(commit.number, index, chunk));
    const { chunks, commits, meta } = this.#tables;
    try {
      return await this.#tables.transaction('rw', [chunks, commits, meta], async () => {
        const stored = await this.lastCommit();
        if (commit.number <= stored) return 'repeated';
        if (commit.follows !== stored) throw outOfOrder(commit, stored);
        await this.#removeSources(commit.removedSources);
        await chunks.bulkAdd(rows);
        await commits.add(commitRow(commit));
        await meta.put({ key: 'commit', number: commit.number });
        return 'applied';
      });
    } catch (error) {
      throw storageFault(error, `Commit ${commit.number} cannot be stored`);
    }
  }

  /** What is stored, without reading the data: a chunk whose row is missing is left out. */
  async readCommits(): Promise<CommitInfo[]> {
    const { chunks, commits } = this.#tables;
    const [rows, keys] = await this.#tables.transaction('r', [chunks, commits], () =>
      Promise.all([commits.toArray(), chunks.toCollection().primaryKeys()]),
    );
    const present = new Set(keys.map(([commit, index]) => `${commit}:${index}`));
    return rows.map((row) => ({
      number: row.number,
      chunks: row.chunks.filter(({ index }) => present.has(`${row.number}:${index}`)).map(toInfo),
    }));
  }

  /** The chunk's bytes; null when they are missing or not what they were. */
  async readColumns(chunk: ChunkInfo): Promise<Uint8Array<ArrayBuffer> | null> {
    const row = await this.#tables.chunks
      .where('[kind+source+firstRow]')
      .equals([chunk.kind, chunk.source, chunk.firstRow])
      .first();
    if (row === undefined || row.data.byteLength !== chunk.bytes) return null;
    return crc32(row.data) === chunk.crc ? row.data : null;
  }

  /** Text of the record that became this row of a source; null when it is not stored. Throws when it is damaged. */
  async readRecord(source: number, row: number): Promise<string | null> {
    const found = await this.#tables.chunks
      .where('[kind+source+firstRow]')
      .between(['records', source, Dexie.minKey], ['records', source, row], true, true)
      .last();
    if (found === undefined) return null;
    const commit = await this.#tables.commits.get(found.commit);
    const info = commit?.chunks.find((chunk) => chunk.index === found.index);
    if (info === undefined || row >= info.firstRow + info.rowCount) return null;
    if (crc32(found.data) !== info.crc)
      throw new Fault('storage-failed', 'The stored records are damaged', { context: { source, row } });
    return readRecordText(found.data, row - info.firstRow);
  }

  close(): void {
    this.#tables.close();
    this.#lock.release();
  }

  /** Deletes the database with every byte. */
  async delete(): Promise<void> {
    try {
      await this.#tables.delete();
    } finally {
      this.#lock.release();
    }
  }

  async #removeSources(sources: readonly number[]): Promise<void> {
    if (sources.length === 0) return;
    const { chunks, commits } = this.#tables;
    await chunks
      .where('source')
      .anyOf([...sources])
      .delete();
    const touched = (await commits.toArray()).filter((row) =>
      row.chunks.some(({ source }) => sources.includes(source)),
    );
    await commits.bulkPut(
      touched.map((row) => ({
        ...row,
        chunks: row.chunks.filter(({ source }) => !sources.includes(source)),
      })),
    );
  }
}

/** An open that is blocked by another connection fires neither success nor error; this one fails instead. */
async function openNow(tables: WorkspaceTables): Promise<void> {
  let stop: (() => void) | null = null;
  const blocked = new Promise<never>((_, reject) => {
    stop = () => reject(new Fault('opened-elsewhere', 'The workspace is open in another window'));
  });
  tables.on('blocked', () => stop?.());
  await Promise.race([tables.open(), blocked]);
}

/** Chromium answers `UnknownError` for a store whose files are damaged, in some cases for ever. */
function isBeyondReading(error: unknown): boolean {
  return error instanceof Error && (error.name === 'UnknownError' || error.message.includes('UnknownError'));
}

/** Once more, because one kind of damage heals by itself; else from nothing: main rebuilds what is missing. */
async function openAfresh(workspace: string, options: DatabaseOptions): Promise<WorkspaceTables> {
  const again = new WorkspaceTables(workspace, options.dexie);
  try {
    await openNow(again);
    return again;
  } catch (error) {
    if (!isBeyondReading(error)) throw error;
  }
  await again.delete();
  const empty = new WorkspaceTables(workspace, options.dexie);
  await openNow(empty);
  return empty;
}

function outOfOrder(commit: Commit, stored: number): Fault {
  const context = { commit: commit.number, follows: commit.follows, stored };
  return new Fault('storage-failed', 'A commit does not follow the one that is stored', { context });
}

/** Checked on the way in, so that a chunk damaged in transport is noticed while its source is still at hand. */
function chunkRow(commit: number, index: number, chunk: StoredChunk): ChunkRow {
  const { kind, source, firstRow, data } = chunk;
  if (data.byteLength !== chunk.bytes || crc32(data) !== chunk.crc)
    throw new Fault('storage-failed', 'A chunk was damaged on its way to the database', {
      context: { commit, chunk: index },
    });
  // Bytes out of a message are never shared between threads, which is all that the wider type leaves open.
  return { commit, index, kind, source, firstRow, data: data as Uint8Array<ArrayBuffer> };
}

function commitRow(commit: Commit): CommitRow {
  const chunks = commit.chunks.map((chunk, index) => ({ ...toInfo(chunk), index }));
  return { number: commit.number, chunks, summary: commit.summary };
}

function toInfo({ kind, source, firstRow, rowCount, bytes, crc }: ChunkInfo): ChunkInfo {
  return { kind, source, firstRow, rowCount, bytes, crc };
}
