import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startDesktop } from '#main/hosts/electron/desktop.ts';
import type { PreloadApi } from '#shared/protocol/preload-api.ts';
import { ElectronDouble, preventable } from '../../../support/hosts/electron-double.ts';
import { createFakeApplication } from '../../../support/hosts/fake-application.ts';

/** Electron's security checklist, in its numbering: https://www.electronjs.org/docs/latest/tutorial/security */

const exposed = vi.hoisted(() => ({
  worlds: [] as { name: string; api: unknown }[],
  invoked: [] as unknown[],
}));
const ipcListeners = vi.hoisted(() => new Map<string, (...args: unknown[]) => void>());
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => exposed.worlds.push({ name, api }) },
  ipcRenderer: {
    invoke: async (channel: string, message: unknown) => {
      exposed.invoked.push([channel, message]);
      return { ok: true, value: 'token' };
    },
    on: (channel: string, listener: (...args: unknown[]) => void) => ipcListeners.set(channel, listener),
    off: (channel: string) => ipcListeners.delete(channel),
  },
  webUtils: { getPathForFile: (file: { path?: string }) => file.path ?? '' },
}));

let folder: string;
const electron = new ElectronDouble();
const root = new URL('../../../../', import.meta.url);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-test-'));
  await mkdir(join(folder, 'out', 'renderer'), { recursive: true });
  await writeFile(join(folder, 'out', 'renderer', 'index.html'), '<head></head>');
  await writeFile(join(folder, 'out', 'secret.txt'), 'outside');
  await startDesktop(electron.parts(), {
    outFolder: join(folder, 'out'),
    argv: [],
    machine: { platform: 'linux', home: folder, env: { WEFT_DATA: join(folder, 'data') } },
    createApplication: createFakeApplication,
    now: () => 0,
    reportBug: (thrown) => {
      throw thrown;
    },
  });
});

afterAll(async () => await rm(folder, { recursive: true, force: true }));

const theWindow = () => electron.windows[0] ?? expect.unreachable();
const preferences = () => theWindow().options.webPreferences ?? expect.unreachable();
const load = async (address: string, method = 'GET') => {
  if (electron.pageHandler === null) expect.unreachable();
  return await electron.pageHandler(new Request(address, { method }));
};

it('1 · loads nothing but its own page', () => {
  expect(theWindow().loaded).toEqual(['app://bundle/']);
});

it('2 · gives no page Node', () => {
  expect(preferences()).toMatchObject({
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
  });
});

it('3 · isolates the preload from the page', () => {
  expect(preferences().contextIsolation).toBe(true);
});

it('4 · sandboxes every renderer before any can exist', () => {
  expect(preferences().sandbox).toBe(true);
  expect(electron.calls.indexOf('enableSandbox')).toBeLessThan(electron.calls.indexOf('ready'));
});

it.each([
  'media',
  'geolocation',
  'notifications',
  'clipboard-read',
  'openExternal',
  'fileSystem',
  'hid',
  'unknown',
])('5 · denies the permission %s', (name) => {
  const answer = vi.fn();
  electron.permissionRequest?.(null, name, answer, { requestingUrl: 'app://bundle/' });
  expect(answer).toHaveBeenCalledExactlyOnceWith(false);
  expect(electron.permissionCheck?.(null, name, 'app://bundle/')).toBe(false);
  expect(electron.devicePermission?.()).toBe(false);
});

it.each(['clipboard-sanitized-write', 'persistent-storage'])('5 · grants %s to its own page only', (name) => {
  for (const [address, granted] of [
    ['app://bundle/', true],
    ['https://evil.example/', false],
    ['app://other/', false],
  ] as const) {
    const answer = vi.fn();
    electron.permissionRequest?.(null, name, answer, { requestingUrl: address });
    expect(answer).toHaveBeenCalledExactlyOnceWith(granted);
    expect(electron.permissionCheck?.(null, name, address)).toBe(granted);
  }
});

it('6 · leaves web security on', () => {
  expect(preferences().webSecurity).toBe(true);
});

it('7 · sends a content security policy without anything unsafe for scripts', async () => {
  const page = await load('app://bundle/index.html');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe');
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(await page.text()).toContain(`<meta name="csp-nonce" content="${nonce}">`);
});

it('8 · allows no insecure content', () => {
  expect(preferences().allowRunningInsecureContent).toBe(false);
});

it('9, 10 · turns no experimental or Blink features on', () => {
  expect(preferences().experimentalFeatures).toBe(false);
  expect(preferences()).not.toHaveProperty('enableBlinkFeatures');
});

it('11, 12 · has no webviews and lets none be attached', () => {
  expect(preferences().webviewTag).toBe(false);
  const event = preventable({});
  theWindow().webContents.emit('will-attach-webview', event);
  expect(event.prevented).toBe(true);
});

