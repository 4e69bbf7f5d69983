/**
 * A machine for the suites of the application: a data folder and a browser profile that outlive a run, and runs of
 * the real application with a real page's persistence on it. Only threads and transport are left out.
 */

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApplicationOptions } from '#main/engine/application.ts';
import { createApplication } from '#main/engine/application.ts';
import type { EngineThread } from '#main/engine/engine-host.ts';
import type { EngineAnswer } from '#main/engine/engine-messages.ts';
import { serveEngine } from '#main/engine/engine-server.ts';
import { EngineSession } from '#main/engine/engine-session.ts';
import type { Application, HostServices } from '#main/hosts/host-services.ts';
import { ParserPool } from '#main/parser/parser-pool.ts';
import { generateLog } from '#main/sample/generate-log.ts';
import type { DatabaseService } from '#renderer/db/database-service.ts';
import type { Database } from '#renderer/db/persistence.ts';
import { Persistence } from '#renderer/db/persistence.ts';
import type { Bridge } from '#shared/protocol/bridge.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { ImportOptions, Method, Params, Results } from '#shared/protocol/requests.ts';
import { REQUEST_SCHEMAS } from '#shared/protocol/requests.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import type { Summary } from '#shared/protocol/results/overview.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { Commit, WorkspaceOpened } from '#shared/protocol/results/workspace.ts';
import { BrowserProfile } from '../../renderer/db/commits.ts';

export const OPTIONS: ImportOptions = {
  dialect: 'customerlabs',
  country: 'DE',
  zone: 'UTC',
  columns: null,
  eachLineIsAnEvent: false,
};

/** Lines of a log with all kinds of trouble; a quarter of a megabyte, the least that is read at once, holds about 600. */
export function logLines(events: number, seed: number): string[] {
  return Array.from(generateLog({ events, seed, shape: 'tangled' }), ({ record }) => record);
}

/** Where a test steps between the two sides. */
export interface Interference {
  beforeStore?: (commit: Commit) => Promise<void> | void;
  afterStore?: (commit: Commit) => Promise<void> | void;
}

