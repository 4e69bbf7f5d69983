/**
 * Finds a Chromium for the suites that need one, or installs it: WEFT_BROWSER, the usual places, Playwright's own
 * cache, then Debian's package (as root) or Playwright's download. Every step is bounded, none asks anything.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const USUAL_PLACES = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Path of a browser on this machine, or null. */
async function findChromium() {
  const named = process.env.WEFT_BROWSER;
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  const usual = (USUAL_PLACES[process.platform] ?? []).find((path) => existsSync(path));
  if (usual !== undefined) return usual;
  const { chromium } = await import('@playwright/test');
  const own = chromium.executablePath();
  return own !== '' && existsSync(own) ? own : null;
}

/** As `findChromium`, and where there is none tries to install one. */
export async function findOrInstallChromium(log) {
  const found = await findChromium();
  if (found !== null || process.env.WEFT_BROWSER !== undefined) return found;
  const isDebianRoot =
    process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (isDebianRoot) {
    log('No Chromium found: installing the Debian package.');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], env, 5);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], env, 15);
  } else {
    log('No Chromium found: asking Playwright for its own.');
    run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], process.env, 10);
  }
  return findChromium();
}

function run(command, args, env, minutes) {
  spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: minutes * 60_000 });
}
