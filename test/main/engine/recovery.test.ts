import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceTables } from '#renderer/db/schema.ts';
import type { Summary } from '#shared/protocol/results/overview.ts';
import { BrowserProfile } from '../../renderer/db/commits.ts';
import { logLines, Machine } from './machine.ts';

let machine: Machine;
let paths: string[];
let workspace: string;
let before: Summary;

const first = logLines(1400, 21);
const second = logLines(700, 22);

beforeEach(async () => {
  machine = await Machine.make();
  paths = [await machine.file('a.ndjson', [...first, '{']), await machine.file('b.ndjson', second)];
  const run = machine.start();
  workspace = await run.imported(paths);
  before = await run.summary(workspace);
  await run.close();
});
afterEach(async () => {
  await machine.remove();
});

async function changeTables(change: (tables: WorkspaceTables) => Promise<unknown>): Promise<void> {
  const tables = new WorkspaceTables(workspace, { indexedDB: machine.profile.indexedDB, IDBKeyRange });
  await change(tables);
  tables.close();
}

async function damage(tables: WorkspaceTables, source: number, kind: 'columns' | 'records'): Promise<void> {
  const row = (await tables.chunks.where('source').equals(source).toArray()).findLast(
    (found) => found.kind === kind,
  )!;
  const data = row.data.slice();
  data[data.length >> 1] = data[data.length >> 1]! ^ 1;
  await tables.chunks.put({ ...row, data });
}

const manifestFile = () => join(machine.dataFolder, 'workspaces', workspace, 'manifest.json');

describe('a database that lost something', () => {
  test.each([
    ['everything', async () => void (machine.profile = new BrowserProfile())],
    ['its last commits', () => changeTables(loseTail)],
    ['one chunk in the middle', () => changeTables((tables) => tables.chunks.delete([1, 0]))],
    ['one bit of a column chunk', () => changeTables((tables) => damage(tables, 0, 'columns'))],
    ['a row of its list of commits', () => changeTables((tables) => tables.commits.delete(2))],
  ])('(%s) is rebuilt from the files', async (_, lose) => {
    await lose();
    const run = machine.start();
    const opened = await run.open(workspace);
    expect(opened.lost).toEqual([]);
    expect(opened.summary).toEqual(before);
    const end = await run.jobEnd();
    expect(end).toMatchObject({ phase: 'done', rebuilding: true, fault: null });
    expect(await run.summary(workspace)).toEqual(before);
    const page = await run.ask('source.rejections', { workspace, source: null, offset: 0, limit: 10 });
    expect(page.rows.map(({ line }) => line)).toEqual([first.length + 1]);
    await run.close();

    const next = machine.start();
    expect((await next.open(workspace)).state).toBe('hydrate');
    expect(await next.summary(workspace)).toEqual(before);
    expect(await next.persistence.readRecord(workspace, 0, 5)).toBe(first[5]);
  });

  test('and its files names them, and keeps what is left', async () => {
    await changeTables((tables) => damage(tables, 0, 'columns'));
    await rename(paths[0]!, `${paths[0]!}.away`);
    const run = machine.start();
    const opened = await run.open(workspace);
    expect(opened.lost).toEqual(['a.ndjson']);
    const left = await run.summary(workspace);
    expect(left.events).toBeGreaterThan(0);
    expect(left.events).toBeLessThan(before.events);
    expect((await run.ask('source.list', { workspace })).map(({ name }) => name)).toEqual([
      'a.ndjson',
      'b.ndjson',
    ]);
    await run.close();

    const again = machine.start();
    expect((await again.open(workspace)).lost).toEqual(['a.ndjson']);
    expect(await again.summary(workspace)).toEqual(left);
    await again.close();

    await rename(`${paths[0]!}.away`, paths[0]!);
    const back = machine.start();
    expect((await back.open(workspace)).lost).toEqual([]);
    await back.jobEnd();
    expect(await back.summary(workspace)).toEqual(before);
  });

  test('keeps the chunks of a source whose file is gone while it rebuilds another', async () => {
    await changeTables((tables) => damage(tables, 1, 'columns'));
    await rename(paths[0]!, `${paths[0]!}.away`);
    const run = machine.start();
    expect((await run.open(workspace)).lost).toEqual([]);
    await run.jobEnd();
    expect(await run.summary(workspace)).toEqual(before);
  });

  test('is not rebuilt from a file that was changed', async () => {
    machine.profile = new BrowserProfile();
    await appendFile(paths[1]!, `${first[0]!}\n`);
    const run = machine.start();
    expect((await run.open(workspace)).lost).toEqual(['b.ndjson']);
    await run.jobEnd();
    expect((await run.summary(workspace)).read).toBe(first.length + 1);
  });
});

/** As a database whose log was cut: the newest commits with chunks never were. */
async function loseTail(tables: WorkspaceTables): Promise<void> {
  const last = (await tables.chunks.orderBy('[commit+index]').last())!.commit;
  await tables.chunks
    .where('[commit+index]')
    .between([last, 0], [last + 1, 0])
    .delete();
  await tables.commits.where('number').aboveOrEqual(last).delete();
  await tables.meta.put({ key: 'commit', number: last - 1 });
}

describe('a manifest', () => {
  test('that is damaged is replaced by its backup, and the workspace by what both sides know', async () => {
    await writeFile(manifestFile(), 'torn');
    const run = machine.start();
    await run.open(workspace);
    expect(await run.summary(workspace)).toEqual(before);
    expect((await run.ask('source.list', { workspace })).every(({ complete }) => complete)).toBe(true);
  });

  test('of a newer version is refused, listed as a fault, and not touched', async () => {
    const body = '{}';
    const newer = `{"format":"weft-workspace","version":9,"crc":${crc32(body)},"body":${body}}\n`;
    await writeFile(manifestFile(), newer);
    const run = machine.start();
    await expect(run.open(workspace)).rejects.toMatchObject({ kind: 'workspace-too-new' });
    expect(await run.ask('workspace.list', {})).toEqual([]);
    expect(run.pushes).toContainEqual(
      expect.objectContaining({
        type: 'fault',
        fault: expect.objectContaining({ kind: 'workspace-too-new' }),
      }),
    );
    expect(await readFile(manifestFile(), 'utf8')).toBe(newer);
    expect(await machine.profile.databaseNames()).toEqual([`weft-${workspace}`]);
  });
});

test('a database of a newer version is refused and kept', async () => {
  await changeTables((tables) => tables.meta.put({ key: 'version', schema: 9, minReader: 9 }));
  await expect(machine.start().open(workspace)).rejects.toMatchObject({ kind: 'workspace-too-new' });
  await changeTables(async (tables) => expect(await tables.chunks.count()).toBeGreaterThan(0));
});

test('a deleted workspace leaves nothing behind', async () => {
  const run = machine.start();
  await run.open(workspace);
  await run.persistence.deleteWorkspace(workspace);
  expect(await machine.files()).toEqual([]);
  expect(await machine.profile.databaseNames()).toEqual([]);
  expect(await run.ask('workspace.list', {})).toEqual([]);
  await expect(run.open(workspace)).rejects.toMatchObject({ kind: 'not-found' });
  expect(await machine.profile.databaseNames()).toEqual([]);
});
