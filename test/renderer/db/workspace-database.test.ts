import { IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceTables } from '#renderer/db/schema.ts';
import { lockWorkspace } from '#renderer/db/writer-lock.ts';
import type { ChunkInfo, StoredChunk } from '#shared/protocol/results/workspace.ts';
import { BrowserProfile, bytes, chunk, commit, recordsChunk } from './commits.ts';

let profile: BrowserProfile;
beforeEach(() => {
  profile = new BrowserProfile();
});

const a = chunk(0, 0, bytes(1000, 1));
const b = chunk(0, 10, bytes(2000, 2));
const c = chunk(1, 0, bytes(300, 3));

function infoOf({ data: _, ...info }: StoredChunk): ChunkInfo {
  return info;
}

async function tablesOf(workspace: string): Promise<WorkspaceTables> {
  return new WorkspaceTables(workspace, { indexedDB: profile.indexedDB, IDBKeyRange });
}

describe('commits', () => {
  test('are given back as they were stored, also by the next page', async () => {
    const service = profile.service();
    expect(await service.open('w')).toEqual([]);
    expect(await service.applyCommit('w', commit(1, [a]))).toBe('applied');
    expect(await service.applyCommit('w', commit(2, [b, c]))).toBe('applied');
    await service.close('w');
    const next = profile.service();
    expect(await next.open('w')).toEqual([
      { number: 1, chunks: [infoOf(a)] },
      { number: 2, chunks: [infoOf(b), infoOf(c)] },
    ]);
    expect(await next.readColumns('w', infoOf(b))).toEqual(b.data);
  });

  test('change nothing when repeated', async () => {
    const service = profile.service();
    await service.open('w');
    await service.applyCommit('w', commit(1, [a]));
    expect(await service.applyCommit('w', commit(1, [b]))).toBe('repeated');
    expect(await service.open('w')).toEqual([{ number: 1, chunks: [infoOf(a)] }]);
  });

  test('are refused out of order, whole', async () => {
    const service = profile.service();
    await service.open('w');
    await service.applyCommit('w', commit(1, [a]));
    const early = service.applyCommit('w', commit(3, [b], { follows: 2 }));
    await expect(early).rejects.toMatchObject({ kind: 'storage-failed', context: { stored: 1 } });
    expect(await service.open('w')).toEqual([{ number: 1, chunks: [infoOf(a)] }]);
  });

  test('with a chunk damaged on the way are refused', async () => {
    const service = profile.service();
    await service.open('w');
    const damaged = commit(1, [a, { ...b, crc: b.crc ^ 1 }]);
    await expect(service.applyCommit('w', damaged)).rejects.toMatchObject({ kind: 'storage-failed' });
    expect(await service.open('w')).toEqual([]);
  });

  test('drop the chunks of removed sources in the same step', async () => {
    const service = profile.service();
    await service.open('w');
    await service.applyCommit('w', commit(1, [a, c]));
    await service.applyCommit('w', commit(2, [], { removedSources: [0] }));
    expect(await service.open('w')).toEqual([
      { number: 1, chunks: [infoOf(c)] },
      { number: 2, chunks: [] },
    ]);
    expect(await service.readColumns('w', infoOf(a))).toBeNull();
    expect(await service.readColumns('w', infoOf(c))).toEqual(c.data);
  });

  test('that the browser aborts are a storage failure and leave the one before', async () => {
    const service = profile.service();
    await service.open('w');
    await service.applyCommit('w', commit(1, [a]));
    const twice = commit(2, [a, a]);
    const tables = await tablesOf('w');
    await tables.chunks.add({ ...infoOf(b), commit: 2, index: 1, data: new Uint8Array(b.data) });
    tables.close();
    await expect(service.applyCommit('w', twice)).rejects.toMatchObject({ kind: 'storage-failed' });
    expect((await service.open('w')).map(({ number }) => number)).toEqual([1]);
  });
});

