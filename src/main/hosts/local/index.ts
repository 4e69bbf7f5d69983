/** The local host as a program: `node out/main/local.js [PATH…] [--port N] [--no-open]`. */

import { resolve } from 'node:path';
import { createApplication } from '../../engine/application.ts';
import { runServe } from './run-serve.ts';

process.exitCode = await runServe({
  argv: process.argv.slice(2),
  outFolder: resolve(import.meta.dirname, '..'),
  createApplication,
});
