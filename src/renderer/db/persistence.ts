/** Between main and the database: opens a workspace on both sides, stores the commits that main sends, and answers. */

import type { Bridge } from '#shared/protocol/bridge.ts';
import { Fault, toFaultData } from '#shared/protocol/fault.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { ChunkInfo, CommitInfo, WorkspaceOpened } from '#shared/protocol/results/workspace.ts';
import { DatabaseClient } from './database-channel.ts';

/** How far the engine has its columns again. */
interface HydrationProgress {
  readonly opened: WorkspaceOpened;
  /** Column chunks sent so far, of all. */
  readonly done: number;
  readonly total: number;
}

type OnProgress = (progress: HydrationProgress) => void;
export type Database = Pick<DatabaseClient, 'call'>;

const CHUNKS_IN_FLIGHT = 3;

export class Persistence {
  readonly #bridge: Bridge;
  readonly #database: Database;
  /** The workspace whose commits are stored here. */
  #workspace: string | null = null;
  /** Openings and commits, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(bridge: Bridge, database: Database) {
    this.#bridge = bridge;
    this.#database = database;
    bridge.subscribe((push) => this.#receive(push));
  }

  /** Rejects with a Fault. The workspace opened before is let go. */
  openWorkspace(workspace: string, onProgress: OnProgress = () => undefined): Promise<WorkspaceOpened> {
    return this.#inTurn(() => this.#open(workspace, onProgress));
  }

  /** Text of the original record; null when it was not kept. */
  readRecord(workspace: string, source: number, row: number): Promise<string | null> {
    return this.#database.call('readRecord', workspace, source, row);
  }

  /** Erases it on disk and in the database, with every byte. */
  deleteWorkspace(workspace: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#bridge.request('workspace.delete', { workspace });
      if (this.#workspace === workspace) this.#workspace = null;
      await this.#database.call('deleteWorkspace', workspace);
    });
  }

  async #open(workspace: string, onProgress: OnProgress): Promise<WorkspaceOpened> {
    if (this.#workspace !== null && this.#workspace !== workspace) await this.#close(this.#workspace);
    const stored = await this.#database.call('open', workspace);
    this.#workspace = workspace;
    try {
      return await this.#openWith(workspace, stored, onProgress);
    } catch (error) {
      await this.#leave(workspace, { isUnknown: isNotFound(error) && stored.length === 0 });
      throw error;
    }
  }

  async #openWith(workspace: string, stored: CommitInfo[], onProgress: OnProgress): Promise<WorkspaceOpened> {
    const opened = await this.#bridge.request('workspace.open', { workspace, stored: plain(stored) });
    const damaged = await this.#hydrate(workspace, opened, onProgress);
    if (damaged.length > 0) return this.#openWith(workspace, without(stored, damaged), onProgress);
    await this.#bridge.request('workspace.hydrated', { workspace });
    return opened;
  }

  /**
   * Sends the column chunks, the next one being read and another on its way while the engine works on one. Damaged ones
   * end that; all of them are returned.
   */
  async #hydrate(workspace: string, opened: WorkspaceOpened, onProgress: OnProgress): Promise<ChunkInfo[]> {
    const chunks = opened.commits.flatMap((commit) => commit.chunks.filter(({ kind }) => kind === 'columns'));
    const damaged: ChunkInfo[] = [];
    const onTheirWay: Promise<null>[] = [];
    const { length: total } = chunks;
    onProgress({ opened, done: 0, total });
    let next = this.#read(workspace, chunks[0]);
    for (const [index, chunk] of chunks.entries()) {
      const data = await next;
      next = this.#read(workspace, chunks[index + 1]);
      if (data === null) damaged.push(chunk);
      else if (damaged.length === 0) {
        if (onTheirWay.length === CHUNKS_IN_FLIGHT) await onTheirWay.shift();
        onTheirWay.push(quiet(this.#bridge.request('workspace.hydrate', { workspace, chunk, data })));
      }
      onProgress({ opened, done: index + 1, total });
    }
    await Promise.all(onTheirWay);
    return damaged;
  }

  #read(workspace: string, chunk: ChunkInfo | undefined): Promise<Uint8Array<ArrayBuffer> | null> {
    if (chunk === undefined) return Promise.resolve(null);
    return quiet(this.#database.call('readColumns', workspace, chunk));
  }

  /** A database that was made only now, for a workspace that main does not know, is not left behind. */
  async #leave(workspace: string, { isUnknown }: { readonly isUnknown: boolean }): Promise<void> {
    this.#workspace = null;
    await this.#database.call(isUnknown ? 'deleteWorkspace' : 'close', workspace);
  }

  async #close(workspace: string): Promise<void> {
    if (this.#workspace === workspace) this.#workspace = null;
    await this.#database.call('close', workspace);
  }

  #receive(push: Push): void {
    if (push.type === 'commit') this.#told(this.#inTurn(() => this.#store(push)));
    if (push.type === 'reopen') this.#told(this.#inTurn(() => this.#reopen(push.workspace)));
  }

  async #store({ workspace, commit }: Extract<Push, { type: 'commit' }>): Promise<void> {
    const { number } = commit;
    try {
      if (this.#workspace !== workspace)
        throw new Fault('storage-failed', 'The page has closed the workspace');
      await this.#database.call('applyCommit', workspace, commit);
    } catch (error) {
      const { kind, message } = toFaultData(error);
      await this.#bridge.request('commit.failed', { workspace, number, message, full: kind === 'disk-full' });
      return;
    }
    await this.#bridge.request('commit.stored', { workspace, number });
  }

  async #reopen(workspace: string): Promise<void> {
    if (this.#workspace === workspace) await this.#open(workspace, () => undefined);
  }

  /** Nobody asked for these steps, so what goes wrong is told to the window, unless main is gone: then it ends there. */
  #told(step: Promise<unknown>): void {
    step.catch((error: unknown) => {
      if (!(error instanceof Fault && error.kind === 'disconnected')) reportError(error);
    });
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(step);
    this.#turn = turn.catch(() => undefined); // whoever asked was told
    return turn;
  }
}

