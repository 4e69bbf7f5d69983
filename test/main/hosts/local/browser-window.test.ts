import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BrowserWindow } from '#main/hosts/local/browser-window.ts';
import {
  buildLocalHost,
  findFreePort,
  LocalHostProcess,
  openSession,
  START_ADDRESS,
} from '../../../support/hosts/local-host-process.ts';

/** Stand-ins for a browser are shell scripts. */
const describeUnix = describe.skipIf(process.platform === 'win32');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-test-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

async function makeBrowser(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

describeUnix('the app window', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  async function openAndEnd(script: string) {
    const browser = await makeBrowser('browser', script);
    const onClosed = vi.fn();
    const onFailure = vi.fn();
    const window = new BrowserWindow({
      machine: { platform: 'darwin', home: folder, env: { WEFT_BROWSER: browser } },
      profileFolder: folder,
      uid: null,
      onFailure,
      onClosed,
    });
    return { window, onClosed, onFailure, browser, ended: join(folder, 'ended') };
  }

  /** The browser has ended and the window knows. */
  async function waitForEnd(window: BrowserWindow): Promise<void> {
    expect(window.open('http://127.0.0.1:1/')).not.toBeNull();
    await vi.waitFor(() => expect(window.hasEnded).toBe(true), { interval: 5 });
  }

  it('ends Weft when it was closed, but gives a reload the time it takes', async () => {
    const { window, onClosed } = await openAndEnd('exit 0');
    window.setPresent(true);
    await waitForEnd(window);
    window.setPresent(false);
    vi.advanceTimersByTime(3000);
    window.setPresent(true);
    vi.advanceTimersByTime(60_000);
    expect(onClosed).not.toHaveBeenCalled();
    window.setPresent(false);
    vi.advanceTimersByTime(60_000);
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it('waits for an import that is running', async () => {
    const { window, onClosed } = await openAndEnd('exit 0');
    window.setPresent(true);
    window.setBusy(true);
    await waitForEnd(window);
    window.setPresent(false);
    vi.advanceTimersByTime(60_000);
    expect(onClosed).not.toHaveBeenCalled();
    window.setBusy(false);
    vi.advanceTimersByTime(60_000);
    expect(onClosed).toHaveBeenCalledOnce();
  });

  it('does not end Weft before any page came: the window may belong to a process that was there', async () => {
    const { window, onClosed, onFailure } = await openAndEnd('exit 0');
    await waitForEnd(window);
    vi.advanceTimersByTime(60_000);
    expect(onClosed).not.toHaveBeenCalled();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('tells when the browser could not start', async () => {
    const { window, onFailure, browser } = await openAndEnd('exit 3');
    await waitForEnd(window);
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(browser, 'it ended with code 3');
  });
});

describeUnix('a local host with a window', () => {
  it('opens it, and opens it again for a second start, whose page takes the session over', async () => {
    const program = await buildLocalHost('browser-window');
    const log = join(folder, 'arguments');
    const browser = await makeBrowser('recording', `echo "$@" >> '${log}'; exec sleep 60`);
    const port = await findFreePort();
    const env = { WEFT_DATA: join(folder, 'data'), WEFT_BROWSER: browser, DISPLAY: ':0' };
    const host = new LocalHostProcess(program, ['--port', String(port)], env);
    await host.printed(/in a window of/);
    const second = await new LocalHostProcess(program, [], env).exited;
    expect(second).toMatchObject({ code: 0, output: 'Weft is already running; its window was opened.\n' });
    const opened = await vi.waitFor(async () => {
      const lines = (await readFile(log, 'utf8')).trim().split('\n');
      expect(lines).toHaveLength(2);
      return lines;
    });
    for (const line of opened) {
      expect(line).toContain(`--user-data-dir=${join(folder, 'data', 'local', 'browser')}`);
      const address = START_ADDRESS.exec(line)?.[0] ?? expect.unreachable();
      expect(await openSession(port, address)).toMatch(/^weft-\d+=/);
    }
    host.signal('SIGTERM');
    expect((await host.exited).code).toBe(0);
  });

  it('prints the address where there is no display or the browser fails', async () => {
    const program = await buildLocalHost('browser-window-fails');
    const env = { WEFT_DATA: join(folder, 'data'), DISPLAY: '', WAYLAND_DISPLAY: '' };
    const blind = new LocalHostProcess(program, [], { ...env, WEFT_BROWSER: '' });
    await blind.printed(/No display or no browser .* http:\S+token=/);
    await blind.stop();
    const broken = new LocalHostProcess(program, [], {
      ...env,
      DISPLAY: ':0',
      WEFT_BROWSER: '/no/such/browser',
    });
    await broken.printed(/did not open a window \(.*ENOENT\)\. Open http:\S+token=/);
    await broken.stop();
  });
});
