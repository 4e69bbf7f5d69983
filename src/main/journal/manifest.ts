/**
 * What a workspace consists of, as main remembers it outside the database: sources with how far they were read, and
 * every commit with the checksums of its chunks. IndexedDB can lose data without an error, so this is what an opened
 * database is compared with, and from where it is rebuilt.
 *
 * A commit is noted as *pending* before it is sent and moves to `commits` once the database has confirmed it. After a
 * kill the database therefore holds all of `commits` and a first part of `pending`, and both sides agree again by
 * adopting that part: nothing is lost, nothing is read twice.
 */

import type { z } from '#shared/base/zod.ts';
import type { ChunkInfo } from '#shared/protocol/results/workspace.ts';
import type { manifestSchema } from './manifest-schema.ts';

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestSource = Manifest['sources'][number];
export type ManifestCommit = Manifest['commits'][number];
export type ManifestChunk = ManifestCommit['chunks'][number];
export type PendingCommit = Manifest['pending'][number];
export type SourceProgress = PendingCommit['progress'][number];

export const MANIFEST_VERSION = 1;

/** Number of the commit that the next one follows, pending ones included; 0 for none. */
export function lastCommitNumber(manifest: Manifest): number {
  return manifest.pending.at(-1)?.number ?? manifest.commits.at(-1)?.number ?? 0;
}

export function findSource(manifest: Manifest, source: number): ManifestSource | null {
  return manifest.sources.find((entry) => entry.source === source) ?? null;
}

export function updateSource(
  manifest: Manifest,
  source: number,
  change: Partial<Omit<ManifestSource, 'source'>>,
): Manifest {
  const sources = manifest.sources.map((entry) =>
    entry.source === source ? { ...entry, ...change } : entry,
  );
  return { ...manifest, sources };
}

export function addPending(manifest: Manifest, pending: PendingCommit): Manifest {
  return { ...manifest, pending: [...manifest.pending, pending] };
}

/**
 * Moves the pending commits up to `number` to the confirmed ones and takes over what they say of their sources. A source
 * whose chunks a commit drops leaves the workspace, unless the same commit says how far it is read now.
 */
export function confirmPending(manifest: Manifest, number: number): Manifest {
  let confirmed = manifest;
  for (const pending of manifest.pending)
    if (pending.number <= number) confirmed = confirmOne(confirmed, pending);
  return confirmed;
}

function confirmOne(manifest: Manifest, pending: PendingCommit): Manifest {
  const dropped = new Set(pending.removedSources);
  let commits = manifest.commits;
  let sources = manifest.sources;
  if (dropped.size > 0) {
    const goesOn = new Set(pending.progress.map(({ source }) => source));
    commits = commits.map((commit) => withoutSources(commit, dropped));
    sources = sources.filter(({ source }) => !dropped.has(source) || goesOn.has(source));
  }
  sources = sources.map((entry) => {
    const progress = pending.progress.find((step) => step.source === entry.source);
    return progress === undefined ? entry : { ...entry, ...progress };
  });
  return {
    ...manifest,
    sources,
    commits: [...commits, { number: pending.number, chunks: pending.chunks }],
    pending: manifest.pending.filter((entry) => entry.number !== pending.number),
  };
}

function withoutSources(commit: ManifestCommit, sources: ReadonlySet<number>): ManifestCommit {
  return { number: commit.number, chunks: commit.chunks.filter((chunk) => !sources.has(chunk.source)) };
}

type Unread = 'source' | 'name' | 'path' | 'size' | 'fingerprint' | 'options' | 'container' | 'importedAt';

/** A source of which nothing has been read yet. */
export function unreadSource(entry: Pick<ManifestSource, Unread>): ManifestSource {
  return { ...entry, ...NOTHING_READ, ...NOTHING_RESOLVED, kept: false, lost: false };
}

/** How far a source is read before its first record; also after everything read from it was dropped. */
export const NOTHING_READ: Omit<SourceProgress, 'source'> = {
  complete: false,
  checkpoint: null,
  bytesRead: 0,
  read: 0,
  rows: 0,
  rejected: 0,
  rejectionBytes: 0,
  rejectionsByReason: [],
};

const NOTHING_RESOLVED = { events: 0, duplicates: 0, unresolved: 0, firstAt: null, lastAt: null };

/** The part of a source that a commit carries. */
export function progressOf(source: ManifestSource): SourceProgress {
  const { complete, checkpoint, bytesRead, read, rows, rejected, rejectionBytes, rejectionsByReason } =
    source;
  const place = { source: source.source, complete, checkpoint, bytesRead };
  return { ...place, read, rows, rejected, rejectionBytes, rejectionsByReason };
}

/** The part of a manifest chunk that database and renderer know. */
export function toChunkInfo(chunk: ManifestChunk): ChunkInfo {
  const { kind, source, firstRow, rowCount, bytes, crc } = chunk;
  return { kind, source, firstRow, rowCount, bytes, crc };
}

export function isSameChunk(a: ChunkInfo, b: ChunkInfo): boolean {
  return (
    a.kind === b.kind &&
    a.source === b.source &&
    a.firstRow === b.firstRow &&
    a.rowCount === b.rowCount &&
    a.bytes === b.bytes &&
    a.crc === b.crc
  );
}
