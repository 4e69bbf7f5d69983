import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SourceInfo } from '#shared/protocol/results/source.ts';
import { logLines, Machine, OPTIONS } from './machine.ts';

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.make();
});
afterEach(async () => {
  await machine.remove();
});

const first = logLines(2500, 1);
const second = logLines(600, 2);

/** What an undisturbed program makes of the files. */
async function undisturbed(paths: readonly string[]) {
  const other = await Machine.make();
  const run = other.start();
  const summary = await run.summary(await run.imported(paths));
  await other.remove();
  return summary;
}

const PROFILES = (workspace: string) => ({
  workspace,
  filter: { states: [], search: '', sort: 'events' as const, descending: true },
  offset: 0,
  limit: 5,
});

function expectToAddUp(sources: readonly SourceInfo[]): void {
  for (const { read, events, duplicates, unresolved, rejected } of sources)
    expect(events + duplicates + unresolved + rejected).toBe(read);
}

describe('an import', () => {
  test('shows its overview again before the engine has its columns, and questions wait for them', async () => {
    const run = machine.start();
    const workspace = await run.imported([await machine.file('a.ndjson', first)]);
    const before = await run.ask('overview', { workspace });
    const { rows } = await run.ask('profiles.page', PROFILES(workspace));
    await run.close();
    const next = machine.start();
    const early: Promise<unknown>[] = [];
    const order: string[] = [];
    await next.persistence.openWorkspace(workspace, ({ done }) => {
      if (done > 0) return;
      const overview = next.ask('overview', { workspace });
      const profiles = next.ask('profiles.page', PROFILES(workspace));
      early.push(
        overview,
        profiles.then((page) => page.rows),
      );
      void overview.then(() => order.push('overview'));
      void profiles.then(() => order.push('profiles'));
    });
    order.push('ready');
    expect(await Promise.all(early)).toEqual([before, rows]);
    expect(order[0]).toBe('overview');
    expect((await next.ask('overview', { workspace })).summary).toEqual(before.summary);
  });

  test('is there again when the program is started anew, with the same digest', async () => {
    const paths = [
      await machine.file('a.ndjson', first),
      await machine.file('b.ndjson', [...second, '{"broken']),
    ];
    const run = machine.start();
    const workspace = await run.imported(paths);
    const before = await run.summary(workspace);
    const sources = await run.ask('source.list', { workspace });
    expect(before.read).toBe(first.length + second.length + 1);
    expect(before.rejected).toBe(1);
    expect(sources.map(({ name, complete }) => [name, complete])).toEqual([
      ['a.ndjson', true],
      ['b.ndjson', true],
    ]);
    expectToAddUp(sources);
    await run.close();

    const next = machine.start();
    const opened = await next.open(workspace);
    expect(opened.state).toBe('hydrate');
    expect(opened.commits.length).toBeGreaterThan(3);
    expect(opened.summary).toEqual(before);
    expect(await next.summary(workspace)).toEqual(before);
    expect(await next.ask('source.list', { workspace })).toEqual(sources);
    expect(next.pushes.filter(({ type }) => type === 'job')).toEqual([]);
  });

  test('tells at its end what it changed', async () => {
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    const profiles = async (): Promise<number> => {
      const { anonymous, known, unified } = (await run.summary(workspace)).profiles;
      return anonymous + known + unified;
    };
    const began = await run.import(workspace, [await machine.file('a.ndjson', first)]);
    const before = await profiles();
    expect(began.changed).toEqual({ created: before, gone: 0, changedState: 0, moved: 0 });
    const { changed } = await run.import(workspace, [await machine.file('b.ndjson', second)]);
    expect(before + changed!.created - changed!.gone).toBe(await profiles());
    expect(changed!.created).toBeGreaterThan(0);
    await run.close();
  });

  test('shows rejected records with their places, and keeps the raw record of every event', async () => {
    const path = await machine.file('a.ndjson', [
      ...first.slice(0, 20),
      'no json',
      ...first.slice(20, 40),
      '[1',
    ]);
    const run = machine.start();
    const workspace = await run.imported([path]);
    const page = await run.ask('source.rejections', { workspace, source: null, offset: 0, limit: 10 });
    expect(page.total).toBe(2);
    expect(page.rows.map(({ source, line }) => [source, line])).toEqual([
      ['a.ndjson', 21],
      ['a.ndjson', 42],
    ]);
    const later = await run.ask('source.rejections', { workspace, source: 0, offset: 1, limit: 10 });
    expect(later.rows).toEqual(page.rows.slice(1));
    expect(await run.persistence.readRecord(workspace, 0, 25)).toBe(first[25]);
  });

  test('of the very same file adds duplicates only, and says so', async () => {
    const path = await machine.file('a.ndjson', first);
    const run = machine.start();
    const workspace = await run.imported([path]);
    const before = await run.summary(workspace);
    const begun = await run.startImport(workspace, [path]);
    expect(begun.repeats).toEqual(['a.ndjson']);
    await run.jobEnd(begun.job);
    const after = await run.summary(workspace);
    expect(after.digest).toBe(before.digest);
    expect(after.events).toBe(before.events);
    expect(after.read).toBe(2 * before.read);
    expectToAddUp(await run.ask('source.list', { workspace }));
  });

  test('begins nothing when one of the files is not there', async () => {
    const paths = [await machine.file('a.ndjson', first), await machine.file('b.ndjson', second)];
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    const tokens = await run.app.offerPaths(paths);
    await rm(paths[1]!);
    const sources = tokens.map((token) => ({ token, options: OPTIONS }));
    await expect(run.ask('import.start', { workspace, sources })).rejects.toMatchObject({
      kind: 'file-missing',
    });
    expect(await run.ask('source.list', { workspace })).toEqual([]);
  });

  test('gives no path away: a token of another run is unknown', async () => {
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    const sources = [{ token: '/etc/passwd', options: OPTIONS }];
    await expect(run.ask('import.start', { workspace, sources })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('a program killed while it imports', () => {
  test.each([1, 2, 3])(
    'between storing commit %i and hearing of it resumes and loses nothing',
    async (number) => {
      const paths = [await machine.file('a.ndjson', first), await machine.file('b.ndjson', second)];
      const expected = await undisturbed(paths);
      let killed: () => void = () => undefined;
      const death = new Promise<void>((resolve) => {
        killed = resolve;
      });
      const run = machine.start(
        {},
        {
          afterStore: async (commit) => {
            if (commit.number !== number) return;
            await run.kill();
            killed();
          },
        },
      );
      const workspace = await run.create();
      await run.open(workspace);
      await run.startImport(workspace, paths);
      await death;

      const next = machine.start();
      const opened = await next.open(workspace);
      expect(opened.state).toBe('hydrate');
      expect((await next.jobEnd()).phase).toBe('done');
      expect(await next.summary(workspace)).toEqual(expected);
      expectToAddUp(await next.ask('source.list', { workspace }));
    },
  );

  test.each([1, 3])('before commit %i is stored resumes and reads nothing twice', async (number) => {
    const paths = [await machine.file('a.ndjson', first)];
    const expected = await undisturbed(paths);
    let killed: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      killed = resolve;
    });
    const run = machine.start(
      {},
      {
        beforeStore: async (commit) => {
          if (commit.number !== number) return;
          await run.kill();
          killed();
        },
      },
    );
    const workspace = await run.create();
    await run.open(workspace);
    await run.startImport(workspace, paths);
    await death;

    const next = machine.start();
    expect((await next.open(workspace)).commits).toHaveLength(number - 1);
    expect((await next.jobEnd()).phase).toBe('done');
    expect(await next.summary(workspace)).toEqual(expected);
  });

  test('shows the part that was read when its file is gone', async () => {
    const path = await machine.file('a.ndjson', first);
    let killed: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      killed = resolve;
    });
    const run = machine.start(
      {},
      {
        afterStore: async () => {
          await run.kill();
          killed();
        },
      },
    );
    const workspace = await run.create();
    await run.open(workspace);
    await run.startImport(workspace, [path]);
    await death;
    await rm(path);

    const next = machine.start();
    await next.open(workspace);
    const [source] = await next.ask('source.list', { workspace });
    expect(source).toMatchObject({ complete: false });
    expect(source!.events).toBeGreaterThan(0);
    await expect(next.ask('import.resume', { workspace, source: 0 })).rejects.toMatchObject({
      kind: 'file-missing',
    });
  });
});

describe('a page that opens the workspace again in the middle of an import', () => {
  test('has it go on from what is stored', async () => {
    const paths = [await machine.file('a.ndjson', first)];
    const expected = await undisturbed(paths);
    const run = machine.start();
    const workspace = await run.create();
    await run.open(workspace);
    await run.startImport(workspace, paths);
    await run.heard((push) => push.type === 'commit' && push.commit.number === 2);
    await run.open(workspace);
    await run.progress(({ phase }) => phase === 'done');
    expect(await run.summary(workspace)).toEqual(expected);
  });
});
