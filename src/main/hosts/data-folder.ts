/**
 * Where Weft keeps what it stores: the operating system's folder for application data, or `WEFT_DATA`. Each windowed
 * host has its own subfolder, because the page's database belongs to the host's origin and the two would otherwise find
 * each other's commits missing.
 */

import { chmod, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

export function thisMachine(): Machine {
  return { platform: process.platform, home: homedir(), env: process.env };
}

export function dataFolderOf(host: 'desktop' | 'local', machine: Machine): string {
  return join(baseFolder(machine), host);
}

function baseFolder({ platform, home, env }: Machine): string {
  const chosen = env['WEFT_DATA'];
  if (chosen) return resolve(chosen);
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'Weft');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Weft');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'weft');
}

const OWNER_ONLY = 0o700;

/** Makes the folder if it is missing and closes it to other users; people's logs lie in it. */
export async function prepareDataFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  await chmod(folder, OWNER_ONLY);
}
