/**
 * `npm run bench`: the budgets of the design as ratios of one run on one machine, for a clean and a tangled generated
 * log, beside DuckDB, and beside the run before. `-- --large` takes 10 million events instead of 1 million,
 * `-- --events N` any other number, `-- --without-app` leaves out what needs a browser.
 *
 * Every measure is a process of its own, between two takes of the parse floor. Unify and the app are run twice, and the
 * lower figure counts: what else the machine does only ever adds.
 */

import { spawn, spawnSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { measureApp } from './app.mjs';

const args = process.argv.slice(2);
const events = args.includes('--large')
  ? 10_000_000
  : Number(args[args.indexOf('--events') + 1] || 1_000_000) || 1_000_000;
const withApp = !args.includes('--without-app');
const folder = 'test/output/bench';
const MORE = 1000;
const CLI = 'out/main/cli.js';
const PARSER = join(process.cwd(), 'out/main/parser-worker.js');
const HEAP = ['--max-old-space-size=8192'];
const results = `${folder}/results-${events}.json`;

mkdirSync(folder, { recursive: true });
say('Building…');
must(
  spawnSync(
    process.execPath,
    ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
    { stdio: ['ignore', 2, 2] },
  ).status === 0,
  'the build',
);

const run = { events, cores: availableParallelism(), machine: cpus()[0]?.model ?? '', shapes: {} };
for (const shape of ['clean', 'tangled']) run.shapes[shape] = await measureShape(shape);
say('One island under every ruleset');
run.islands = await node([...HEAP, 'test/bench/islands.mjs', String(Math.min(100_000, events / 10))]);
const previous = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')).latest : null;
writeFileSync(results, `${JSON.stringify({ latest: run, previous }, null, 1)}\n`);
print(run, previous);

async function measureShape(shape) {
  const { log, more, late } = await makeLog(shape);
  const bytes = statSync(log).size;
  const inFloors = await floorsOf(log);
  say(`${shape}: unify`);
  const unify = Math.min(
    (await inFloors(() => unifySeconds(log, {}))).floors,
    (await inFloors(() => unifySeconds(log, {}))).floors,
  );
  const one = (await inFloors(() => unifySeconds(log, { WEFT_PARSERS: '1' }))).floors;
  const files = (await inFloors(() => unifySeconds(log, {}, ['--out', join(folder, `${shape}-out`)]))).floors;
  say(`${shape}: engine`);
  const engine = await node(['--expose-gc', ...HEAP, 'test/bench/engine.mjs', log, more, late, PARSER]);
  say(`${shape}: what if, compare, lint, risk`);
  const lenses = await node([...HEAP, 'test/bench/lenses.mjs', log, PARSER]);
  say(`${shape}: DuckDB`);
  const duckdb = await inFloors(() =>
    node(['test/bench/duckdb.mjs', log]).then(({ seconds }) => seconds),
  ).catch((error) => ({ failed: String(error.message), floors: Number.NaN }));
  const app = withApp ? lower(await appInFloors(log, inFloors), await appInFloors(log, inFloors)) : null;
  const { floor } = inFloors;
  return { bytes, floor, unify, one, files, engine, lenses, duckdb, app };
}

/**
 * Answers a way of measuring seconds in parse floors: the floor is taken right before and right after, because a shared
 * machine is not equally fast from minute to minute.
 */
async function floorsOf(log) {
  const takeFloor = () => node(['test/bench/floor.mjs', log]).then(({ seconds }) => seconds);
  let last = await takeFloor();
  const inFloors = async (measure) => {
    const before = last;
    const seconds = await measure();
    last = await takeFloor();
    inFloors.floor = Math.min(inFloors.floor, last);
    return { seconds, floors: (seconds * 2) / (before + last) };
  };
  inFloors.floor = last;
  return inFloors;
}

/** The measures of the app, the import in floors; null where there is no browser. */
async function appInFloors(log, inFloors) {
  let app = null;
  const { floors } = await inFloors(async () => {
    app = await measureApp(log, say);
    return app?.importSeconds ?? Number.NaN;
  });
  return app === null ? null : { ...app, importFloors: floors };
}

/** Of two takes the lower figure each, as with the floor; null where there is no browser. */
function lower(one, other) {
  if (one === null || other === null) return null;
  return Object.fromEntries(Object.keys(one).map((name) => [name, Math.min(one[name], other[name])]));
}

/** Whole process, start to end, in seconds. */
async function unifySeconds(log, env, more = []) {
  const started = performance.now();
  await output([CLI, 'unify', log, '--country', 'DE', '--json', ...more], env);
  return (performance.now() - started) / 1000;
}

/** The log, a thousand events that follow it in time, and those that come with them late. */
async function makeLog(shape) {
  const log = `${folder}/${shape}-${events}.ndjson`;
  const more = `${folder}/${shape}-${events}-more.ndjson`;
  const late = `${folder}/${shape}-${events}-late.ndjson`;
  if (existsSync(log) && existsSync(more) && existsSync(late)) return { log, more, late };
  say(`${shape}: generating ${events.toLocaleString('en')} events`);
  const whole = `${log}.whole`;
  await output(
    [CLI, 'sample', '--events', String(events + 2 * MORE), '--seed', '1', '--shape', shape, '--out', whole],
    {},
  );
  const parts = { log: createWriteStream(log), more: createWriteStream(more), late: createWriteStream(late) };
  let line = 0;
  let inOrder = 0;
  let newest = '';
  for await (const text of createInterface({ input: createReadStream(whole) })) {
    line += 1;
    const at = /"timestamp":"([^"]+)"/.exec(text)?.[1] ?? newest;
    const isLate = at < newest;
    if (!isLate) newest = at;
    let to = parts.log;
    if (line > events) {
      if (!isLate) inOrder += 1;
      if (inOrder > MORE) break;
      to = isLate ? parts.late : parts.more;
    }
    if (!to.write(`${text}\n`)) await new Promise((resolve) => to.once('drain', resolve));
  }
  await Promise.all(Object.values(parts).map((stream) => new Promise((resolve) => stream.end(resolve))));
  spawnSync('rm', ['-f', whole]);
  return { log, more, late };
}

