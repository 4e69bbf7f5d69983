/**
 * `npm start`: Weft in Electron, or in an installed browser where Electron cannot be had or cannot start; it says in one
 * line why. `npm start -- --local` asks for the browser, other arguments are passed on.
 */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findElectron } from './electron-binary.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { reasonForLocal } from './reason-for-local.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** A program that ends badly within this time never opened its window. */
const START_LIMIT_MS = 10_000;

const args = process.argv.slice(2);
const say = (line) => console.error(line);

if (ensureBuilt(root, say)) await start();
else process.exitCode = 1;

async function start() {
  const asked = reasonForLocal(args, process);
  if (asked !== null) return await startLocal(asked);
  const electron = await findElectron(root, say);
  if ('reason' in electron) return await startLocal(electron.reason);
  const failure = await runElectron(electron.path);
  if (failure !== null) await startLocal(`Electron could not start (${failure}).`);
}

async function startLocal(reason) {
  if (reason !== '') say(`${reason} Weft uses an installed browser instead.`);
  const program = join(root, 'out', 'main', 'local.js');
  process.argv = [process.argv[0], program, ...args.filter((argument) => argument !== '--local')];
  await import(pathToFileURL(program).href);
}

/** Resolves with what went wrong at the start, or null when Electron has run and set the exit code. */
function runElectron(path) {
  return new Promise((resolve) => {
    // Behind the folder, where Electron's own arguments end for Weft; root has no sandbox to run in.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const startedAt = Date.now();
    const child = spawn(path, [root, ...sandbox, ...args], { stdio: 'inherit' });
    const forward = (signal) => child.kill(signal);
    process.on('SIGTERM', forward);
    process.on('SIGINT', () => undefined); // the terminal sends it to both; Electron's end is ours
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', forward);
      process.removeAllListeners('SIGINT');
      const isEarly = Date.now() - startedAt < START_LIMIT_MS;
      if (isEarly && code !== 0 && signal !== 'SIGTERM' && signal !== 'SIGINT')
        return resolve(String(signal ?? code));
      process.exitCode = code ?? 1;
      resolve(null);
    });
  });
}
