import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildCommandLine } from '../../../support/built-worker.ts';

let root = '';
let program = '';
let temporary = '';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'weft-program-'));
  writeFileSync(join(root, 'package.json'), '{"version":"7.8.9"}');
  program = await buildCommandLine(root);
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

beforeEach(() => {
  temporary = mkdtempSync(join(root, 'tmp-'));
});

function start(...args: string[]): ChildProcessWithoutNullStreams {
  const env = { ...process.env, TMPDIR: temporary, WEFT_PARSERS: '0' };
  return spawn(process.execPath, [program, ...args], { env });
}

async function finish(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: unknown; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout.on('data', (bytes) => (out += String(bytes)));
  child.stderr.on('data', (bytes) => (err += String(bytes)));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

test('prints its version', async () => {
  expect(await finish(start('--version'))).toMatchObject({ code: 0, out: '7.8.9\n' });
});

test.each([
  [['unify', 'log.ndjson', '--rules', 'nobody'], 2, /--rules is "nobody", expected customerlabs/],
  [['unify', 'missing.ndjson'], 1, /"missing.ndjson" does not exist/],
])('answers %j with one line', async (args, code, said) => {
  const done = await finish(start(...args));
  expect(done).toMatchObject({ code, out: '' });
  expect(done.err).toMatch(said);
  expect(done.err.trim().split('\n')).toHaveLength(1);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'leaves nothing behind when %s ends it',
  async (signal, code) => {
    const out = join(temporary, 'out');
    mkdirSync(out);
    const child = start('unify', '-', '--out', out);
    const done = finish(child);
    child.stdin.write('{"type":"track","identifiers":{"email":"ann@x.example"}}\n');
    await vi.waitUntil(() => readdirSync(temporary).some((name) => name.startsWith('weft-stdin-')), {
      timeout: 20_000,
    });
    child.kill(signal);
    expect((await done).code).toBe(code);
    expect(readdirSync(temporary)).toEqual(['out']);
    expect(readdirSync(out)).toEqual([]);
  },
  30_000,
);

test('leaves nothing behind when its input ends', async () => {
  const child = start('unify', '-', '--json');
  const done = finish(child);
  child.stdin.end('{"type":"track","identifiers":{"email":"ann@x.example"}}\nbroken\n');
  const { code, out } = await done;
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ read: 2, events: 1, rejected: 1 });
  expect(readdirSync(temporary)).toEqual([]);
});
