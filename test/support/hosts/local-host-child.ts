import { resolve } from 'node:path';
import { runServe } from '#main/hosts/local/run-serve.ts';
import { createFakeApplication } from './fake-application.ts';

/** The local host as a process of its own, with the fake application; bundled by `local-host-process.ts`. */
process.exitCode = await runServe({
  argv: process.argv.slice(2),
  outFolder: resolve(import.meta.dirname, '..'),
  createApplication: createFakeApplication,
});
