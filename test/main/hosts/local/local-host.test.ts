import { readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  buildLocalHost,
  findFreePort,
  get,
  LocalHostProcess,
  makeDataFolder,
  openSession,
  START_ADDRESS,
} from '../../../support/hosts/local-host-process.ts';

let program: string;
let dataFolder: string;
let port: number;
let host: LocalHostProcess;
let address: string;
let cookie: string;

const start = (...args: string[]) => new LocalHostProcess(program, args, { WEFT_DATA: dataFolder });

beforeAll(async () => {
  program = await buildLocalHost('local-host');
  dataFolder = await makeDataFolder();
  port = await findFreePort();
  host = start('--port', String(port), '--no-open');
  address = await host.printed(START_ADDRESS);
  cookie = await openSession(port, address);
});

afterAll(async () => {
  await host.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

describe('the session', () => {
  it('is refused without the cookie, to pages, files and downloads alike', async () => {
    for (const path of ['/', '/assets/app.js', '/download/x', '/socket']) {
      expect((await get(port, path)).status, path).toBe(401);
    }
    const wrong = { cookie: `${cookie.split('=')[0]}=guessed` };
    expect((await get(port, '/', { headers: wrong })).status).toBe(401);
  });

  it('comes from a token that works once', async () => {
    const { pathname, search } = new URL(address);
    expect((await get(port, pathname + search)).status).toBe(401);
    expect((await get(port, '/start?token=guessed')).status).toBe(401);
    expect((await get(port, '/start')).status).toBe(401);
  });

  it('lives in a cookie that scripts and other sites cannot use', async () => {
    const other = await start('--no-open').printed(START_ADDRESS);
    const { pathname, search } = new URL(other);
    const answer = await get(port, pathname + search);
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^weft-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.location).toBeUndefined();
  });
});

describe('what a request must say', () => {
  it.each([
    ['another host name', () => ({ host: `localhost:${port}` })],
    ['a name pointed at the loopback address', () => ({ host: 'evil.example' })],
    ['a foreign origin', () => ({ origin: 'https://evil.example' })],
    ['the origin of another port', () => ({ origin: 'http://127.0.0.1:1' })],
    ['a script of another site', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' })],
  ])('is not %s', async (_what, headers) => {
    expect((await get(port, '/', { headers: { cookie, ...headers() } })).status).toBe(403);
  });

  it('is only a question', async () => {
    expect((await get(port, '/', { headers: { cookie }, method: 'POST' })).status).toBe(405);
  });

  it.each([
    ['without an origin', () => ({ cookie })],
    ['of a foreign origin', () => ({ cookie, origin: 'https://evil.example' })],
    ['without the cookie', () => ({ origin: `http://127.0.0.1:${port}` })],
    ['to another host name', () => ({ cookie, origin: `http://127.0.0.1:${port}`, host: 'evil.example' })],
  ])('refuses a WebSocket %s', async (_what, headers) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: headers() });
    const message = await new Promise<string>((resolve) => {
      socket.on('error', (error) => resolve(error.message));
      socket.on('open', () => resolve('open'));
    });
    expect(message).toMatch(/Unexpected server response: 40[13]/);
  });
});

describe('the page', () => {
  it('has a content security policy with a fresh nonce that the page can read', async () => {
    const [one, two] = await Promise.all([1, 2].map(() => get(port, '/', { headers: { cookie } })));
    const policy = String(one?.headers['content-security-policy']);
    const nonce = /<head><meta name="csp-nonce" content="([\w+/=]+)">/.exec(one?.text ?? '')?.[1];
    expect(policy.split('; ').sort()).toEqual(
      [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "style-src-attr 'unsafe-inline'",
        "connect-src 'self'",
        "worker-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].sort(),
    );
    expect(two?.text).not.toBe(one?.text);
    expect(one?.headers['cache-control']).toBe('no-store');
    expect(one?.headers['x-content-type-options']).toBe('nosniff');
  });

  it('has scripts with their type', async () => {
    const script = await get(port, '/assets/app.js', { headers: { cookie } });
    expect(script).toMatchObject({ status: 200, text: 'export {};' });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/../../secret.txt',
    '//127.0.0.1/..%2fsecret.txt',
    '/%2fetc%2fpasswd',
    '/assets%00.js',
    '/%zz',
    '/assets',
    '/missing.js',
  ])('does not lead out of its folder: %s', async (path) => {
    const answer = await get(port, path, { headers: { cookie } });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('outside');
  });
});

describe('a second start', () => {
  it('finds the first, hands its files over and ends well', async () => {
    const second = start('--no-open', join(dataFolder, 'local', 'port'));
    const { code, output } = await second.exited;
    expect(code).toBe(0);
    expect(output).toMatch(/^Weft is already running: http:\/\/127.0.0.1:\d+\/start\?token=/);
  });

  it('finds the first also when it asks for another port', async () => {
    const { code, output } = await start('--no-open', '--port', String(await findFreePort())).exited;
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('already running') });
  });

  it('is not told apart by a page or a stranger: the door opens to proof only', async () => {
    const { challenge } = JSON.parse((await get(port, '/weft?nonce=x')).text) as { challenge: string };
    const headers = { 'x-weft-challenge': challenge, 'x-weft-proof': 'guessed' };
    expect((await get(port, '/weft', { method: 'POST', headers })).status).toBe(403);
    const origin = `http://127.0.0.1:${port}`;
    expect((await get(port, '/weft?nonce=x', { headers: { origin } })).status).toBe(403);
  });

  it('stops with a sentence where another program has the port', async () => {
    const elsewhere = await makeDataFolder();
    const stranger = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const taken = (stranger.address() as { port: number }).port;
    const env = { WEFT_DATA: elsewhere };
    const refused = await new LocalHostProcess(program, ['--port', String(taken), '--no-open'], env).exited;
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(`Another program uses port ${taken}`);
    const other = await new LocalHostProcess(program, ['--port', String(port), '--no-open'], env).exited;
    expect(other.code).toBe(1);
    expect(other.output).toContain('A Weft with another data folder');
    await new Promise((resolve) => stranger.close(resolve));
    await rm(elsewhere, { recursive: true });
  });

  it('uses the port chosen last, and closes cleanly when told to end', async () => {
    const elsewhere = await makeDataFolder();
    const chosen = await findFreePort();
    const env = { WEFT_DATA: elsewhere };
    for (const args of [['--port', String(chosen)], []]) {
      const run = new LocalHostProcess(program, [...args, '--no-open'], env);
      expect(new URL(await run.printed(START_ADDRESS)).port).toBe(String(chosen));
      run.signal('SIGTERM');
      expect((await run.exited).code).toBe(0);
      expect(await readFile(join(elsewhere, 'local', 'closed'), 'utf8')).toBe('cleanly');
      await rm(join(elsewhere, 'local', 'closed'));
    }
    await rm(elsewhere, { recursive: true });
  });
});

describe('the command line', () => {
  it.each([
    [['--port', 'x'], 2, '--port is "x"'],
    [['--nope'], 2, 'Usage: weft serve'],
    [['/no/such/file.ndjson'], 1, '/no/such/file.ndjson is not there'],
  ])('answers %j with exit %i', async (args, code, sentence) => {
    const ended = await start(...args).exited;
    expect(ended.code).toBe(code);
    expect(ended.output).toContain(sentence);
  });

  it.skipIf(process.platform === 'win32')('keeps its secret to the owner', async () => {
    expect((await stat(join(dataFolder, 'local', 'secret'))).mode & 0o777).toBe(0o600);
  });
});
