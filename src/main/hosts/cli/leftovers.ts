/**
 * Files and folders of this run that must not outlive it: standard input while it is read, rejections, files of `--out`
 * that are not in their places yet. What ends normally removes its own; however else the program ends, by Ctrl+C, a
 * closed pipe or a bug, the rest goes with it. Removal is synchronous, because nothing else runs while a process exits.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const leftovers = new Set<string>();

/** A folder for this run only. Made and noted in one step, so that no signal comes between. */
export function makeTemporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  leftovers.add(folder);
  return folder;
}

/** To be called before the file or folder is made. */
export function noteLeftover(path: string): void {
  leftovers.add(path);
}

/** It is removed, or has become something that stays. */
export function forgetLeftover(path: string): void {
  leftovers.delete(path);
}

export function removeLeftovers(): void {
  for (const path of leftovers) rmSync(path, { recursive: true, force: true });
  leftovers.clear();
}

/** 128 and the signal's number, as shells report it. */
const SIGNAL_EXITS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** A signal that comes a second time ends the program at once, by Node's own handling. */
export function removeLeftoversAtExit(): void {
  process.once('exit', removeLeftovers);
  for (const [signal, code] of Object.entries(SIGNAL_EXITS)) process.once(signal, () => process.exit(code));
}
