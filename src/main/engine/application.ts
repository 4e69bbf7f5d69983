/**
 * The application behind every windowed host: one handler a request, the same for all of them. It owns the engine
 * thread, the parser threads and the workspaces; the host gives it folders, dialogs and a place for exports.
 */

import { join } from 'node:path';
import type { Method, Params, Results } from '#shared/protocol/requests.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { Application, HostServices } from '../hosts/host-services.ts';
import { WorkspaceFolders } from '../journal/workspace-folders.ts';
import { ParserPool } from '../parser/parser-pool.ts';
import type { EngineThread } from './engine-host.ts';
import { EngineHost, startEngineWorker } from './engine-host.ts';
import { FreeSpaceGuard, freeBytesOf } from './free-space.ts';
import type { Handler, Services } from './handlers/handler.ts';
import { importHandlers } from './handlers/import-handlers.ts';
import { queryHandlers } from './handlers/query-handlers.ts';
import { sourceHandlers } from './handlers/source-handlers.ts';
import { workspaceHandlers } from './handlers/workspace-handlers.ts';
import { PageReads } from './page-file.ts';
import { SourceTokens } from './source-tokens.ts';
import { Workspaces } from './workspaces.ts';

/** What tests put in the place of threads, disk and clock. */
export interface ApplicationOptions {
  readonly startEngine?: () => EngineThread;
  readonly pool?: ParserPool;
  readonly freeBytes?: () => Promise<number>;
  readonly now?: () => number;
  readonly commitBytes?: number;
}

const COMMIT_BYTES = 1 << 20;

export function createApplication(host: HostServices, options: ApplicationOptions = {}): Application {
  const listeners = new Set<(push: Push) => void>();
  const push = (message: Push): void => {
    for (const listener of listeners) listener(message);
  };
  const services = makeServices(host, push, options);
  const handlers = {
    ...workspaceHandlers(services),
    ...sourceHandlers(services),
    ...importHandlers(services),
    ...queryHandlers(services),
  } satisfies { readonly [M in Method]: Handler<M> };
  return {
    handle: async <M extends Method>(
      method: M,
      params: Params<M>,
      signal: AbortSignal,
    ): Promise<Results[M]> => {
      // The table has each method's own handler; TypeScript does not carry that through the index.
      const handle = handlers[method] as unknown as Handler<M>;
      return handle(params, signal);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    offerPaths: (paths) => services.tokens.offerPaths(paths),
    close: async () => {
      await services.workspaces.close();
      services.reads.close();
      await Promise.all([services.engine.stop(), services.pool.close()]);
    },
  };
}

function makeServices(host: HostServices, push: (push: Push) => void, options: ApplicationOptions): Services {
  const { dataFolder, samplesFolder, workersFolder } = host;
  const startEngine =
    options.startEngine ?? (() => startEngineWorker(join(workersFolder, 'engine-worker.js')));
  const engine = new EngineHost(startEngine);
  const pool = options.pool ?? new ParserPool({ workerFile: join(workersFolder, 'parser-worker.js') });
  const freeSpace = new FreeSpaceGuard(options.freeBytes ?? (() => freeBytesOf(dataFolder)));
  const now = options.now ?? Date.now;
  const reads = new PageReads(push);
  const workspaces = new Workspaces({
    folders: new WorkspaceFolders(dataFolder),
    engine,
    pool,
    freeSpace,
    samplesFolder,
    push,
    setProgress: (fraction) => host.setProgress(fraction),
    now,
    commitBytes: options.commitBytes ?? COMMIT_BYTES,
  });
  return { host, workspaces, engine, pool, tokens: new SourceTokens(reads), reads, push, now };
}
