import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PageBridge } from '#renderer/bridge/page-bridge.ts';
import { SocketTransport } from '#renderer/bridge/socket-transport.ts';
import type { TransportState } from '#renderer/bridge/transport.ts';
import { MAX_MESSAGE_BYTES } from '#shared/protocol/codec.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import { PROTOCOL_VERSION } from '#shared/protocol/version.ts';
import {
  buildLocalHost,
  findFreePort,
  get,
  LocalHostProcess,
  makeDataFolder,
  openPageSocket,
  openSession,
  START_ADDRESS,
} from '../../support/hosts/local-host-process.ts';

let program: string;
let dataFolder: string;
let port: number;
let host: LocalHostProcess;
let cookie: string;
const sockets: WebSocket[] = [];

async function startHost(): Promise<void> {
  host = new LocalHostProcess(program, ['--port', String(port), '--no-open'], { WEFT_DATA: dataFolder });
  cookie = await openSession(port, await host.printed(START_ADDRESS));
}

function openPage(): PageBridge {
  const transport = new SocketTransport({
    address: '',
    openSocket: (address) => {
      const socket = openPageSocket(port, cookie, address);
      sockets.push(socket);
      return socket;
    },
    wait: (ms, then) => setTimeout(then, ms),
  });
  return new PageBridge(transport);
}

function reached(page: PageBridge, state: TransportState): Promise<void> {
  return new Promise((resolve) => {
    if (page.state === state) resolve();
    const end = page.subscribeState((now) => {
      if (now !== state) return;
      end();
      resolve();
    });
  });
}

function nextPush(page: PageBridge): Promise<Push> {
  return new Promise((resolve) => {
    const end = page.subscribe((push) => {
      queueMicrotask(() => end());
      resolve(push);
    });
  });
}

beforeAll(async () => {
  program = await buildLocalHost('socket-bridge');
  dataFolder = await makeDataFolder();
  port = await findFreePort();
  await startHost();
});

afterAll(async () => {
  await host.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

describe('a page of the local host', () => {
  it('agrees on the version before it asks anything', async () => {
    const page = openPage();
    expect(await page.hello()).toMatchObject({ protocol: PROTOCOL_VERSION, host: 'local', version: '9.8.7' });
    expect(await page.request('workspace.list', {})).toStrictEqual([
      { revenue: Number.NaN, data: new Float64Array([1.5, -0]) },
    ]);
    await leave(page);
  });

  it('gets faults as faults, bugs included', async () => {
    const page = openPage();
    await expect(page.request('overview', { workspace: '../x' })).rejects.toMatchObject({
      name: 'Fault',
      kind: 'bad-request',
      context: { field: 'workspace' },
    });
    await expect(page.request('workspace.sample', {})).rejects.toMatchObject({ kind: 'internal' });
    const tooLarge = { request: 1, data: new Uint8Array(MAX_MESSAGE_BYTES) };
    await expect(page.request('source.bytes', tooLarge)).rejects.toMatchObject({ kind: 'bad-request' });
    await leave(page);
  });

  it('aborts here at once and there as well', async () => {
    const page = openPage();
    await page.hello();
    const controller = new AbortController();
    const asked = page.request('workspace.delete', { workspace: 'w' }, controller.signal);
    // The answer to a later request shows that the first has arrived.
    await page.request('workspace.list', {});
    const told = nextPush(page);
    controller.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
    expect(await told).toMatchObject({ type: 'changed', workspace: 'aborted' });
    const late = page.request('workspace.list', {}, controller.signal);
    await expect(late).rejects.toMatchObject({ kind: 'cancelled' });
    await leave(page);
  });

  it('reads ranges of a file that only it can open', async () => {
    const page = openPage();
    const token = await page.offerFile(new File(['0123456789'], 'log.ndjson'));
    const inspect = (name: string) =>
      page.request('source.inspect', { token: name, country: null, zone: 'UTC' });
    expect(await inspect(token)).toBe('234');
    expect(await inspect('offered:of another page')).toBe('gone');
    await leave(page);
  });

  it('fetches an export once, under its name', async () => {
    const page = openPage();
    const { downloadUrl, bytes } = await page.request('export', {
      workspace: 'w',
      what: { kind: 'refusals' },
      format: 'csv',
      guardFormulas: true,
    });
    const fetched = await get(port, String(downloadUrl), { headers: { cookie } });
    expect(fetched).toMatchObject({ status: 200, text: 'a,b\r\n' });
    expect(bytes).toBe(5);
    expect(fetched.headers['content-disposition']).toBe(
      `attachment; filename="K_ufer _1_.csv"; filename*=UTF-8''K%C3%A4ufer%20%221%22.csv`,
    );
    expect((await get(port, String(downloadUrl), { headers: { cookie } })).status).toBe(404);
    await leave(page);
  });

  it('is told when another page has the session, and can take it over', async () => {
    const first = openPage();
    await first.hello();
    const second = openPage();
    await expect(second.hello()).rejects.toMatchObject({ kind: 'opened-elsewhere' });
    expect(second.state).toBe('elsewhere');
    await expect(second.request('workspace.list', {})).rejects.toMatchObject({ kind: 'opened-elsewhere' });

    const running = first.request('workspace.delete', { workspace: 'w' });
    const lost = expect(running).rejects.toMatchObject({ kind: 'opened-elsewhere' });
    second.takeOver();
    await lost;
    expect(await second.request('workspace.list', {})).toHaveLength(1);
    expect(first.state).toBe('elsewhere');
    await leave(second);
  });

  it('hears of files that were handed over before it listened', async () => {
    const args = ['--no-open', program];
    await new LocalHostProcess(program, args, { WEFT_DATA: dataFolder }).exited;
    const page = openPage();
    await page.request('workspace.list', {});
    expect(await nextPush(page)).toEqual({ type: 'open-files', tokens: [`path:${program}`] });
    await leave(page);
  });

  it('loses what was running with its host and comes back with the next one', async () => {
    const page = openPage();
    await page.hello();
    const running = page.request('workspace.delete', { workspace: 'w' });
    const lost = expect(running).rejects.toMatchObject({ kind: 'disconnected' });
    await page.request('workspace.list', {});
    await host.stop();
    await lost;
    await reached(page, 'lost');
    await expect(page.request('workspace.list', {})).rejects.toMatchObject({ kind: 'disconnected' });
    await startHost();
    await reached(page, 'open');
    expect(await page.request('workspace.list', {})).toHaveLength(1);
    await leave(page);
  });
});

/** Closes the tab: the page is gone and will not come back. */
async function leave(page: PageBridge): Promise<void> {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error(`no socket of a page in state ${page.state}`);
  await new Promise<void>((resolve) => {
    socket.onclose = () => resolve();
    socket.close();
  });
}
