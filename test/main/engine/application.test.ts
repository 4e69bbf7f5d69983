import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Push } from '#shared/protocol/results/push.ts';
import type { Run } from './machine.ts';
import { logLines, Machine, OPTIONS } from './machine.ts';

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.make();
});
afterEach(async () => {
  await machine.remove();
});

const lines = logLines(300, 31);

describe('workspaces', () => {
  test('are listed with the one opened last first, renamed, and told apart', async () => {
    let now = 1000;
    const run = machine.start({ now: () => ++now });
    const a = await run.create('A');
    const b = await run.create('B');
    await run.open(b);
    await run.open(a);
    expect(await run.ask('workspace.rename', { workspace: a, name: 'Autumn' })).toMatchObject({
      name: 'Autumn',
    });
    await run.ask('workspace.rename', { workspace: b, name: 'Winter' });
    expect((await run.ask('workspace.list', {})).map(({ name }) => name)).toEqual(['Autumn', 'Winter']);
    await expect(run.ask('overview', { workspace: b })).rejects.toMatchObject({ kind: 'opened-elsewhere' });
    await expect(run.open('nowhere')).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('of the sample shop are made once and filled on opening', async () => {
    const run = machine.start();
    const made = await run.ask('workspace.sample', {});
    expect(made.isSample).toBe(true);
    await run.open(made.id);
    expect((await run.jobEnd()).phase).toBe('done');
    const summary = await run.summary(made.id);
    expect(summary.read).toBeGreaterThan(150);
    expect(summary.profiles.unified).toBeGreaterThan(0);
    expect((await run.ask('workspace.sample', {})).id).toBe(made.id);
    expect(await run.ask('workspace.list', {})).toHaveLength(1);
  });

  test('answer no question before all chunks came, and take none out of order', async () => {
    const path = await machine.file('a.ndjson', logLines(4000, 32));
    const run = machine.start();
    const workspace = await run.imported([path]);
    await run.close();

    const next = machine.start();
    const stored = await next.database.open(workspace);
    const opened = await next.ask('workspace.open', { workspace, stored: structuredClone(stored) as never });
    await expect(next.ask('workspace.hydrated', { workspace })).rejects.toMatchObject({
      kind: 'bad-request',
    });
    const chunks = opened.commits.flatMap((commit) => commit.chunks.filter(({ kind }) => kind === 'columns'));
    const last = chunks.at(-1)!;
    const data = (await next.database.readColumns(workspace, last))!;
    const early = next.ask('workspace.hydrate', { workspace, chunk: last, data });
    await expect(early).rejects.toMatchObject({ kind: 'bad-request' });
    await next.database.close(workspace);
  });
});

describe('files of the page', () => {
  const text = new TextEncoder().encode(`${lines.join('\n')}\n`);

  async function offer(
    run: Run,
    answer: (push: Extract<Push, { type: 'read' }>) => Uint8Array<ArrayBuffer> | null,
  ): Promise<string> {
    run.app.subscribe((push) => {
      if (push.type !== 'read') return;
      const data = answer(push);
      void run.ask('source.bytes', { request: push.request, data });
    });
    const { token } = await run.ask('source.offer', {
      name: 'page.ndjson',
      size: text.length,
      modifiedAt: 5,
    });
    return token;
  }

  test('are read range by range', async () => {
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    const token = await offer(run, ({ offset, length }) => text.subarray(offset, offset + length));
    const inspected = await run.ask('source.inspect', { token, country: 'DE', zone: 'UTC' });
    expect(inspected).toMatchObject({ token, name: 'page.ndjson', fault: null });
    const begun = await run.ask('import.start', { workspace, sources: [{ token, options: OPTIONS }] });
    expect((await run.jobEnd(begun.job)).phase).toBe('done');
    expect((await run.summary(workspace)).read).toBe(lines.length);
  });

  test('that the page lost are missing files', async () => {
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    const token = await offer(run, () => null);
    const start = run.ask('import.start', { workspace, sources: [{ token, options: OPTIONS }] });
    await expect(start).rejects.toMatchObject({ kind: 'file-missing' });
  });
});

describe('paths from the host', () => {
  test('become tokens; a folder stands for the files in it', async () => {
    await mkdir(join(machine.folder, 'logs', 'deep'), { recursive: true });
    await machine.file('logs/b.ndjson', lines);
    await machine.file('logs/deep/a.ndjson', lines);
    await machine.file('logs/.hidden', lines);
    const run = machine.start();
    const tokens = await run.app.offerPaths([join(machine.folder, 'logs')]);
    const names = await Promise.all(
      tokens.map(
        async (token) => (await run.ask('source.inspect', { token, country: null, zone: 'UTC' })).name,
      ),
    );
    expect(names).toEqual(['b.ndjson', 'a.ndjson']);
    await expect(run.app.offerPaths(['/no/such/file'])).rejects.toMatchObject({ kind: 'file-missing' });
  });
});

describe('an export', () => {
  test.each(['csv', 'ndjson'] as const)('as %s has as many rows as the list on screen', async (format) => {
    const path = await machine.file('a.ndjson', [...lines, '{"broken', '[']);
    const run = machine.start();
    const workspace = await run.imported([path]);
    const filter = { states: [], search: '', sort: 'events' as const, descending: true };
    const { total } = await run.ask('profiles.page', { workspace, filter, offset: 0, limit: 1 });
    const profiles = await run.ask('export', {
      workspace,
      what: { kind: 'profiles', filter },
      format,
      guardFormulas: true,
    });
    expect(profiles.rows).toBe(total);
    expect(profiles.fileName).toBe(`Spring-profiles.${format}`);
    const rejections = await run.ask('export', {
      workspace,
      what: { kind: 'rejections' },
      format,
      guardFormulas: true,
    });
    expect(rejections.rows).toBe(2);
    const heading = format === 'csv' ? 1 : 0;
    const counts = run.exported.map(({ text }) => text.trimEnd().split('\n').length - heading);
    expect(counts).toEqual([total, 2]);
    expect(run.exported[1]!.text).toContain('a.ndjson');
  });
});
