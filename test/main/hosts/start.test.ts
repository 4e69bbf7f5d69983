import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

// Plain JavaScript without declarations, because it runs before anything is built.
interface StartModules {
  readonly isStale: (root: string) => boolean;
  readonly canInstall: (version: string) => boolean;
  readonly runInstaller: (options: {
    script: string;
    probe: () => Promise<boolean>;
    say: (line: string) => void;
    unseenLimitMs?: number;
  }) => Promise<string | null>;
  readonly reasonForLocal: (args: readonly string[], machine: object) => string | null;
}

const hosts = new URL('../../../src/main/hosts/', import.meta.url);
const load = async (name: string) =>
  (await import(/* @vite-ignore */ new URL(name, hosts).href)) as StartModules;
const { isStale } = await load('ensure-built.mjs');
const { canInstall, runInstaller } = await load('electron-binary.mjs');
const { reasonForLocal } = await load('reason-for-local.mjs');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-test-'));
});
afterEach(async () => await rm(folder, { recursive: true }));

async function write(path: string, at: number, text = ''): Promise<string> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
  await utimes(full, at, at);
  return full;
}

describe('the build', () => {
  const results = [
    'out/main/electron.js',
    'out/main/local.js',
    'out/main/cli.js',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
  ];

  async function checkout(builtAt: number): Promise<void> {
    for (const path of ['src/main/a.ts', 'package.json', 'electron.vite.config.ts']) await write(path, 100);
    for (const path of results) await write(path, builtAt);
    for (const path of ['src/main', 'src']) await utimes(join(folder, path), 100, 100);
  }

  it('is used while it is younger than every source', async () => {
    await checkout(200);
    expect(isStale(folder)).toBe(false);
  });

  it.each(results)('is made anew without %s', async (path) => {
    await checkout(200);
    await rm(join(folder, path));
    expect(isStale(folder)).toBe(true);
  });

  it('is made anew after a change, and after a deletion that only its folder remembers', async () => {
    await checkout(200);
    await utimes(join(folder, 'src/main/a.ts'), 300, 300);
    expect(isStale(folder)).toBe(true);
    await utimes(join(folder, 'src/main/a.ts'), 100, 100);
    await utimes(join(folder, 'src/main'), 300, 300);
    expect(isStale(folder)).toBe(true);
  });
});

describe("Electron's installer", () => {
  it.each([
    ['20.19.0', false],
    ['22.11.9', false],
    ['22.12.0', true],
    ['24.0.0', true],
  ])('runs on Node %s: %s', (version, runs) => {
    expect(canInstall(version)).toBe(runs);
  });

  it('is given up when it hangs and the server is not seen to answer', async () => {
    const script = await write('install.mjs', 1, 'setInterval(() => {}, 1000);');
    const options = { script, probe: async () => false, say: () => undefined, unseenLimitMs: 50 };
    expect(await runInstaller(options)).toBe('the release server does not answer');
  });

  it('is waited for when the server answers', async () => {
    const script = await write('install.mjs', 1, 'setTimeout(() => process.exit(0), 600);');
    const say = vi.fn();
    const options = { script, probe: async () => true, say, unseenLimitMs: 50 };
    expect(await runInstaller(options)).toBeNull();
    expect(say).toHaveBeenCalledOnce();
  });

  it('tells in one line why it failed', async () => {
    const script = await write(
      'install.mjs',
      1,
      'console.error("TypeError: fetch failed\\n at x"); process.exit(1);',
    );
    const options = { script, probe: async () => false, say: () => undefined };
    expect(await runInstaller(options)).toBe('TypeError: fetch failed');
  });
});

describe('the choice of host', () => {
  const withDisplay = { platform: 'linux', env: { DISPLAY: ':0' } };

  it.each([
    [[], withDisplay, null],
    [['log.ndjson'], { platform: 'darwin', env: {} }, null],
    [['--local'], withDisplay, ''],
    [['--no-open'], withDisplay, ''],
    [['--port', '5000'], withDisplay, ''],
    [['--port=5000'], withDisplay, ''],
    [[], { platform: 'linux', env: {} }, 'There is no display.'],
    [['--portly.ndjson'], withDisplay, null],
  ])('for %j on %j is %j', (args, machine, reason) => {
    expect(reasonForLocal(args, machine)).toBe(reason);
  });
});

it('can be parsed by the oldest Node it supports, without being built', () => {
  for (const name of ['start.mjs', 'ensure-built.mjs', 'electron-binary.mjs', 'reason-for-local.mjs']) {
    const checked = spawnSync(process.execPath, ['--check', new URL(name, hosts).pathname]);
    expect(checked.status, name).toBe(0);
  }
});
