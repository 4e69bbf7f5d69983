/** Programs built into one file, as the program's build has them: Node 20 runs no TypeScript. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const MAIN = fileURLToPath(new URL('../../src/main', import.meta.url));

export function buildParserWorker(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'weft-parser-'));
  return buildInto(outDir, 'parser/parser-worker.ts', 'parser-worker');
}

/** The command line in `root/out/main`, where it looks for what lies beside it. */
export function buildCommandLine(root: string): Promise<string> {
  return buildInto(join(root, 'out/main'), 'hosts/cli/index.ts', 'cli');
}

async function buildInto(outDir: string, entry: string, name: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(MAIN, entry),
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, chunkFileNames: '[name]-[hash].mjs' } },
    },
  });
  return join(outDir, `${name}.mjs`);
}
