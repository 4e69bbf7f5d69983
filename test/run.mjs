/**
 * `npm test`: every suite, and one closing line with the sum. Unit, property and worker suites run under vitest; the
 * journeys run against the built program in a real Chromium, which is found or installed first.
 *
 *   npm test                          everything
 *   npm test -- --without-browser     says which suites were left out and does not fail for it
 *   npm test -- --only unit|journeys  one half
 *   npm run screenshots               every view in both themes and two sizes, as pictures in test/output/screenshots
 *
 * Further words are passed on to the runner (with --only).
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findOrInstallChromium } from './support/find-chromium.mjs';

const args = process.argv.slice(2);
const withoutBrowser = take('--without-browser');
const only = takeValue('--only');
const screenshots = take('--screenshots');
const output = 'test/output';
mkdirSync(output, { recursive: true });

const sum = { passed: 0, failed: 0, skipped: 0 };
const log = (text) => process.stderr.write(`${text}\n`);

if (only !== 'journeys') countUnit();
if (only !== 'unit') await countJourneys();
process.stdout.write(
  `${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}\n`,
);
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);

function countUnit() {
  const report = `${output}/unit.json`;
  rmSync(report, { force: true });
  const status = node('node_modules/vitest/vitest.mjs', [
    'run',
    '--config',
    'test/config/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...(only === 'unit' ? args : []),
  ]);
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  add(counts?.numPassedTests ?? 0, counts?.numFailedTests ?? 0, counts?.numPendingTests ?? 0, status);
}

async function countJourneys() {
  const browser = await findOrInstallChromium(log);
  if (browser === null) {
    log('No Chromium could be found or installed: the journeys in test/e2e were not run.');
    log('Set WEFT_BROWSER to a Chrome, Chromium or Edge, or pass --without-browser to accept this.');
    if (!withoutBrowser) sum.failed += 1;
    return;
  }
  const built = node('node_modules/electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
  if (built !== 0) {
    log('The build failed: the journeys in test/e2e were not run.');
    sum.failed += 1;
    return;
  }
  const report = `${output}/journeys.json`;
  rmSync(report, { force: true });
  if (screenshots) rmSync(`${output}/screenshots`, { recursive: true, force: true });
  const wanted = [...(screenshots ? ['views.spec.ts'] : []), ...(only === 'journeys' ? args : [])];
  const status = node(
    'node_modules/@playwright/test/cli.js',
    ['test', '--config', 'test/config/playwright.config.ts', ...wanted],
    { WEFT_BROWSER: browser, WEFT_REPORT: report, ...(screenshots ? { WEFT_SCREENSHOTS: '1' } : {}) },
  );
  const stats = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).stats : null;
  add((stats?.expected ?? 0) + (stats?.flaky ?? 0), stats?.unexpected ?? 0, stats?.skipped ?? 0, status);
}

/** A runner that failed without a failed test (it crashed, or found none) counts as one failure. */
function add(passed, failed, skipped, status) {
  sum.passed += passed;
  sum.failed += failed === 0 && status !== 0 ? 1 : failed;
  sum.skipped += skipped;
}

function node(script, scriptArgs, env = {}) {
  const { status } = spawnSync(process.execPath, [script, ...scriptArgs], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}

function take(flag) {
  const at = args.indexOf(flag);
  if (at >= 0) args.splice(at, 1);
  return at >= 0;
}

function takeValue(flag) {
  const at = args.indexOf(flag);
  return at >= 0 ? args.splice(at, 2)[1] : undefined;
}
