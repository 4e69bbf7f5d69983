/**
 * Builds Weft when its build is missing or older than its sources, so that a fresh checkout starts after `npm ci` alone.
 * Plain JavaScript on purpose: this runs before anything is built.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'package.json', 'electron.vite.config.ts'];
/** What the build writes last in each of its three parts. */
const RESULTS = [
  'out/main/electron.js',
  'out/main/local.js',
  'out/main/cli.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/**
 * @param {string} root folder of the checkout
 * @param {(line: string) => void} say
 * @returns {boolean} false when the build failed; its own output says why
 */
export function ensureBuilt(root, say) {
  if (!isStale(root)) return true;
  say('Building Weft, which takes a moment and happens once…');
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  if (!existsSync(builder)) {
    say('The build tools are not installed. Run "npm ci" first.');
    return false;
  }
  // Its output goes to stderr: a command's standard output belongs to its result.
  const built = spawnSync(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  return built.status === 0;
}

/** @param {string} root */
export function isStale(root) {
  const results = RESULTS.map((path) => join(root, path));
  if (!results.every((path) => existsSync(path))) return true;
  const oldestResult = Math.min(...results.map((path) => statSync(path).mtimeMs));
  return Math.max(...SOURCES.map((path) => newestIn(join(root, path)))) > oldestResult;
}

/** A folder's own time counts as well: it changes when a file in it is deleted. */
function newestIn(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), mtimeMs);
}
