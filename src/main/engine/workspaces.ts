/**
 * All workspaces on disk, and the one that is open. Opening compares its manifest with what the page's database holds
 * (open-plan.ts), starts an empty engine, and in the end goes on with what an earlier run did not finish.
 */

import { join } from 'node:path';
import { Fault, toFaultData } from '#shared/protocol/fault.ts';
import type { CommitInfo, WorkspaceInfo, WorkspaceOpened } from '#shared/protocol/results/workspace.ts';
import { KeptOverview } from '../journal/kept-overview.ts';
import type { Manifest, ManifestSource } from '../journal/manifest.ts';
import { toChunkInfo, unreadSource } from '../journal/manifest.ts';
import type { WorkspaceFolders } from '../journal/workspace-folders.ts';
import type { ParserPool } from '../parser/parser-pool.ts';
import { openFile } from '../sources/byte-source.ts';
import { Committer } from './committer.ts';
import type { EngineHost } from './engine-host.ts';
import type { FreeSpaceGuard } from './free-space.ts';
import { jobSourceOf } from './job-source.ts';
import { ManifestKeeper } from './manifest-keeper.ts';
import type { OpenPlan } from './open-plan.ts';
import { planOpening, sourcesInDoubt } from './open-plan.ts';
import type { OpenWorkspaceParts } from './open-workspace.ts';
import { OpenWorkspace } from './open-workspace.ts';
import { RejectionLogs } from './rejection-logs.ts';

export interface WorkspacesParts
  extends Pick<OpenWorkspaceParts, 'push' | 'setProgress' | 'now' | 'commitBytes'> {
  readonly folders: WorkspaceFolders;
  readonly engine: EngineHost;
  readonly pool: ParserPool;
  readonly freeSpace: FreeSpaceGuard;
  readonly samplesFolder: string;
}

interface Opening {
  readonly workspace: OpenWorkspace;
  readonly plan: OpenPlan;
}

const RULESET = 'customerlabs';
const SAMPLE_FILE = 'shop.ndjson';
/** The shop is a German one: its times carry their zone, its phone numbers mostly their country. */
const SAMPLE_OPTIONS = {
  dialect: 'customerlabs',
  country: 'DE',
  zone: 'UTC',
  columns: null,
  eachLineIsAnEvent: false,
};

export class Workspaces {
  readonly #parts: WorkspacesParts;
  #current: Opening | null = null;
  /** Opening, deleting and closing happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Sources whose reading failed in this run: they go on when asked, not by themselves. */
  readonly #failed = new Set<string>();
  #waiting: (() => void)[] = [];

  constructor(parts: WorkspacesParts) {
    this.#parts = parts;
    parts.engine.onStopped = (fault) => {
      parts.push({ type: 'fault', fault: toFaultData(fault) });
      this.#current?.workspace.engineStopped(fault);
    };
  }

  async list(): Promise<WorkspaceInfo[]> {
    const { workspaces, faults } = await this.#parts.folders.list();
    for (const fault of faults) this.#parts.push({ type: 'fault', fault: toFaultData(fault) });
    return workspaces.map(({ manifest }) => this.infoOf(manifest));
  }

  async create(name: string): Promise<WorkspaceInfo> {
    const { folders, now } = this.#parts;
    return this.infoOf(await folders.create({ name, ruleset: RULESET, now: now(), isSample: false }));
  }

  /** The workspace of the sample shop, made on first use; its file is read when it is opened. */
  async sample(): Promise<WorkspaceInfo> {
    const { folders, samplesFolder, now } = this.#parts;
    const { workspaces } = await folders.list();
    const known = workspaces.find(({ manifest }) => manifest.isSample);
    if (known !== undefined) return this.infoOf(known.manifest);
    const made = await folders.create({ name: 'Sample shop', ruleset: RULESET, now: now(), isSample: true });
    const path = await folders.keepFile(made.id, join(samplesFolder, SAMPLE_FILE), SAMPLE_FILE);
    const file = await openFile(path);
    await file.close();
    const { name, size, fingerprint } = file;
    const place = { source: 0, name, path, size, fingerprint };
    const source = unreadSource({
      ...place,
      options: SAMPLE_OPTIONS,
      container: 'ndjson',
      importedAt: now(),
    });
    const manifest = { ...made, nextSource: 1, sources: [source] };
    await folders.write(manifest);
    return this.infoOf(manifest);
  }