export class Machine {
  profile = new BrowserProfile();
  readonly #runs: Run[] = [];

  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Machine> {
    return new Machine(await mkdtemp(join(tmpdir(), 'weft-machine-')));
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  start(options: ApplicationOptions = {}, interference: Interference = {}): Run {
    const run = new Run(this, options, interference);
    this.#runs.push(run);
    return run;
  }

  async file(name: string, lines: readonly string[]): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, `${lines.join('\n')}\n`);
    return path;
  }

  /** Every file under the data folder. */
  async files(): Promise<string[]> {
    const entries = await readdir(this.dataFolder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  }

  async remove(): Promise<void> {
    for (const run of this.#runs) await run.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One life of the program: the application, and one page. */
export class Run {
  readonly app: Application;
  readonly pushes: Push[] = [];
  readonly exported: { name: string; text: string }[] = [];
  readonly bridge: Bridge;
  readonly persistence: Persistence;
  readonly database: DatabaseService;
  /** Ends the engine as a fatal error would. */
  killEngine: () => void = () => undefined;
  #isDead = false;
  #watchers: (() => void)[] = [];
  readonly #openDatabases = new Set<string>();

  constructor(machine: Machine, options: ApplicationOptions, interference: Interference) {
    const freeBytes = options.freeBytes ?? (() => Promise.resolve(2 ** 40));
    this.app = createApplication(this.#host(machine), {
      startEngine: () => this.#startEngine(),
      pool: new ParserPool({ threads: 0 }),
      commitBytes: 1,
      ...options,
      // After a kill nothing more is sent or written.
      freeBytes: () =>
        this.#isDead ? Promise.reject(new Fault('disconnected', 'the program was killed')) : freeBytes(),
    });
    this.database = machine.profile.service();
    const listeners = new Set<(push: Push) => void>();
    this.bridge = {
      request: (method, params) => this.#request(method, params),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    this.persistence = new Persistence(this.bridge, this.#databaseClient(interference));
    this.app.subscribe((push) => {
      if (this.#isDead) return;
      this.pushes.push(push);
      for (const listener of listeners) listener(structuredClone(push));
      for (const watcher of this.#watchers) watcher();
    });
  }

  ask<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    return this.bridge.request(method, params);
  }

  async create(name = 'Spring'): Promise<string> {
    return (await this.ask('workspace.create', { name })).id;
  }

  open(workspace: string): Promise<WorkspaceOpened> {
    return this.persistence.openWorkspace(workspace);
  }

  async startImport(workspace: string, paths: readonly string[], options = OPTIONS): Promise<JobProgress> {
    const tokens = await this.app.offerPaths(paths);
    return this.ask('import.start', { workspace, sources: tokens.map((token) => ({ token, options })) });
  }

  /** Creates and opens a workspace, imports the files into it and waits for the end. */
  async imported(paths: readonly string[]): Promise<string> {
    const workspace = await this.create();
    await this.open(workspace);
    await this.import(workspace, paths);
    return workspace;
  }

  async import(workspace: string, paths: readonly string[]): Promise<JobProgress> {
    const { job } = await this.startImport(workspace, paths);
    return this.jobEnd(job);
  }

  /** The job's last word. Without a name, that of the job begun last. */
  async jobEnd(job?: string): Promise<JobProgress> {
    return this.progress((progress) => {
      const isEnd = ['done', 'cancelled', 'failed'].includes(progress.phase);
      return isEnd && (job === undefined || progress.job === job);
    });
  }

  /** The first report of a job that is so, past ones included. */
  async progress(isSo: (progress: JobProgress) => boolean): Promise<JobProgress> {
    const push = await this.heard((heard) => heard.type === 'job' && isSo(heard.progress));
    if (push.type !== 'job') throw new Error('not a report');
    return push.progress;
  }

  heard(isSo: (push: Push) => boolean): Promise<Push> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.pushes.find(isSo);
        if (found === undefined) return;
        this.#watchers = this.#watchers.filter((watcher) => watcher !== look);
        resolve(found);
      };
      this.#watchers.push(look);
      look();
    });
  }

  async summary(workspace: string): Promise<Summary> {
    return (await this.ask('overview', { workspace })).summary;
  }

  /** Ends the program as `kill -9` would: nothing is said or written any more; what is stored stays. */
  async kill(): Promise<void> {
    this.#isDead = true;
    // What the system has been given already it still writes.
    await new Promise((resolve) => setTimeout(resolve, 60));
    for (const workspace of this.#openDatabases) await this.database.close(workspace);
  }

  async close(): Promise<void> {
    await this.app.close();
    this.#isDead = true;
    for (const workspace of this.#openDatabases) await this.database.close(workspace);
  }

  async #request<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    if (this.#isDead) throw new Fault('disconnected', 'the program was killed');
    // As the router does; the schema is the one of `method`.
    const checked = REQUEST_SCHEMAS[method].parse(structuredClone(params)) as Params<M>;
    const result = await this.app.handle(method, checked, new AbortController().signal);
    if (this.#isDead) throw new Fault('disconnected', 'the program was killed');
    return structuredClone(result);
  }

  #databaseClient({ beforeStore, afterStore }: Interference): Database {
    const call: Database['call'] = async (method, ...given) => {
      this.#openDatabases.add(given[0]);
      if (method === 'applyCommit') await beforeStore?.(given[1] as Commit);
      if (this.#isDead) throw new Fault('disconnected', 'the program was killed');
      const run = this.database[method] as (...given: unknown[]) => Promise<never>;
      const result = await run.apply(this.database, structuredClone(given));
      if (method === 'applyCommit') await afterStore?.(given[1] as Commit);
      return result;
    };
    return { call };
  }

  #host(machine: Machine): HostServices {
    return {
      kind: 'local',
      version: '0.0.0',
      dataFolder: machine.dataFolder,
      samplesFolder: fileURLToPath(new URL('../../../samples', import.meta.url)),
      workersFolder: '/nowhere',
      chooseFiles: () => Promise.resolve(null),
      setProgress: () => undefined,
      saveFile: async (name, write) => {
        const pieces: Uint8Array[] = [];
        await write({ write: async (bytes) => void pieces.push(bytes) });
        const text = Buffer.concat(pieces).toString('utf8');
        this.exported.push({ name, text });
        return { savedAt: `/exports/${name}`, downloadUrl: null, bytes: Buffer.byteLength(text) };
      },
    };
  }

  #startEngine(): EngineThread {
    let tell: (answer: EngineAnswer) => void = () => undefined;
    let isAlive = true;
    const take = serveEngine(new EngineSession(), (answer) => {
      if (isAlive) tell(structuredClone(answer));
    });
    return {
      post: (question) => take(structuredClone(question)),
      onAnswer: (listener) => {
        tell = listener;
      },
      onExit: (listener) => {
        this.killEngine = () => {
          isAlive = false;
          listener('out of memory');
        };
      },
      end: async () => {
        isAlive = false;
      },
    };
  }
}
