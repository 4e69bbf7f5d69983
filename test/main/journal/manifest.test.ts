import { describe, expect, test } from 'vitest';
import type { Manifest, PendingCommit } from '#main/journal/manifest.ts';
import { addPending, confirmPending, lastCommitNumber, NOTHING_READ } from '#main/journal/manifest.ts';
import { chunkOf, sourceOf } from './manifests.ts';

const EMPTY: Manifest = {
  id: 'w',
  name: 'w',
  createdAt: 0,
  openedAt: 0,
  isSample: false,
  ruleset: 'customerlabs',
  nextSource: 2,
  sources: [sourceOf(0), sourceOf(1)],
  commits: [],
  pending: [],
  summary: null,
};

function pendingOf(number: number, change: Partial<PendingCommit> = {}): PendingCommit {
  return { number, chunks: [], removedSources: [], progress: [], ...change };
}

const readTo = (source: number, rows: number) => ({ ...NOTHING_READ, source, rows, read: rows });

describe('pending commits', () => {
  const sent = [
    pendingOf(1, { chunks: [chunkOf(0, 0)], progress: [readTo(0, 10)] }),
    pendingOf(2, { chunks: [chunkOf(0, 10), chunkOf(1, 0)], progress: [readTo(0, 20), readTo(1, 10)] }),
  ].reduce(addPending, EMPTY);

  test('count when the next one is numbered', () => {
    expect(lastCommitNumber(EMPTY)).toBe(0);
    expect(lastCommitNumber(sent)).toBe(2);
    expect(lastCommitNumber(confirmPending(sent, 2))).toBe(2);
  });

  test('change their sources only once they are confirmed', () => {
    expect(sent.sources).toEqual(EMPTY.sources);
    const one = confirmPending(sent, 1);
    expect(one.sources.map(({ rows }) => rows)).toEqual([10, 0]);
    expect(one.pending.map(({ number }) => number)).toEqual([2]);
    expect(confirmPending(one, 2)).toEqual(confirmPending(sent, 2));
    expect(confirmPending(sent, 2).sources.map(({ rows }) => rows)).toEqual([20, 10]);
  });

  test('take a removed source out of everything', () => {
    const removal = addPending(confirmPending(sent, 2), pendingOf(3, { removedSources: [0] }));
    const after = confirmPending(removal, 3);
    expect(after.sources.map(({ source }) => source)).toEqual([1]);
    expect(after.commits.flatMap(({ chunks }) => chunks)).toEqual([chunkOf(1, 0)]);
  });

  test('keep a source whose chunks are dropped to be read again', () => {
    const again = pendingOf(3, { removedSources: [0], progress: [readTo(0, 0)] });
    const after = confirmPending(addPending(confirmPending(sent, 2), again), 3);
    expect(after.sources.map(({ source, rows }) => [source, rows])).toEqual([
      [0, 0],
      [1, 10],
    ]);
    expect(after.commits.flatMap(({ chunks }) => chunks)).toEqual([chunkOf(1, 0)]);
  });
});