  open(id: string, stored: readonly CommitInfo[]): Promise<WorkspaceOpened> {
    return this.#inTurn(async () => {
      await this.#current?.workspace.end(new Fault('cancelled', 'The workspace was opened again'));
      this.#current = await this.#prepare(id, stored).catch((error: unknown) => {
        this.#leave();
        throw error;
      });
      await this.#current.workspace.begin();
      return this.#opened(this.#current);
    });
  }

  async hydrated(id: string): Promise<void> {
    const { workspace, plan } = this.#opening(id);
    await workspace.becomeReady();
    const { rebuild, drop } = plan;
    const unfinished = workspace.keeper.manifest.sources.filter((source) => this.#goesOnByItself(id, source));
    const readable = await this.#readable(unfinished);
    const sources = unfinished.filter(({ source }) => readable.has(source)).map(jobSourceOf);
    if (sources.length + drop.length > 0) {
      workspace.startJob({ sources, drop, rebuilding: rebuild.length > 0 });
    }
  }

  /** The open workspace, ready for questions; waits while it is being opened, or opened again. */
  async ready(id: string, signal: AbortSignal): Promise<OpenWorkspace> {
    for (;;) {
      signal.throwIfAborted();
      const { workspace } = this.#opening(id);
      if (workspace.isReady) return workspace;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** The open workspace in any state. */
  get(id: string): OpenWorkspace {
    return this.#opening(id).workspace;
  }

  async rename(id: string, name: string): Promise<WorkspaceInfo> {
    return this.#inTurn(async () => {
      const keeper =
        this.#current?.workspace.id === id ? this.#current.workspace.keeper : await this.#keeperOf(id);
      keeper.change((manifest) => ({ ...manifest, name }));
      await keeper.save();
      return this.infoOf(keeper.manifest);
    });
  }

  delete(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#current?.workspace.id === id) {
        await this.#endCurrent(new Fault('cancelled', 'The workspace was deleted'));
        await this.#parts.engine.stop();
      }
      await this.#parts.folders.delete(id);
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#endCurrent(new Fault('cancelled', 'Weft was closed')));
  }

  infoOf(manifest: Manifest): WorkspaceInfo {
    const { id, name, createdAt, openedAt, isSample, sources, summary } = manifest;
    const profiles = summary?.profiles ?? { anonymous: 0, known: 0, unified: 0 };
    return {
      id,
      name,
      createdAt,
      openedAt,
      isSample,
      sources: sources.map((source) => source.name),
      events: summary?.events ?? 0,
      profiles: profiles.anonymous + profiles.known + profiles.unified,
      folder: this.#parts.folders.folderOf(id),
    };
  }

  async #prepare(id: string, stored: readonly CommitInfo[]): Promise<Opening> {
    const { folders, freeSpace, push, now } = this.#parts;
    const manifest = await folders.read(id);
    const readable = await this.#readable(sourcesInDoubt(manifest, stored));
    const plan = planOpening(manifest, stored, readable);
    const keeper = new ManifestKeeper(folders, { ...plan.manifest, openedAt: now() });
    await keeper.save();
    const committer = new Committer({ keeper, push, freeSpace });
    const kept = new KeptOverview(folders.folderOf(id));
    if (isWhole(plan) && manifest.summary !== null) await kept.read(manifest.summary.digest);
    const rejections = new RejectionLogs(folders.folderOf(id));
    await rejections.keepOnly(keeper.manifest.sources);
    const onFailed = (sources: readonly number[]): void => {
      for (const source of sources) this.#failed.add(`${id}:${source}`);
    };
    const onState = (): void => this.#wake();
    const parts = { ...this.#parts, keeper, kept, committer, rejections, onState, onFailed };
    const workspace = new OpenWorkspace(parts, plan);
    return { workspace, plan };
  }

  #opened({ workspace, plan }: Opening): WorkspaceOpened {
    const { manifest } = workspace.keeper;
    const commits = manifest.commits.map(({ number, chunks }) => ({
      number,
      chunks: chunks.map(toChunkInfo),
    }));
    return {
      workspace: this.infoOf(manifest),
      state: isWhole(plan) ? 'hydrate' : 'rebuild',
      commits,
      summary: manifest.summary,
      lost: manifest.sources.filter(({ lost }) => lost).map(({ name }) => name),
    };
  }

  #goesOnByItself(id: string, { source, complete, kept }: ManifestSource): boolean {
    return !complete && !kept && !this.#failed.has(`${id}:${source}`);
  }

  /** Sources whose files are there and unchanged. */
  async #readable(sources: readonly ManifestSource[]): Promise<Set<number>> {
    const readable = new Set<number>();
    for (const { source, path, fingerprint } of sources) {
      if (path !== null && (await isUnchanged(path, fingerprint))) readable.add(source);
    }
    return readable;
  }

  async #keeperOf(id: string): Promise<ManifestKeeper> {
    return new ManifestKeeper(this.#parts.folders, await this.#parts.folders.read(id));
  }

  #opening(id: string): Opening {
    if (this.#current?.workspace.id === id) return this.#current;
    throw new Fault('opened-elsewhere', 'Another workspace is open', { context: { workspace: id } });
  }

  async #endCurrent(fault: Fault): Promise<void> {
    await this.#current?.workspace.end(fault);
    this.#leave();
  }

  #leave(): void {
    this.#current = null;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(step);
    this.#turn = turn.catch(() => undefined); // whoever asked was told
    return turn;
  }
}

/** The database has all that the manifest names. */
function isWhole({ rebuild, drop }: OpenPlan): boolean {
  return rebuild.length === 0 && drop.length === 0;
}

async function isUnchanged(path: string, fingerprint: string): Promise<boolean> {
  try {
    const file = await openFile(path);
    await file.close();
    return file.fingerprint === fingerprint;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
