/**
 * The program as a person meets it: a log named to the local host, imported in a real Chromium until everything is
 * durable, the size of the database, the memory of the program, and how soon a restarted one answers.
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findOrInstallChromium } from '../support/find-chromium.mjs';
import { collectGarbage } from './collect-garbage.mjs';

const PORT = 47_990;
const INSPECTOR_PORT = 47_991;
const HOUR_MS = 3_600_000;

/** Null where there is no browser. Memory is measured on Linux only. */
export async function measureApp(log, say) {
  const browser = await findOrInstallChromium(say);
  if (browser === null) return null;
  const data = mkdtempSync(join(tmpdir(), 'weft-bench-'));
  let host = await start(data, [log]);
  try {
    say('app: import');
    let page = await open(browser, data, host.address);
    await page.getByRole('button', { name: 'Start the import' }).waitFor();
    const empty = await memoryOf(host.child);
    const began = performance.now();
    await page.evaluate(() => globalThis.longTasks.splice(0));
    await page.getByRole('button', { name: 'Start the import' }).click();
    // Asked four times a second: a locator looks through the page at every frame, which is work that nobody caused.
    await page.waitForFunction(() => / is read$/m.test(document.body.innerText), null, {
      timeout: HOUR_MS,
      polling: 250,
    });
    const importSeconds = (performance.now() - began) / 1000;
    const longestTaskMs = await page.evaluate(() => Math.max(0, ...globalThis.longTasks));
    const events = Number(
      /([\d,]+) records read/.exec(await page.locator('body').innerText())[1].replaceAll(',', ''),
    );
    const full = await memoryOf(host.child);
    const place = page.url().split('#')[1];
    await page.context().close();
    await stop(host);
    const databaseBytes = Number(
      spawnSync('du', ['-sb', join(data, 'browser-of-bench/Default/IndexedDB')])
        .stdout.toString()
        .split('\t')[0],
    );
    say('app: reopen');
    host = await start(data, []);
    page = await open(browser, data, host.address);
    const from = performance.now();
    await page.evaluate((hash) => {
      location.hash = hash;
    }, place);
    await page.getByText('From anonymous to unified').waitFor({ timeout: HOUR_MS });
    const overviewSeconds = (performance.now() - from) / 1000;
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      place.replace('overview', 'profiles'),
    );
    await page.getByRole('row').nth(5).waitFor({ timeout: HOUR_MS });
    const reopenSeconds = (performance.now() - from) / 1000;
    await page.context().close();
    return {
      importSeconds,
      longestTaskMs,
      databaseBytes,
      bytesPerEvent: (full - empty) / events,
      overviewSeconds,
      reopenSeconds,
    };
  } finally {
    await stop(host);
    rmSync(data, { recursive: true, force: true });
  }
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

async function open(browser, data, address) {
  const context = await chromium.launchPersistentContext(join(data, 'browser-of-bench'), {
    executablePath: browser,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.longTasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  await page.goto(address);
  await page.getByText('Weft', { exact: true }).first().waitFor();
  return page;
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
