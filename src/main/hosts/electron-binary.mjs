/**
 * Where Electron's program is, fetched at most once. The npm package brings none: its installer downloads it from a
 * release server, which many networks refuse, some by never answering. So unless the server is seen to answer, the
 * installer gets a few seconds, enough for a cached download.
 */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const INSTALLER_NODE = [22, 12];
const UNSEEN_LIMIT_MS = 6000;
const DOWNLOAD_LIMIT_MS = 15 * 60 * 1000;
const RELEASES = 'https://github.com/electron/electron/releases/download/';

/**
 * @param {string} root folder of the checkout
 * @param {(line: string) => void} say
 * @returns {Promise<{path: string} | {reason: string}>}
 */
export async function findElectron(root, say) {
  const folder = join(root, 'node_modules', 'electron');
  const present = installedPath(folder);
  if (present !== null) return { path: present };
  if (!existsSync(join(folder, 'install.js'))) return { reason: 'Electron is not installed.' };
  if (!canInstall(process.versions.node)) {
    return {
      reason: `Electron's installer needs Node ${INSTALLER_NODE.join('.')}; this is ${process.versions.node}.`,
    };
  }
  const failure = await runInstaller({ script: join(folder, 'install.js'), probe: () => probe(folder), say });
  const installed = installedPath(folder);
  return installed === null
    ? { reason: `Electron could not be fetched (${failure ?? 'no program came of it'}).` }
    : { path: installed };
}

/** @param {string} version */
export function canInstall(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > INSTALLER_NODE[0] || (major === INSTALLER_NODE[0] && minor >= INSTALLER_NODE[1]);
}

/**
 * @param {{script: string, probe: () => Promise<boolean>, say: (line: string) => void, unseenLimitMs?: number}} options
 * @returns {Promise<string | null>} what went wrong
 */
export function runInstaller({ script, probe: isReachable, say, unseenLimitMs = UNSEEN_LIMIT_MS }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    let reason = 'the release server does not answer';
    const giveUp = () => {
      complaint = reason;
      child.kill('SIGKILL');
    };
    let timer = setTimeout(giveUp, unseenLimitMs);
    const waitLonger = (reachable) => {
      if (!reachable || child.exitCode !== null || child.killed) return;
      say('Fetching Electron, once; Ctrl+C stops it, and "npm start -- --local" does without.');
      reason = 'the download took too long';
      clearTimeout(timer);
      timer = setTimeout(giveUp, DOWNLOAD_LIMIT_MS);
    };
    isReachable().then(waitLonger, () => waitLonger(false));
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaint ||= text.split('\n')[0].trim();
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? null : complaint || `the installer ended with ${code}`);
    });
  });
}

/**
 * As Electron's own `index.js` finds it, without its way of downloading what is missing.
 *
 * @param {string} folder of the npm package
 * @returns {string | null}
 */
export function installedPath(folder) {
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!override && name === null) return null;
  const path = override ? join(override, name ?? 'electron') : join(folder, 'dist', name);
  return existsSync(path) ? path : null;
}

async function probe(folder) {
  // Whoever names a proxy or a mirror means it to be used; a plain request could not tell.
  if (process.env.ELECTRON_GET_USE_PROXY) return true;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  try {
    const response = await fetch(`${mirror ?? RELEASES}v${version}/SHASUMS256.txt`, {
      method: 'HEAD',
      signal: AbortSignal.timeout(UNSEEN_LIMIT_MS),
    });
    return response.ok || mirror !== undefined;
  } catch {
    return false; // which is the answer: it cannot be reached from here
  }
}
