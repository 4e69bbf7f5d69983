/** The parser thread built into one file, as the program's build has it: Node 20 runs no TypeScript. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ENTRY = fileURLToPath(new URL('../../src/main/parser/parser-worker.ts', import.meta.url));

export async function buildParserWorker(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'weft-parser-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: ENTRY,
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'parser-worker.mjs' } },
    },
  });
  return join(outDir, 'parser-worker.mjs');
}
