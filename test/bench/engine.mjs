/**
 * What the engine costs once it holds a log: memory, resolving again, appending, and the queries behind the views. Runs
 * in a process of its own with --expose-gc; the sources are loaded through Vite, so that the very modules are measured.
 */

import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { openEngine, openModules, secondsSince } from './modules.mjs';

const [file, more, late, workerFile] = process.argv.slice(2);
const { load, close } = await openModules();
const { SHIPPED_RULESETS } = await load('/src/shared/identity/rulesets.ts');
const { overview } = await load('/src/main/engine/queries/overview.ts');
const { profilesPage } = await load('/src/main/engine/queries/profiles.ts');
const { profileGet } = await load('/src/main/engine/queries/profile.ts');
const { segmentPreview } = await load('/src/main/engine/queries/segments.ts');

const result = {};
const rss = () => {
  for (let i = 0; i < 4; i += 1) globalThis.gc();
  return process.memoryUsage().rss;
};

const { engine, append } = await openEngine(load, workerFile);

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
result.firstResolve = secondsSince(from);
overview(context);
const events = engine.store.rowCount;
result.events = events;
result.bytesPerEvent = (rss() - before) / events;

from = performance.now();
engine.setRuleset(SHIPPED_RULESETS.customerlabs);
engine.settle();
result.resolveAgain = secondsSince(from);
// Whoever appends to an open workspace has had its picture before.
overview(context);

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
await close();
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
    ms: secondsSince(from) * 1000,
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
