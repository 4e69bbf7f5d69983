#!/usr/bin/env node
/** `npx weft …` in a checkout: builds the program once, and again when a source is newer, then runs it. */

import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from '../ensure-built.mjs';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
if (ensureBuilt(root, (line) => console.error(line))) {
  await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href);
} else {
  process.exitCode = 1;
}
