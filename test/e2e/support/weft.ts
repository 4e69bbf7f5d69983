/** A running local host with a data folder of its own, and a window on it in a real Chromium. */

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { chromium } from '@playwright/test';

const ROOT = join(import.meta.dirname, '../../..');
const START_TIMEOUT_MS = 30_000;

export interface Weft {
  /** What Weft stores on disk, the browser's own database apart. */
  readonly dataFolder: string;
  readonly browserFolder: string;
  /** Address without a path; the only one that may ever be asked. */
  readonly origin: string;
  /** What no window may do: errors on the console, broken content rules, requests to anywhere else. */
  readonly trouble: string[];
  /** The window. Opened once for every start of the program, because its address is good once. */
  open(): Promise<Page>;
  /** Ends the program as a person would and starts it again on the same data. */
  restart(): Promise<void>;
  /** Ends the program and its window without warning, and starts it again on the same data. */
  kill(): Promise<void>;
  /** Ends the program under its window, which stays. */
  stop(): Promise<void>;
  /** What the window shows, as PNG; null without one. */
  picture(): Promise<Buffer | null>;
  close(): Promise<void>;
}

export interface WeftOptions {
  /** Files to open at the first start. */
  readonly paths?: readonly string[];
  /** Without a network: nothing resolves, and the program ends if it connects to anything but this machine. */
  readonly offline?: boolean;
}

export async function startWeft({ paths = [], offline = false }: WeftOptions = {}): Promise<Weft> {
  const folder = await mkdtemp(join(tmpdir(), 'weft-e2e-'));
  const browserFolder = join(folder, 'browser');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const trouble: string[] = [];
  const start = (opened: readonly string[]): Promise<Host> =>
    startHost(['--no-open', '--port', String(port), ...opened], { WEFT_DATA: folder }, offline);
  let host = await start(paths);
  let window: BrowserContext | null = null;
  const closeWindow = async (): Promise<void> => {
    await window?.close();
    window = null;
  };
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    // A window that loses its program complains, and may.
    window?.removeAllListeners('console');
    await end(host.process, signal);
  };
  const again = async (signal: NodeJS.Signals): Promise<void> => {
    if (signal === 'SIGTERM') await closeWindow();
    await stop(signal);
    await closeWindow();
    host = await start([]);
  };
  return {
    dataFolder: join(folder, 'local'),
    browserFolder,
    origin,
    trouble,
    open: async () => {
      window = await openWindow(browserFolder, offline);
      watch(window, { origin, trouble });
      const page = window.pages()[0] ?? (await window.newPage());
      await page.goto(host.address);
      await page.getByRole('navigation', { name: 'Views' }).waitFor();
      return page;
    },
    restart: () => again('SIGTERM'),
    kill: () => again('SIGKILL'),
    stop: () => stop('SIGKILL'),
    picture: async () => (await window?.pages().at(-1)?.screenshot()) ?? null,
    close: async () => {
      await closeWindow();
      await end(host.process, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function openWindow(folder: string, offline: boolean): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: process.env['WEFT_BROWSER']!,
    headless: true,
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(offline ? ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'] : []),
    ],
  });
}

/** Notes whatever a window does that none may do. Broken content rules are errors on the console. */
function watch(
  window: BrowserContext,
  { origin, trouble }: { readonly origin: string; readonly trouble: string[] },
): void {
  const isOwn = (url: string): boolean =>
    ['http:', 'https:', 'ws:', 'wss:'].includes(new URL(url).protocol)
      ? new URL(url).host === new URL(origin).host
      : /^(about|blob|data):/.test(url);
  window.on('request', (request) => {
    if (!isOwn(request.url())) trouble.push(`asked for ${request.url()}`);
  });
  window.on('console', (message) => {
    if (message.type() === 'error') trouble.push(`console: ${message.text()} (${message.location().url})`);
  });
  window.on('weberror', (error) => trouble.push(`thrown: ${error.error().stack}`));
  window.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const watchPage = (page: Page): void => {
    page.on('websocket', (socket) => {
      if (!isOwn(socket.url())) trouble.push(`connected to ${socket.url()}`);
    });
  };
  window.pages().forEach(watchPage);
  window.on('page', watchPage);
}

interface Host {
  readonly process: ChildProcess;
  readonly address: string;
}

function startHost(args: readonly string[], env: NodeJS.ProcessEnv, offline: boolean): Promise<Host> {
  const guard = offline ? ['--import', join(import.meta.dirname, 'deny-network.mjs')] : [];
  const child = spawn(process.execPath, [...guard, join(ROOT, 'out/main/local.js'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`Weft did not start: ${said}`)), START_TIMEOUT_MS);
    const hear = (piece: Buffer): void => {
      said += piece.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(said)?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve({ process: child, address });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`Weft ended with ${code}: ${said}`));
    });
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