it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  '13 · stops %s to anywhere else',
  (name) => {
    for (const [url, stopped] of [
      ['https://evil.example/', true],
      ['app://bundle.evil.example/', true],
      ['app://evil/', true],
      ['file:///etc/passwd', true],
      ['javascript:alert(1)', true],
      ['not an address', true],
      ['app://bundle/index.html#/w/shop', false],
    ] as const) {
      const event = preventable({ url });
      theWindow().webContents.emit(name, event);
      expect(event.prevented, url).toBe(stopped);
    }
  },
);

it('14 · opens no windows for a page', () => {
  expect(theWindow().webContents.windowOpenHandler?.()).toEqual({ action: 'deny' });
});

it('15 · hands no address to the operating system', async () => {
  for (const { path, text } of await sourcesOf('src/main/')) {
    expect(text.includes('openExternal'), path).toBe(false);
  }
});

it('16 · pins one exact, current Electron', async () => {
  const manifest = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as Manifest;
  expect(manifest.devDependencies['electron']).toMatch(/^(4[5-9]|[5-9]\d)\.\d+\.\d+$/);
});

it('17 · answers the main frame of its own page and nobody else', async () => {
  const hello = { kind: 'request', id: 1, method: 'session.hello', params: { protocol: 1 } };
  expect(electron.ipcChannels).toEqual(['weft:request']);
  expect(await electron.ask(hello)).toMatchObject({
    ok: true,
    value: { host: 'electron', version: '1.2.3' },
  });
  await expect(electron.ask(hello, null)).rejects.toThrow('this sender is not answered');
  await expect(electron.ask(hello, { url: 'app://bundle/' })).rejects.toThrow('this sender is not answered');
  const { mainFrame } = theWindow().webContents;
  mainFrame.url = 'https://evil.example/';
  await expect(electron.ask(hello)).rejects.toThrow('this sender is not answered');
  mainFrame.url = 'app://bundle/#/';
});

it('17 · checks what the page sends', async () => {
  const bad = { kind: 'request', id: 2, method: 'overview', params: { workspace: '../../etc' } };
  expect(await electron.ask(bad)).toMatchObject({ ok: false, fault: { kind: 'bad-request' } });
});

it('18 · serves the page by a protocol of its own that leads nowhere else', async () => {
  expect(electron.scheme).toEqual({
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  });
  expect(electron.calls.indexOf('scheme')).toBeLessThan(electron.calls.indexOf('ready'));
  expect((await load('app://bundle/..%2fsecret.txt')).status).toBe(404);
  expect((await load('app://bundle/../secret.txt')).status).toBe(404);
  expect((await load('app://other/index.html')).status).toBe(404);
  expect((await load('app://bundle/index.html', 'POST')).status).toBe(405);
});

it('19 · has no packaged build yet whose fuses could be left open', async () => {
  const manifest = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as Manifest;
  const packagers = Object.keys(manifest.devDependencies).filter((name) =>
    /builder|forge|packager/.test(name),
  );
  expect(packagers).toEqual([]);
});

it('20 · shows the page four functions and nothing of Electron', async () => {
  await import('#main/hosts/electron/preload.ts');
  const [world, ...others] = exposed.worlds;
  expect(others).toEqual([]);
  expect(world?.name).toBe('weft');
  const api = world?.api as PreloadApi;
  expect(Object.keys(api).sort()).toEqual(['abort', 'offerPath', 'request', 'subscribe']);

  const heard: unknown[] = [];
  const end = api.subscribe((...args) => heard.push(args));
  ipcListeners.get('weft:push')?.({ sender: 'an object of Electron' }, { type: 'menu', command: 'x' });
  expect(heard).toEqual([[{ type: 'menu', command: 'x' }]]);
  end();
  expect(ipcListeners.size).toBe(0);
});

it('20 · lets the page name a file only by the file itself', async () => {
  const api = exposed.worlds[0]?.api as PreloadApi;
  expect(await api.offerPath({ path: '' })).toEqual({ ok: true, value: null });
  expect(exposed.invoked).toEqual([]);
  expect(await api.offerPath({ path: '/logs/a.ndjson' })).toEqual({ ok: true, value: 'token' });
  expect(exposed.invoked).toEqual([['weft:request', { kind: 'offer-path', path: '/logs/a.ndjson' }]]);
});

interface Manifest {
  readonly devDependencies: { readonly [name: string]: string };
}

async function sourcesOf(path: string): Promise<{ path: string; text: string }[]> {
  const names = await readdir(new URL(path, root), { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts'));
  return await Promise.all(
    files.map(async (name) => ({ path: name, text: await readFile(new URL(path + name, root), 'utf8') })),
  );
}