/** What fails is met where it is awaited, unless an earlier step has ended it all. */
function quiet<T>(step: Promise<T>): Promise<T> {
  step.catch(() => undefined);
  return step;
}

function isNotFound(error: unknown): boolean {
  return error instanceof Fault && error.kind === 'not-found';
}

/** As the schema wants it: arrays that may be written to. */
function plain(stored: readonly CommitInfo[]): { number: number; chunks: ChunkInfo[] }[] {
  return stored.map(({ number, chunks }) => ({ number, chunks: [...chunks] }));
}

function without(stored: readonly CommitInfo[], damaged: readonly ChunkInfo[]): CommitInfo[] {
  const isDamaged = (chunk: ChunkInfo): boolean =>
    damaged.some(
      ({ kind, source, firstRow }) =>
        kind === chunk.kind && source === chunk.source && firstRow === chunk.firstRow,
    );
  return stored.map(({ number, chunks }) => ({
    number,
    chunks: chunks.filter((chunk) => !isDamaged(chunk)),
  }));
}

const persistences = new WeakMap<Bridge, Persistence>();

/** The persistence of the page's connection, with the databases in a thread of their own. */
export function persistenceOf(bridge: Bridge): Persistence {
  let known = persistences.get(bridge);
  if (known === undefined) {
    const worker = new Worker(new URL('./db-worker.ts', import.meta.url), { type: 'module' });
    const database = new DatabaseClient(worker);
    database.onTakenAway = (workspace) =>
      reportError(
        new Fault('opened-elsewhere', 'Another window took the database away', { context: { workspace } }),
      );
    known = new Persistence(bridge, database);
    persistences.set(bridge, known);
  }
  return known;
}
