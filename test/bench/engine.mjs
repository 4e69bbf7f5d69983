/**
 * What the engine costs once it holds a log: memory, resolving again, appending, and the queries behind the views. Runs
 * in a process of its own with --expose-gc; the sources are loaded through Vite, so that the very modules are measured.
 */

import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createServer } from 'vite';

const [file, more, late, workerFile] = process.argv.slice(2);
const vite = await createServer({
  root: process.cwd(),
  configFile: false,
  server: { middlewareMode: true, hmr: false, watch: null },
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
});
const load = (path) => vite.ssrLoadModule(path);
const { IdentityEngine } = await load('/src/shared/identity/engine.ts');
const { SHIPPED_RULESETS } = await load('/src/shared/identity/rulesets.ts');
const { ParserPool } = await load('/src/main/parser/parser-pool.ts');
const { openFile } = await load('/src/main/sources/byte-source.ts');
const { readSource } = await load('/src/main/sources/read-source.ts');
const { overview } = await load('/src/main/engine/queries/overview.ts');
const { profilesPage } = await load('/src/main/engine/queries/profiles.ts');
const { profileGet } = await load('/src/main/engine/queries/profile.ts');
const { segmentPreview } = await load('/src/main/engine/queries/segments.ts');

const result = {};
const seconds = (from) => (performance.now() - from) / 1000;
const rss = () => {
  for (let i = 0; i < 4; i += 1) globalThis.gc();
  return process.memoryUsage().rss;
};

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

const context = {
  engine,
  sources: [{ source: 0, name: 'log', dialect: 'customerlabs' }],
  country: 'DE',
  rejected: 0,
  rejectedByReason: {},
};
const before = rss();
await append(file, 0);
let from = performance.now();
engine.settle();
result.firstResolve = seconds(from);
overview(context);
const events = engine.store.rowCount;
result.events = events;
result.bytesPerEvent = (rss() - before) / events;

from = performance.now();
engine.setRuleset(SHIPPED_RULESETS.customerlabs);
engine.settle();
result.resolveAgain = seconds(from);

const FILTER = { states: [], search: '', sort: 'events', descending: true };
const sorts = [
  'events',
  'firstSeen',
  'lastSeen',
  'identifiers',
  'merges',
  'orders',
  'revenue',
  'title',
  'state',
];
result.list = percentile95(() =>
  sorts.flatMap((sort) =>
    [true, false].map((descending) =>
      time(() =>
        profilesPage(context, {
          workspace: 'w',
          filter: { ...FILTER, sort, descending },
          offset: 1000,
          limit: 100,
        }),
      ),
    ),
  ),
);
const rows = profilesPage(context, { workspace: 'w', filter: FILTER, offset: 0, limit: 200 }).rows;
result.search = percentile95(() =>
  rows.slice(0, 60).map((row) =>
    time(() =>
      profilesPage(context, {
        workspace: 'w',
        filter: { ...FILTER, search: row.identifiers[0]?.value ?? row.id },
        offset: 0,
        limit: 50,
      }),
    ),
  ),
);
result.profile = percentile95(() =>
  rows.map((row) => time(() => profileGet(context, { workspace: 'w', id: row.id }))),
);
const PREDICATE = {
  match: 'all',
  conditions: [
    { kind: 'event', name: 'Product viewed', did: true, atLeast: 2, window: { kind: 'last-days', days: 90 } },
    { kind: 'event', name: 'Purchased', did: false, atLeast: 1, window: { kind: 'ever' } },
  ],
};
result.segment = percentile95(() =>
  Array.from({ length: 20 }, (_, at) =>
    time(() =>
      segmentPreview(context, {
        workspace: 'w',
        predicate: {
          ...PREDICATE,
          conditions: [{ ...PREDICATE.conditions[0], atLeast: at + 1 }, PREDICATE.conditions[1]],
        },
      }),
    ),
  ),
);

const inOrder = await appendAndAsk(more, 1);
result.appended = inOrder.rows;
result.appendMs = inOrder.ms;
result.eventsReadShare = inOrder.readShare;
const behind = statSync(late).size === 0 ? null : await appendAndAsk(late, 2);
result.lateMs = behind?.ms ?? null;
result.latePercent = behind === null ? null : behind.readShare * 100;

process.stdout.write(JSON.stringify(result));
await vite.close();
process.exit(0);

/** What it takes until the newest rows are counted; parsing them is not part of it. */
async function appendAndAsk(path, source) {
  const rowsBefore = engine.store.rowCount;
  const readBefore = engine.work.eventsRead;
  await append(path, source);
  const from = performance.now();
  engine.settle();
  overview(context);
  return {
    ms: seconds(from) * 1000,
    rows: engine.store.rowCount - rowsBefore,
    readShare: (engine.work.eventsRead - readBefore) / rowsBefore,
  };
}

function time(run) {
  const started = performance.now();
  run();
  return performance.now() - started;
}

/** In milliseconds. */
function percentile95(measure) {
  const times = measure().sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * 0.95))];
}