describe('stored chunks', () => {
  test('are missing when their row is, and unread when their bytes changed', async () => {
    const service = profile.service();
    await service.open('w');
    await service.applyCommit('w', commit(1, [a, c]));
    const tables = await tablesOf('w');
    const row = (await tables.chunks.get([1, 0]))!;
    const flipped = row.data.slice();
    flipped[500] = flipped[500]! ^ 4;
    await tables.chunks.put({ ...row, data: flipped });
    await tables.chunks.delete([1, 1]);
    tables.close();
    expect(await service.open('w')).toEqual([{ number: 1, chunks: [infoOf(a)] }]);
    expect(await service.readColumns('w', infoOf(a))).toBeNull();
    expect(await service.readColumns('w', infoOf(c))).toBeNull();
  });

  test('give the raw text of any record', async () => {
    const service = profile.service();
    await service.open('w');
    await service.applyCommit(
      'w',
      commit(1, [recordsChunk(0, 0, ['{"a":1}', 'ä']), recordsChunk(1, 0, ['other'])]),
    );
    await service.applyCommit('w', commit(2, [recordsChunk(0, 2, ['x', '', '{"b":"€😀"}'])]));
    expect(await service.readRecord('w', 0, 0)).toBe('{"a":1}');
    expect(await service.readRecord('w', 0, 1)).toBe('ä');
    expect(await service.readRecord('w', 0, 3)).toBe('');
    expect(await service.readRecord('w', 0, 4)).toBe('{"b":"€😀"}');
    expect(await service.readRecord('w', 1, 0)).toBe('other');
    expect(await service.readRecord('w', 0, 5)).toBeNull();
    expect(await service.readRecord('w', 2, 0)).toBeNull();
  });
});

describe('a database', () => {
  test('of a newer version is refused and not touched', async () => {
    const service = profile.service();
    await service.open('w');
    await service.applyCommit('w', commit(1, [a]));
    await service.close('w');
    const tables = await tablesOf('w');
    await tables.meta.put({ key: 'version', schema: 7, minReader: 7 });
    tables.close();
    await expect(profile.service().open('w')).rejects.toMatchObject({ kind: 'workspace-too-new' });
    const after = await tablesOf('w');
    expect(await after.chunks.count()).toBe(1);
    after.close();
  });

  test('of a newer version that older programs may read is opened', async () => {
    const tables = await tablesOf('w');
    await tables.meta.put({ key: 'version', schema: 7, minReader: 1 });
    tables.close();
    expect(await profile.service().open('w')).toEqual([]);
  });

  test('has one writer at a time', async () => {
    const first = profile.service();
    await first.open('w');
    const impatient = lockWorkspace('w', profile.locks, AbortSignal.abort());
    await expect(impatient).rejects.toMatchObject({ kind: 'opened-elsewhere' });
    const second = profile.service();
    const opening = second.open('w');
    await first.close('w');
    expect(await opening).toEqual([]);
  });

  test('is given back when opening it fails', async () => {
    const tables = await tablesOf('w');
    await tables.meta.put({ key: 'version', schema: 7, minReader: 7 });
    tables.close();
    const service = profile.service();
    await expect(service.open('w')).rejects.toMatchObject({ kind: 'workspace-too-new' });
    await expect(service.open('w')).rejects.toMatchObject({ kind: 'workspace-too-new' });
  });

  test('is deleted with every byte', async () => {
    const service = profile.service();
    await service.open('w');
    await service.open('other');
    await service.applyCommit('w', commit(1, [a]));
    await service.deleteWorkspace('w');
    expect(await profile.databaseNames()).toEqual(['weft-other']);
    await service.deleteWorkspace('other');
    expect(await profile.databaseNames()).toEqual([]);
  });

  test('lets go when another program wants to delete it', async () => {
    const taken: string[] = [];
    const service = profile.service({ onTakenAway: (workspace) => taken.push(workspace) });
    await service.open('w');
    const request = profile.indexedDB.deleteDatabase('weft-w');
    await new Promise((resolve) => request.addEventListener('success', resolve));
    expect(taken).toEqual(['w']);
    await expect(service.applyCommit('w', commit(1, [a]))).rejects.toMatchObject({ kind: 'storage-failed' });
  });
});
