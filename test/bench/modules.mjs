/** Loads the program's own modules from their sources, through Vite, so that the very code of the program is measured. */

import { createServer } from 'vite';

/** `load(path)` takes a path from the project's folder on; `close` ends the server. */
export async function openModules() {
  const vite = await createServer({
    root: process.cwd(),
    configFile: false,
    server: { middlewareMode: true, hmr: false, watch: null },
    appType: 'custom',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
  });
  return { load: (path) => vite.ssrLoadModule(path), close: () => vite.close() };
}

/** Reads logs into an engine of the default rules, as the program does, without keeping chunks. */
export async function openEngine(load, workerFile) {
  const { IdentityEngine } = await load('/src/shared/identity/engine.ts');
  const { SHIPPED_RULESETS } = await load('/src/shared/identity/rulesets.ts');
  const { ParserPool } = await load('/src/main/parser/parser-pool.ts');
  const { openFile } = await load('/src/main/sources/byte-source.ts');
  const { readSource } = await load('/src/main/sources/read-source.ts');
  const engine = new IdentityEngine(SHIPPED_RULESETS.customerlabs);
  const options = {
    dialect: 'customerlabs',
    mapping: null,
    country: 'DE',
    zone: 'UTC',
    eachLineIsAnEvent: false,
    keepChunks: false,
  };
  async function append(path, source) {
    const pool = new ParserPool({ workerFile });
    const bytes = await openFile(path);
    for await (const stretch of readSource(bytes, options, pool))
      engine.append(stretch.batch, source, stretch.firstLine);
    await bytes.close();
    await pool.close();
  }
  return { engine, append };
}

export const secondsSince = (from) => (performance.now() - from) / 1000;
