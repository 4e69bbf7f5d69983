import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Committer } from '#main/engine/committer.ts';
import { FreeSpaceGuard } from '#main/engine/free-space.ts';
import { ManifestKeeper } from '#main/engine/manifest-keeper.ts';
import { NOTHING_READ } from '#main/journal/manifest.ts';
import { WorkspaceFolders } from '#main/journal/workspace-folders.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { Commit } from '#shared/protocol/results/workspace.ts';
import { chunkOf, sourceOf } from '../journal/manifests.ts';

let folder: string;
let folders: WorkspaceFolders;
let keeper: ManifestKeeper;
let sent: Commit[];
let free: number;
let committer: Committer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-committer-'));
  folders = new WorkspaceFolders(folder);
  const made = await folders.create({ name: 'w', ruleset: 'customerlabs', now: 0, isSample: false });
  keeper = new ManifestKeeper(folders, { ...made, nextSource: 1, sources: [sourceOf(0)] });
  sent = [];
  free = 100;
  committer = new Committer({
    keeper,
    push: (push) => push.type === 'commit' && sent.push(push.commit),
    freeSpace: new FreeSpaceGuard(() => Promise.resolve(free), 50),
  });
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function content(row: number) {
  const progress = [{ ...NOTHING_READ, source: 0, rows: row + 10, read: row + 10 }];
  return { chunks: [{ ...chunkOf(0, row), data: new Uint8Array(100) }], progress, removedSources: [] };
}

/** Whether a promise is still open after everything that can run has run. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const settled = promise.then(
    () => false,
    () => false,
  );
  return Promise.race([settled, new Promise<boolean>((resolve) => setTimeout(resolve, 30, true))]);
}

test('has two commits on their way at most, noted in the manifest before they are sent', async () => {
  await committer.send(content(0));
  await committer.send(content(10));
  const third = committer.send(content(20));
  expect(await isOpen(third)).toBe(true);
  expect(sent.map(({ number, follows }) => [number, follows])).toEqual([
    [1, 0],
    [2, 1],
  ]);
  const noted = await folders.read(keeper.manifest.id);
  expect(noted.pending.map(({ number }) => number)).toEqual([1, 2]);
  expect(noted.commits).toEqual([]);
  committer.stored(1);
  await third;
  expect(sent.at(-1)).toMatchObject({ number: 3, follows: 2 });
});

test('confirms in the manifest what is stored', async () => {
  await committer.send(content(0));
  await committer.send(content(10));
  committer.stored(1);
  committer.stored(1);
  committer.stored(7);
  committer.stored(2);
  await committer.drain();
  const saved = await folders.read(keeper.manifest.id);
  expect(saved.pending).toEqual([]);
  expect(saved.commits.map(({ number }) => number)).toEqual([1, 2]);
  expect(saved.sources[0]).toMatchObject({ rows: 20 });
});

test('sends nothing more after a commit has failed, and leaves it to the next opening', async () => {
  await committer.send(content(0));
  committer.failed(9, new Fault('storage-failed', 'an old one'));
  await committer.send(content(5));
  committer.failed(1, new Fault('disk-full', 'no room'));
  await expect(committer.send(content(10))).rejects.toMatchObject({ kind: 'disk-full' });
  await expect(committer.drain()).rejects.toMatchObject({ kind: 'disk-full' });
  expect(keeper.manifest.pending).toHaveLength(2);
});

test('stops before the disk is full', async () => {
  await committer.send(content(0));
  free = 49;
  await expect(committer.send(content(10))).rejects.toMatchObject({ kind: 'disk-full' });
  expect(sent).toHaveLength(1);
});
