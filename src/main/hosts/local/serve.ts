/**
 * `weft serve`: the same application as in Electron, with an installed browser as its window. One Weft a data folder:
 * a second start hands its files to the first and ends. The port is bound before the data folder is touched, so that
 * two can never write to it.
 */

import { dataFolderOf, type Machine, prepareDataFolder } from '../data-folder.ts';
import type { CreateApplication } from '../host-services.ts';
import { readVersion } from '../program-version.ts';
import { LocalHost } from './local-host.ts';
import { askHolder, loadSecret } from './neighbour.ts';
import { listen, readPort, rememberPort } from './port.ts';

const ANOTHER_PORT = 'Or choose another with --port N: what was imported is read again there.';

export interface ServeOptions {
  /** Absolute paths of files and folders to open. */
  readonly paths: readonly string[];
  /** null: the one used last. */
  readonly port: number | null;
  readonly open: boolean;
  /** The folder of the build, which holds `main` and `renderer`. */
  readonly outFolder: string;
  readonly createApplication: CreateApplication;
  readonly machine: Machine;
  readonly uid: number | null;
  readonly say: (line: string) => void;
  readonly reportBug: (thrown: unknown) => void;
}

export type Served =
  | { readonly kind: 'serving'; readonly ended: Promise<void>; readonly close: () => Promise<void> }
  | { readonly kind: 'handed-over' }
  | { readonly kind: 'refused'; readonly reason: string };

export async function serve(options: ServeOptions): Promise<Served> {
  const dataFolder = dataFolderOf('local', options.machine);
  await prepareDataFolder(dataFolder);
  const secret = await loadSecret(dataFolder);
  const lastPort = await readPort(dataFolder);
  const port = options.port ?? lastPort;
  // Another Weft may run on this data folder at the port used last, also when a new one is wanted.
  if (port !== lastPort && (await raiseHolder(lastPort, secret, options)) === 'raised') {
    return { kind: 'handed-over' };
  }

  const version = await readVersion(options.outFolder);
  // From here to the host nothing may wait: a second start that asks now must be answered.
  const server = await listen(port);
  if (server === 'forbidden') {
    return { kind: 'refused', reason: `Port ${port} may not be used here. ${ANOTHER_PORT}` };
  }
  if (server === 'taken') {
    const holder = await raiseHolder(port, secret, options);
    if (holder === 'raised') return { kind: 'handed-over' };
    return { kind: 'refused', reason: takenPort(port, holder) };
  }
  const host = new LocalHost(server, { ...options, port, secret, dataFolder, version });
  await rememberPort(dataFolder, port);
  host.start();
  return { kind: 'serving', ended: host.ended, close: () => host.close() };
}

async function raiseHolder(port: number, secret: string, options: ServeOptions): Promise<string> {
  const holder = await askHolder(port, secret);
  if (holder.kind !== 'ours') return holder.kind;
  const { address } = await holder.raise({ paths: options.paths, open: options.open });
  if (address === null) options.say('Weft is already running; its window was opened.');
  else options.say(`Weft is already running: ${address}`);
  return 'raised';
}

function takenPort(port: number, holder: string): string {
  const who = holder === 'other-weft' ? 'A Weft with another data folder' : 'Another program';
  return `${who} uses port ${port}. Stop it first. ${ANOTHER_PORT}`;
}
