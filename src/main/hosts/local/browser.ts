/**
 * The window of the local host: an installed browser of the Chromium family as an app window, with a profile of its own
 * inside Weft's data folder, so that neither extensions nor a cleared history of the person's browser touch the data.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Machine } from '../data-folder.ts';

const COMMANDS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/** `WEFT_BROWSER` wins and is not looked for. null: none is installed where browsers are installed. */
export function findBrowser(
  machine: Machine,
  isUsable: (path: string) => boolean = isProgram,
): string | null {
  const chosen = machine.env['WEFT_BROWSER'];
  if (chosen) return chosen;
  return browserCandidates(machine).find(isUsable) ?? null;
}

export function hasDisplay({ platform, env }: Machine): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

export interface WindowOptions {
  readonly profileFolder: string;
  readonly address: string;
  /** 0 on Unix means root, whose browser has no sandbox to run in. */
  readonly uid: number | null;
}

export function openWindow(browser: string, options: WindowOptions): ChildProcess {
  return spawn(browser, windowArguments(options), { stdio: 'ignore' });
}

/** What the browser would do by itself on the network is switched off: nothing leaves the machine. */
export function windowArguments({ profileFolder, address, uid }: WindowOptions): string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profileFolder}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-pings',
    ...(uid === 0 ? ['--no-sandbox'] : []),
  ];
}

function browserCandidates({ platform, home, env }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(home, 'Applications')];
    return folders.flatMap((folder) => MAC_APPS.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`));
  }
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return folders.flatMap((folder) =>
      folder ? WINDOWS_PROGRAMS.map((parts) => join(folder, ...parts)) : [],
    );
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/** A snap is passed over: it may not write to Weft's folder, where its profile has to lie. */
function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return !path.startsWith('/snap/') && realpathSync(path) !== '/usr/bin/snap';
  } catch {
    return false; // the question asked is whether it can be used
  }
}
