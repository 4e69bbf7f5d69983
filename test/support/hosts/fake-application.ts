import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Application, HostServices } from '#main/hosts/host-services.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { Params } from '#shared/protocol/requests.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';

/**
 * Stands in for the engine where only the way to it is under test. `workspace.delete` never ends by itself,
 * `source.inspect` reads the first bytes of an offered file, `export` saves a small file.
 */
export function createFakeApplication(host: HostServices): Application {
  const listeners = new Set<(push: Push) => void>();
  const tell = (push: Push): void => listeners.forEach((listener) => listener(push));
  const reads = new Map<number, (data: Uint8Array | null) => void>();

  const handlers: Record<string, (params: never, signal: AbortSignal) => Promise<unknown>> = {
    'session.hello': async () => ({
      protocol: PROTOCOL_VERSION,
      host: host.kind,
      version: host.version,
      dataFolder: host.dataFolder,
    }),
    'workspace.list': async () => [{ revenue: Number.NaN, data: new Float64Array([1.5, -0]) }],
    'workspace.delete': (_params, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          tell({ type: 'changed', workspace: 'aborted', revision: 1 });
          reject(new Fault('cancelled', 'stopped'));
        }),
      ),
    'workspace.sample': async () => {
      throw new Error('a bug');
    },
    'source.offer': async ({ name }: Params<'source.offer'>) => ({ token: `offered:${name}` }),
    'source.inspect': async ({ token }: Params<'source.inspect'>) => {
      const data = await new Promise<Uint8Array | null>((resolve) => {
        reads.set(7, resolve);
        tell({ type: 'read', token, request: 7, offset: 2, length: 3 });
      });
      return data === null ? 'gone' : new TextDecoder().decode(data);
    },
    'source.bytes': async ({ request, data }: Params<'source.bytes'>) => {
      reads.get(request)?.(data);
      return null;
    },
    'source.choose': async () => await host.chooseFiles(),
    export: async () =>
      await host.saveFile('Käufer "1".csv', async (sink) => sink.write(new TextEncoder().encode('a,b\r\n'))),
  };

  return {
    handle: (async (method: string, params: never, signal: AbortSignal) => {
      const handler = handlers[method];
      if (handler === undefined) throw new Fault('not-found', `${method} is not part of the double`);
      return await handler(params, signal);
    }) as Application['handle'],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    offerPaths: async (paths) => paths.map((path) => `path:${path}`),
    close: async () => await writeFile(join(host.dataFolder, 'closed'), 'cleanly'),
  };
}