function rows({ floor, bytes, unify, one, files, engine, lenses, duckdb, app }) {
  const list = [
    ['CLI unify', unify, 2, 1, '× floor'],
    ['CLI unify, all files written', files, null, null, '× floor'],
    ['One parser thread against all', one / unify, null, null, '×'],
    ['Resolve everything again', engine.resolveAgain / floor, 0.5, 0.25, '× floor'],
    ['What if: the rules `components`', lenses.whatIf / floor, null, null, '× floor'],
    ['What if: the rules `segment-unify`', lenses.vendor / floor, null, null, '× floor'],
    ['Comparing with `components`', lenses.compare / floor, null, null, '× floor'],
    ['Order lens', lenses.orderLens / floor, null, null, '× floor'],
    ['Lint', (lenses.census + lenses.lint) / floor, null, null, '× floor'],
    ['Risk of every merge', lenses.risk / floor, null, null, '× floor'],
    ['A cut', lenses.cut * 1000, null, null, 'ms'],
    ['Events read for it', lenses.cutReadPercent, null, null, '% of all'],
    ['Engine memory', engine.bytesPerEvent, 350, 150, 'bytes an event'],
    ['1,000 events appended, until queries answer', engine.appendMs, 150, null, 'ms'],
    ['Events read for them', engine.eventsReadShare * 100, 1, null, '% of all'],
    ['Late events with them, until queries answer', engine.lateMs, null, null, 'ms'],
    ['Events read for the late ones', engine.latePercent, null, null, '% of all'],
    ['Profile list, p95', engine.list, 100, null, 'ms'],
    ['Identifier search, p95', engine.search, 100, null, 'ms'],
    ['Profile page, p95', engine.profile, 100, null, 'ms'],
    ['Segment preview, p95', engine.segment, 300, 100, 'ms'],
    ['DuckDB, components and revenue', duckdb.floors, null, null, '× floor'],
  ];
  if (app !== null) {
    list.push(
      ['Import in the app until durable', app.importFloors, 3, 1.5, '× floor'],
      ['Database ÷ log', app.databaseBytes / bytes, 0.35, 0.15, ''],
      ['Program memory', app.bytesPerEvent, 350, 150, 'bytes an event'],
      ['Reopen until interactive', app.reopenSeconds * 1000, 2000, null, 'ms'],
      ['Overview after opening', app.overviewSeconds * 1000, 500, null, 'ms'],
      ['Longest renderer task while importing', app.longestTaskMs, 50, null, 'ms'],
    );
  }
  return list;
}

function print(latest, previous) {
  for (const [shape, measured] of Object.entries(latest.shapes)) {
    const before = previous?.shapes?.[shape]
      ? new Map(rows(previous.shapes[shape]).map(([name, value]) => [name, value]))
      : new Map();
    process.stdout.write(
      `\n${shape}: ${latest.events.toLocaleString('en')} events, ${(measured.bytes / 1e6).toFixed(0)} MB, floor ${measured.floor.toFixed(2)} s, ${latest.cores} cores\n`,
    );
    process.stdout.write(
      `${'What'.padEnd(46)}${'now'.padStart(9)}${'before'.padStart(9)}${'budget'.padStart(9)}${'aim'.padStart(7)}\n`,
    );
    for (const [name, value, budget, aim, unit] of rows(measured)) {
      const over = budget !== null && value > budget ? ' over' : '';
      process.stdout.write(
        `${name.padEnd(46)}${figure(value)}${figure(before.get(name))}${figure(budget)}${figure(aim, 7)}  ${unit}${over}\n`,
      );
    }
  }
  printIslands(latest.islands);
}

function printIslands(islands) {
  process.stdout.write(
    `\nOne island, of a kiosk\n${'Ruleset'.padEnd(30)}${'events'.padStart(9)}${'seconds'.padStart(9)}  growth when doubled\n`,
  );
  for (const [name, { events: count, seconds, growth }] of Object.entries(islands))
    process.stdout.write(`${name.padEnd(30)}${figure(count)}${figure(seconds)}  × ${growth.toFixed(1)}\n`);
}

function figure(value, width = 9) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'.padStart(width);
  return (value >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(width);
}

async function node(nodeArgs) {
  return JSON.parse(await output(nodeArgs, {}));
}

function output(nodeArgs, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, nodeArgs, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    let problem = '';
    child.stdout.on('data', (piece) => {
      text += piece;
    });
    child.stderr.on('data', (piece) => {
      problem += piece;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0
        ? resolve(text)
        : reject(new Error(`${nodeArgs.join(' ')} ended with ${code}: ${problem.slice(-2000)}`)),
    );
  });
}

function must(holds, what) {
  if (!holds) throw new Error(`${what} failed`);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}
