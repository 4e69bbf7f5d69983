import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDesktop } from '#main/hosts/electron/desktop.ts';
import type { HostServices } from '#main/hosts/host-services.ts';
import { ElectronDouble, preventable } from '../../../support/hosts/electron-double.ts';
import { createFakeApplication } from '../../../support/hosts/fake-application.ts';

let folder: string;
let electron: ElectronDouble;
let host: HostServices | null;
let now: number;
const hello = { kind: 'request', id: 1, method: 'session.hello', params: { protocol: 1 } };
/** What a page asks once it has views. */
const firstLook = { kind: 'request', id: 2, method: 'workspace.list', params: {} };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-test-'));
  electron = new ElectronDouble();
  host = null;
  now = 0;
});

afterEach(async () => await rm(folder, { recursive: true, force: true }));

async function start(argv: readonly string[] = [], platform: NodeJS.Platform = 'linux'): Promise<void> {
  await startDesktop(electron.parts(), {
    outFolder: join(folder, 'out'),
    argv,
    machine: { platform, home: folder, env: { WEFT_DATA: folder } },
    createApplication: (services) => {
      host = services;
      return createFakeApplication(services);
    },
    now: () => now,
    reportBug: (thrown) => expect.unreachable(String(thrown)),
  });
}

const services = () => host ?? expect.unreachable();
const theWindow = () => electron.windows.at(-1) ?? expect.unreachable();
const pushes = () => theWindow().webContents.sent.map((sent) => (sent as [string, unknown])[1]);

describe('starting', () => {
  it('takes the lock of its data folder before anything else, and leaves when another has it', async () => {
    electron.hasLock = false;
    await start(['/logs/a.ndjson']);
    expect(electron.calls).toEqual([
      'enableSandbox',
      `setPath userData ${join(folder, 'desktop', 'browser')}`,
      'lock',
      'quit',
    ]);
    expect(electron.lockData).toEqual({ paths: ['/logs/a.ndjson'] });
    expect(host).toBeNull();
  });

  it('colours the window before its page has loaded', async () => {
    await start();
    expect(theWindow().options.backgroundColor).toBe('#14181f');
  });

  it('opens the files it was started with once the page is there', async () => {
    await start(['--some-switch', '/logs/a.ndjson']);
    expect(pushes()).toEqual([]);
    await electron.ask(firstLook);
    await vi.waitFor(() =>
      expect(pushes()).toEqual([{ type: 'open-files', tokens: ['path:/logs/a.ndjson'] }]),
    );
    expect(electron.recent).toEqual(['/logs/a.ndjson']);
  });

  it('opens files of a second start in the window it has, and raises it', async () => {
    await start();
    await electron.ask(firstLook);
    const before = theWindow().focused;
    electron.app.emit('second-instance', {}, [], '/', { paths: ['/logs/b.csv'] });
    await vi.waitFor(() => expect(pushes()).toEqual([{ type: 'open-files', tokens: ['path:/logs/b.csv'] }]));
    expect(theWindow().focused).toBe(before + 1);
    expect(electron.windows).toHaveLength(1);
  });
});

describe('the page', () => {
  it('gets a token for a dropped file', async () => {
    await start();
    expect(await electron.ask({ kind: 'offer-path', path: '/logs/c.json' })).toEqual({
      ok: true,
      value: 'path:/logs/c.json',
    });
  });

  it('has its requests aborted when it is loaded anew, not when only its address changes', async () => {
    await start();
    const running = electron.ask({
      kind: 'request',
      id: 9,
      method: 'workspace.delete',
      params: { workspace: 'w' },
    });
    const { webContents } = theWindow();
    webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(await electron.ask(hello)).toMatchObject({ ok: true });
    webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    expect(await running).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  });

  it('aborts one request', async () => {
    await start();
    const running = electron.ask({
      kind: 'request',
      id: 5,
      method: 'workspace.delete',
      params: { workspace: 'w' },
    });
    await electron.ask({ kind: 'abort', id: 5 });
    expect(await running).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  });

  it('is loaded again after a crash three times in ten minutes; then a person decides', async () => {
    await start();
    const { webContents } = theWindow();
    const crash = (reason: string) => webContents.emit('render-process-gone', {}, { reason });
    crash('clean-exit');
    expect(webContents.reloads).toBe(0);
    for (const reason of ['crashed', 'oom', 'memory-eviction']) crash(reason);
    await vi.waitFor(() => expect(webContents.reloads).toBe(3));
    electron.answers.push({ response: 0 });
    crash('crashed');
    await vi.waitFor(() => expect(webContents.reloads).toBe(4));
    expect(electron.asked).toHaveLength(1);
    now = 10 * 60 * 1000;
    crash('crashed');
    await vi.waitFor(() => expect(webContents.reloads).toBe(5));
    expect(electron.asked).toHaveLength(1);
  });
});

