/**
 * All databases behind one door: what the worker answers. A workspace is opened first, which takes the lock of its
 * single writer, and stays open until it is closed, deleted or taken away.
 */

import type { DexieOptions } from 'dexie';
import { Fault } from '#shared/protocol/fault.ts';
import type { ChunkInfo, Commit, CommitInfo } from '#shared/protocol/results/workspace.ts';
import { WorkspaceDatabase } from './workspace-database.ts';
import type { LockRequests } from './writer-lock.ts';
import { lockWorkspace } from './writer-lock.ts';

export interface DatabaseServiceOptions {
  readonly locks: LockRequests;
  readonly dexie?: DexieOptions;
  readonly onTakenAway: (workspace: string) => void;
}

export class DatabaseService {
  readonly #options: DatabaseServiceOptions;
  readonly #open = new Map<string, WorkspaceDatabase>();

  constructor(options: DatabaseServiceOptions) {
    this.#options = options;
  }

  /** Opens the workspace's database, made when there is none, and says what it holds. */
  async open(workspace: string): Promise<CommitInfo[]> {
    const database = this.#open.get(workspace) ?? (await this.#openAnew(workspace));
    return database.readCommits();
  }

  async applyCommit(workspace: string, commit: Commit): Promise<'applied' | 'repeated'> {
    return this.#database(workspace).applyCommit(commit);
  }

  /** The chunk's bytes, or null when they are missing or not what they were. */
  async readColumns(workspace: string, chunk: ChunkInfo): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#database(workspace).readColumns(chunk);
  }

  async readRecord(workspace: string, source: number, row: number): Promise<string | null> {
    return this.#database(workspace).readRecord(source, row);
  }

  /** Deletes the database with every byte, whether it is open or not. */
  async deleteWorkspace(workspace: string): Promise<void> {
    const database = this.#open.get(workspace) ?? (await this.#openAnew(workspace));
    this.#open.delete(workspace);
    await database.delete();
  }

  async close(workspace: string): Promise<void> {
    this.#open.get(workspace)?.close();
    this.#open.delete(workspace);
  }

  async #openAnew(workspace: string): Promise<WorkspaceDatabase> {
    const { locks, dexie, onTakenAway } = this.#options;
    const lock = await lockWorkspace(workspace, locks);
    const database = await WorkspaceDatabase.open(workspace, lock, {
      ...(dexie === undefined ? {} : { dexie }),
      onTakenAway: () => {
        this.#open.delete(workspace);
        onTakenAway(workspace);
      },
    });
    this.#open.set(workspace, database);
    return database;
  }

  #database(workspace: string): WorkspaceDatabase {
    const database = this.#open.get(workspace);
    if (database !== undefined) return database;
    throw new Fault('storage-failed', 'The database of the workspace is not open', {
      context: { workspace },
    });
  }
}
