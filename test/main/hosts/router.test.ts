import { describe, expect, it } from 'vitest';
import type { Application } from '#main/hosts/host-services.ts';
import { Router } from '#main/hosts/router.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { Push } from '#shared/protocol/results/push.ts';

type Handler = (method: string, params: unknown, signal: AbortSignal) => Promise<unknown>;

function makeRouter(handle: Handler) {
  const listeners = new Set<(push: Push) => void>();
  const bugs: unknown[] = [];
  const application: Application = {
    handle: handle as Application['handle'],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    offerPaths: async (paths) => {
      if (paths.includes('/missing')) throw new Fault('file-missing', '/missing is not there');
      return paths.map((path) => `token:${path}`);
    },
    close: async () => undefined,
  };
  const router = new Router(application, (thrown) => bugs.push(thrown));
  return { router, bugs, push: (push: Push) => listeners.forEach((listener) => listener(push)) };
}

const never: Handler = (_method, _params, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
const changed: Push = { type: 'changed', workspace: 'w', revision: 1 };

describe('router', () => {
  it('hands checked parameters to the application and replies with its value', async () => {
    const { router } = makeRouter(async (method, params) => ({ method, params }));
    const reply = await router.attach(() => undefined).request(1, 'overview', { workspace: 'shop' });
    expect(reply).toEqual({ ok: true, value: { method: 'overview', params: { workspace: 'shop' } } });
  });

  it.each([
    ['overview', { workspace: '../x' }, 'workspace'],
    ['overview', { workspace: 'a', more: 1 }, 'params'],
    ['overview', null, 'params'],
    ['profiles.page', { workspace: 'a', filter: { states: [], search: '', sort: 'mood' } }, 'filter.sort'],
    ['workspace.hydrate', { workspace: 'a', chunk: {}, data: [1] }, 'chunk.kind'],
  ])('refuses %s with bad parameters and names the field', async (method, params, field) => {
    const { router, bugs } = makeRouter(async () => expect.unreachable());
    const reply = await router.attach(() => undefined).request(1, method, params);
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'bad-request', context: { method, field } } });
    expect(bugs).toEqual([]);
  });

  it.each(['no.such', 'toString', '__proto__', 7, null])('knows no method %s', async (method) => {
    const { router } = makeRouter(async () => expect.unreachable());
    const reply = await router.attach(() => undefined).request(1, method, {});
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'unknown-method' } });
  });

  it('passes faults on as values and reports bugs to the host', async () => {
    const thrown: unknown[] = [new Fault('not-found', 'no such profile'), new Error('index out of range')];
    const { router, bugs } = makeRouter(async () => {
      throw thrown.shift();
    });
    const connection = router.attach(() => undefined);
    expect(await connection.request(1, 'workspace.list', {})).toMatchObject({ fault: { kind: 'not-found' } });
    expect(bugs).toHaveLength(0);
    expect(await connection.request(2, 'workspace.list', {})).toMatchObject({ fault: { kind: 'internal' } });
    expect(bugs).toHaveLength(1);
  });

  it('turns a synchronous throw into a fault as well', async () => {
    const { router } = makeRouter(() => {
      throw new Error('at once');
    });
    const reply = await router.attach(() => undefined).request(1, 'workspace.list', {});
    expect(reply).toMatchObject({ ok: false, fault: { kind: 'internal' } });
  });

  it('aborts one request, and all of them when the page goes', async () => {
    const { router, bugs } = makeRouter(never);
    const connection = router.attach(() => undefined);
    const first = connection.request(1, 'workspace.list', {});
    const second = connection.request(2, 'workspace.list', {});
    connection.abort(1);
    expect(await first).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    connection.close();
    expect(await second).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    expect(bugs).toEqual([]);
  });

  it('refuses an id that is still running, whose abort would be ambiguous', async () => {
    const { router } = makeRouter(never);
    const connection = router.attach(() => undefined);
    const first = connection.request(1, 'workspace.list', {});
    expect(await connection.request(1, 'workspace.list', {})).toMatchObject({
      fault: { kind: 'bad-request' },
    });
    connection.abort(1);
    expect(await first).toMatchObject({ fault: { kind: 'cancelled' } });
  });

  it('tells the attached page only, and nobody once it has gone', () => {
    const { router, push } = makeRouter(never);
    const heard: string[] = [];
    const old = router.attach(() => heard.push('old'));
    push(changed);
    const present = router.attach(() => heard.push('present'));
    push(changed);
    old.close();
    push(changed);
    present.close();
    push(changed);
    expect(heard).toEqual(['old', 'present', 'present']);
  });

  it('keeps files to open until a page has views, which a greeting does not show', async () => {
    const { router } = makeRouter(async () => null);
    await router.openPaths(['/a.ndjson']);
    await router.openPaths(['/missing']);
    await router.openPaths([]);
    const heard: Push[] = [];
    const page = router.attach((push) => heard.push(push));
    await page.request(1, 'session.hello', { protocol: 1 });
    expect(heard).toEqual([]);
    await page.request(2, 'workspace.list', {});
    expect(heard).toEqual([
      { type: 'open-files', tokens: ['token:/a.ndjson'] },
      { type: 'fault', fault: { kind: 'file-missing', message: '/missing is not there', context: {} } },
    ]);
    router.tell({ type: 'menu', command: 'go-start' });
    expect(heard).toHaveLength(3);
    const next = router.attach(() => undefined);
    router.tell({ type: 'menu', command: 'show-keys' });
    await page.request(3, 'workspace.list', {});
    expect(heard).toHaveLength(3);
    next.close();
  });
});