describe('long work', () => {
  it('shows in the bar, keeps the machine awake and is asked about before the window closes', async () => {
    await start();
    services().setProgress(0.25);
    services().setProgress(0.5);
    expect(theWindow().progress).toBe(0.5);
    expect(electron.blockers).toBe(1);

    const closed = vi.fn();
    theWindow().on('closed', closed);
    const event = preventable({});
    electron.answers.push({ response: 0 });
    theWindow().emit('close', event);
    expect(event.prevented).toBe(true);
    await vi.waitFor(() => expect(electron.answers).toEqual([]));
    expect(closed).not.toHaveBeenCalled();
    electron.answers.push({ response: 1 });
    theWindow().emit('close', preventable({}));
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });

  it('lets go of everything when it is done', async () => {
    await start();
    services().setProgress(0.5);
    services().setProgress(null);
    expect(theWindow().progress).toBe(-1);
    expect(electron.blockers).toBe(0);
    const event = preventable({});
    theWindow().emit('close', event);
    expect(event.prevented).toBe(false);
  });

  it('is brought to its end before the program quits', async () => {
    await start();
    const event = preventable({});
    electron.app.emit('will-quit', event);
    expect(event.prevented).toBe(true);
    await vi.waitFor(() => expect(electron.calls).toContain('quit'));
    expect(await readFile(join(folder, 'desktop', 'closed'), 'utf8')).toBe('cleanly');
    const again = preventable({});
    electron.app.emit('will-quit', again);
    expect(again.prevented).toBe(false);
  });
});

describe('dialogs', () => {
  it('open where files were opened last', async () => {
    await start();
    electron.answers.push({ canceled: true, filePaths: [] });
    expect(await services().chooseFiles()).toEqual([]);
    expect(electron.asked[0]).not.toHaveProperty('defaultPath');
    electron.answers.push({ canceled: false, filePaths: ['/logs/a.csv', '/logs/b.csv'] });
    expect(await services().chooseFiles()).toEqual(['/logs/a.csv', '/logs/b.csv']);
    electron.answers.push({ canceled: true, filePaths: [] });
    await services().chooseFiles();
    expect(electron.asked[2]).toMatchObject({ defaultPath: '/logs' });
    expect(electron.recent).toEqual(['/logs/a.csv', '/logs/b.csv']);
  });

  it('save an export whole, for its owner only, and where the last one went', async () => {
    await start();
    const path = join(folder, 'buyers.csv');
    const write = async (sink: { write(bytes: Uint8Array): Promise<void> }) =>
      await sink.write(new Uint8Array([97, 98]));
    electron.answers.push({ canceled: false, filePath: path });
    expect(await services().saveFile('segment.csv', write)).toEqual({
      savedAt: path,
      downloadUrl: null,
      bytes: 2,
    });
    expect(electron.asked[0]).toMatchObject({ defaultPath: join('/home/ada/documents', 'segment.csv') });
    expect(await readFile(path, 'utf8')).toBe('ab');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    electron.answers.push({ canceled: true, filePath: '' });
    const unused = vi.fn();
    await expect(services().saveFile('segment.csv', unused)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(electron.asked[1]).toMatchObject({ defaultPath: join(folder, 'segment.csv') });
    expect(unused).not.toHaveBeenCalled();
  });
});

describe('the menu', () => {
  const find = (items: readonly MenuItemConstructorOptions[], label: string): MenuItemConstructorOptions => {
    const all = items.flatMap((item) => (Array.isArray(item.submenu) ? item.submenu : []));
    return all.find((item) => item.label === label) ?? expect.unreachable(label);
  };

  it('runs commands of the page, opening a window when there is none', async () => {
    await start([], 'darwin');
    await electron.ask(firstLook);
    theWindow().destroy();
    find(electron.menu, '&Open files…').click?.({} as never, undefined, {} as never);
    expect(electron.windows).toHaveLength(2);
    await electron.ask(firstLook);
    expect(pushes()).toEqual([{ type: 'menu', command: 'open-files' }]);
  });

  it('names only commands that the page has', async () => {
    await start();
    const source = await readFile(
      new URL('../../../../src/renderer/app/commands.ts', import.meta.url),
      'utf8',
    );
    for (const label of [
      '&Open files…',
      'All &workspaces',
      'Switch between &light and dark',
      '&Keyboard shortcuts',
    ]) {
      await electron.ask(firstLook);
      find(electron.menu, label).click?.({} as never, undefined, {} as never);
      const { command } = pushes().at(-1) as { command: string };
      expect(source).toContain(`id: '${command}'`);
    }
  });

  it.each([
    ['darwin', ['appMenu', 'fileMenu', 'editMenu', 'viewMenu', 'windowMenu', 'help']],
    ['win32', ['fileMenu', 'editMenu', 'viewMenu', 'windowMenu', 'help']],
  ] as const)('has the roles of %s', async (platform, roles) => {
    await start([], platform);
    expect(electron.menu.map((item) => item.role)).toEqual(roles);
  });
});
