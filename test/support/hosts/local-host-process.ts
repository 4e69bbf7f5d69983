import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { WebSocket } from 'ws';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles the child once a test file and lays out a small built page around it. */
export async function buildLocalHost(name: string): Promise<string> {
  const project = join(root, 'test', 'output', name);
  await rm(project, { recursive: true, force: true });
  await mkdir(join(project, 'out', 'renderer', 'assets'), { recursive: true });
  await writeFile(join(project, 'package.json'), '{"version": "9.8.7", "type": "module"}');
  await writeFile(join(project, 'out', 'secret.txt'), 'outside');
  await writeFile(
    join(project, 'out', 'renderer', 'index.html'),
    '<html><head></head><body>page</body></html>',
  );
  await writeFile(join(project, 'out', 'renderer', 'assets', 'app.js'), 'export {};');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(root, 'test', 'support', 'hosts', 'local-host-child.ts'),
      outDir: join(project, 'out', 'main'),
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.js' } },
    },
  });
  return join(project, 'out', 'main', 'child.js');
}

export function makeDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'weft-test-'));
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class LocalHostProcess {
  readonly exited: Promise<{ code: number | null; output: string }>;
  readonly #child: ChildProcess;
  #output = '';
  readonly #waiting = new Set<() => void>();

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...env } });
    const listen = (piece: Buffer): void => {
      this.#output += piece.toString();
      for (const check of this.#waiting) check();
    };
    this.#child.stdout?.on('data', listen);
    this.#child.stderr?.on('data', listen);
    this.exited = new Promise((resolve) => {
      this.#child.on('close', (code) => {
        resolve({ code, output: this.#output });
        for (const check of this.#waiting) check();
      });
    });
  }

  /** The first match in what the process has printed; rejects when it ends without one. */
  printed(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(this.#output);
        if (match !== null) resolve(match[0]);
        else if (this.#child.exitCode !== null) reject(new Error(`it ended after printing: ${this.#output}`));
        else return;
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async stop(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }
}

export const START_ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/start\?token=[\w-]+/;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends the path as it is written: no client tidies `..` away. */
export function get(
  port: number,
  path: string,
  options: { headers?: Record<string, string>; method?: string } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

/** Exchanges the printed address for the cookie. */
export async function openSession(port: number, address: string): Promise<string> {
  const { pathname, search } = new URL(address);
  const answer = await get(port, pathname + search);
  const cookie = answer.headers['set-cookie']?.[0];
  if (cookie === undefined) throw new Error(`no session: ${answer.status} ${answer.text}`);
  return cookie.split(';')[0] as string;
}

/** A page's WebSocket, with the cookie and origin that a browser would send. */
export function openPageSocket(port: number, cookie: string, query = ''): globalThis.WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket${query}`, {
    headers: { cookie, origin: `http://127.0.0.1:${port}` },
  });
  // A browser tells of a failed connection by closing; ws would throw as well.
  socket.on('error', () => undefined);
  // ws has the browser's interface as far as the bridge uses it.
  return socket as unknown as globalThis.WebSocket;
}
