/**
 * The program as a person meets it: a log named to the local host, imported in a real Chromium until everything is
 * durable, the size of the database, the memory of the program, and how soon a restarted one answers.
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrInstallChromium } from '../support/find-chromium.mjs';
import { openPage } from './chromium-page.mjs';
import { collectGarbage } from './collect-garbage.mjs';

const PORT = 47_990;
const INSPECTOR_PORT = 47_991;

const LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
`;
const START_BUTTON = `[...document.querySelectorAll('button')].find(({ textContent }) => textContent.startsWith('Start the import'))`;

/** Null where there is no browser. Memory is measured on Linux only. */
export async function measureApp(log, say) {
  const executable = await findOrInstallChromium(say);
  if (executable === null) return null;
  const data = mkdtempSync(join(tmpdir(), 'weft-bench-'));
  const profile = join(data, 'browser-of-bench');
  let host = await start(data, [log]);
  let page = null;
  try {
    say('app: import');
    page = await open(executable, profile, host.address);
    await page.until(`${START_BUTTON} !== undefined`);
    const empty = await memoryOf(host.child);
    await page.evaluate('globalThis.longTasks.splice(0)');
    const began = performance.now();
    await page.evaluate(`${START_BUTTON}.click()`);
    await page.until(says(/ is read$/m));
    const importSeconds = (performance.now() - began) / 1000;
    const longestTaskMs = await page.evaluate('Math.max(0, ...globalThis.longTasks)');
    const text = await page.evaluate('document.body.innerText');
    const events = Number(/([\d,]+) records read/.exec(text)[1].replaceAll(',', ''));
    const full = await memoryOf(host.child);
    const place = await page.evaluate('location.hash');
    await page.close();
    await stop(host);
    const databaseBytes = Number(
      spawnSync('du', ['-sb', join(profile, 'Default/IndexedDB')])
        .stdout.toString()
        .split('\t')[0],
    );
    say('app: reopen');
    host = await start(data, []);
    page = await open(executable, profile, host.address);
    const from = performance.now();
    await goTo(page, place);
    await page.until(says(/From anonymous to unified/));
    const overviewSeconds = (performance.now() - from) / 1000;
    await goTo(page, place.replace('overview', 'profiles'));
    await page.until(`document.querySelectorAll('[role=row]').length > 5`);
    const reopenSeconds = (performance.now() - from) / 1000;
    return {
      importSeconds,
      longestTaskMs,
      databaseBytes,
      bytesPerEvent: (full - empty) / events,
      overviewSeconds,
      reopenSeconds,
    };
  } finally {
    await page?.close();
    await stop(host);
    rmSync(data, { recursive: true, force: true });
  }
}

async function open(executable, profile, address) {
  const page = await openPage({ executable, profile, address, onNewDocument: LONG_TASKS });
  await page.until(says(/Weft/));
  return page;
}

function goTo(page, hash) {
  return page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
}

/** Whether the page says something, as an expression of the page. */
function says(pattern) {
  return `${pattern}.test(document.body.innerText)`;
}

function start(data, paths) {
  const child = spawn(
    process.execPath,
    [
      `--inspect=127.0.0.1:${INSPECTOR_PORT}`,
      'out/main/local.js',
      ...paths,
      '--no-open',
      '--port',
      String(PORT),
    ],
    {
      env: { ...process.env, WEFT_DATA: data },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (piece) => {
      said += piece;
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said)?.[0];
      if (address !== undefined) resolve({ child, address });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`Weft ended with ${code}: ${said}`)));
  });
}

function stop({ child }) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

/** Resident bytes of the program after collection; NaN where /proc does not tell. */
async function memoryOf(child) {
  if (process.platform !== 'linux') return Number.NaN;
  await collectGarbage(INSPECTOR_PORT);
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
  return Number(kilobytes) * 1024;
}
