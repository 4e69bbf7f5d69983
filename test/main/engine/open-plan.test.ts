import { describe, expect, test } from 'vitest';
import { planOpening, sourcesInDoubt } from '#main/engine/open-plan.ts';
import type { Manifest, PendingCommit } from '#main/journal/manifest.ts';
import { NOTHING_READ, toChunkInfo } from '#main/journal/manifest.ts';
import type { CommitInfo } from '#shared/protocol/results/workspace.ts';
import { chunkOf, sourceOf } from '../journal/manifests.ts';

const a0 = chunkOf(0, 0);
const a1 = chunkOf(0, 10);
const b0 = chunkOf(1, 0);

function manifest(change: Partial<Manifest> = {}): Manifest {
  return {
    id: 'w',
    name: 'w',
    createdAt: 0,
    openedAt: 0,
    isSample: false,
    ruleset: 'customerlabs',
    nextSource: 2,
    sources: [
      sourceOf(0, { complete: true, rows: 20, read: 20 }),
      sourceOf(1, { complete: true, rows: 10, read: 10 }),
    ],
    commits: [
      { number: 1, chunks: [a0] },
      { number: 2, chunks: [a1, b0] },
    ],
    pending: [],
    summary: null,
    ...change,
  };
}

const stored: CommitInfo[] = [
  { number: 1, chunks: [toChunkInfo(a0)] },
  { number: 2, chunks: [a1, b0].map(toChunkInfo) },
];

function pendingOf(change: Partial<PendingCommit> = {}): PendingCommit {
  return { number: 3, chunks: [], removedSources: [], progress: [], ...change };
}

const all = new Set([0, 1]);

describe('opening', () => {
  test('keeps everything when both sides agree', () => {
    expect(sourcesInDoubt(manifest(), stored)).toEqual([]);
    expect(planOpening(manifest(), stored, all)).toEqual({ manifest: manifest(), drop: [], rebuild: [] });
  });

  test('adopts a pending commit that the database has, with how far it read', () => {
    const a2 = chunkOf(0, 20);
    const progress = { ...NOTHING_READ, source: 0, rows: 30, read: 30, complete: true };
    const pending = [pendingOf({ chunks: [a2], progress: [progress] })];
    const sources = [sourceOf(0, { rows: 20, read: 20 }), manifest().sources[1]!];
    const more = [...stored, { number: 3, chunks: [toChunkInfo(a2)] }];
    const plan = planOpening(manifest({ pending, sources }), more, all);
    expect(plan.rebuild).toEqual([]);
    expect(plan.manifest.pending).toEqual([]);
    expect(plan.manifest.sources[0]).toMatchObject({ rows: 30, complete: true });
    expect(plan.manifest.commits[2]).toEqual({ number: 3, chunks: [a2] });
  });

  test('forgets a pending commit that the database never had', () => {
    const plan = planOpening(manifest({ pending: [pendingOf({ chunks: [chunkOf(0, 20)] })] }), stored, all);
    expect(plan).toEqual({ manifest: manifest(), drop: [], rebuild: [] });
  });

  test('takes a source out when its removal was stored', () => {
    const pending = [pendingOf({ removedSources: [0] })];
    const after = [
      { number: 1, chunks: [] },
      { number: 2, chunks: [toChunkInfo(b0)] },
      { number: 3, chunks: [] },
    ];
    const plan = planOpening(manifest({ pending }), after, all);
    expect(plan.manifest.sources.map(({ source }) => source)).toEqual([1]);
    expect(plan.drop).toEqual([]);
  });

  test('reads a damaged source again and drops what is left of it', () => {
    const damaged = [{ number: 1, chunks: [{ ...toChunkInfo(a0), crc: 8 }] }, stored[1]!];
    expect(sourcesInDoubt(manifest(), damaged).map(({ source }) => source)).toEqual([0]);
    const plan = planOpening(manifest(), damaged, all);
    expect(plan).toMatchObject({ drop: [0], rebuild: [0] });
    expect(plan.manifest.sources[0]).toMatchObject({ complete: false, rows: 0, read: 0 });
    expect(plan.manifest.commits.flatMap(({ chunks }) => chunks)).toEqual([b0]);
  });

  test('keeps what is left of a damaged source whose file is gone', () => {
    const damaged = [{ number: 1, chunks: [] }, stored[1]!];
    const plan = planOpening(manifest(), damaged, new Set([1]));
    expect(plan).toMatchObject({ drop: [], rebuild: [] });
    expect(plan.manifest.sources[0]).toMatchObject({ lost: true, rows: 10, read: 10 });
    expect(plan.manifest.commits.flatMap(({ chunks }) => chunks)).toEqual([a1, b0]);
    const again = planOpening(plan.manifest, damaged, new Set([1]));
    expect(again).toEqual(plan);
  });

  test('drops chunks of a source that nobody knows', () => {
    const stray = [...stored, { number: 3, chunks: [toChunkInfo(chunkOf(7, 0))] }];
    const plan = planOpening(manifest(), stray, all);
    expect(plan).toMatchObject({ drop: [7], rebuild: [] });
    expect(plan.manifest.commits.at(-1)).toEqual({ number: 3, chunks: [] });
  });

  test('rebuilds all when the database is empty', () => {
    const plan = planOpening(manifest(), [], all);
    expect(plan).toMatchObject({ drop: [], rebuild: [0, 1] });
    expect(plan.manifest.commits).toEqual([]);
  });
});
