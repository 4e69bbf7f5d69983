/**
 * What to do with a workspace on opening it: the manifest is held against what the database says it has.
 *
 * Pending commits that the database has are adopted. A source whose chunks are all there is kept. One with a missing,
 * changed or superfluous chunk is read again from its file if that is there and unchanged; otherwise what is left of
 * it is kept, because nothing else can give it back, and the source is named as lost.
 */

import type { ChunkInfo, CommitInfo } from '#shared/protocol/results/workspace.ts';
import type { Manifest, ManifestChunk, ManifestCommit, ManifestSource } from '../journal/manifest.ts';
import { confirmPending, isSameChunk, unreadSource } from '../journal/manifest.ts';

export interface OpenPlan {
  /** As it stands once the plan is carried out; commits are those of the database. */
  readonly manifest: Manifest;
  /** Sources whose chunks the database has to drop before anything new is stored. */
  readonly drop: readonly number[];
  /** Sources that are read again from their files. */
  readonly rebuild: readonly number[];
}

/** Sources about which it matters whether their files can be read: damaged, lost before, or incomplete. */
export function sourcesInDoubt(manifest: Manifest, stored: readonly CommitInfo[]): ManifestSource[] {
  const adopted = confirmPending(manifest, lastNumber(stored));
  return adopted.sources.filter(
    (source) => !source.complete || source.lost || !isIntact(adopted, stored, source.source),
  );
}

/** `readable`: sources whose files are there and unchanged. */
export function planOpening(
  manifest: Manifest,
  stored: readonly CommitInfo[],
  readable: ReadonlySet<number>,
): OpenPlan {
  const adopted = confirmPending(manifest, lastNumber(stored));
  const known = new Set(adopted.sources.map(({ source }) => source));
  const present = new Set(stored.flatMap(({ chunks }) => chunks.map(({ source }) => source)));
  const rebuild: number[] = [];
  const sources = adopted.sources.map((source) => {
    const intact = isIntact(adopted, stored, source.source);
    if (intact && !source.lost) return source;
    if (!readable.has(source.source)) return intact ? source : keepWhatIsLeft(adopted, stored, source);
    rebuild.push(source.source);
    return unreadSource(source);
  });
  const gone = new Set([...rebuild, ...[...present].filter((source) => !known.has(source))]);
  const commits = stored.map((commit) => keptCommit(adopted, commit, gone));
  return {
    manifest: { ...adopted, sources, commits, pending: [] },
    drop: [...gone].filter((source) => present.has(source)),
    rebuild,
  };
}

function lastNumber(stored: readonly CommitInfo[]): number {
  return stored.at(-1)?.number ?? 0;
}

function isIntact(manifest: Manifest, stored: readonly CommitInfo[], source: number): boolean {
  const expected = chunksOf(manifest.commits, source);
  const found = chunksOf(stored, source);
  return (
    expected.length === found.length && expected.every((chunk, index) => isSameChunk(chunk, found[index]!))
  );
}

function keepWhatIsLeft(
  manifest: Manifest,
  stored: readonly CommitInfo[],
  source: ManifestSource,
): ManifestSource {
  const found = chunksOf(stored, source.source);
  const left = chunksOf(manifest.commits, source.source).filter(
    (chunk) => chunk.kind === 'columns' && found.some((other) => isSameChunk(chunk, other)),
  );
  const rows = left.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  return { ...source, rows, read: rows + source.rejected, duplicates: 0, unresolved: 0, lost: true };
}

/** The commit as the database has it, without what is dropped and what the manifest does not know. */
function keptCommit(manifest: Manifest, stored: CommitInfo, gone: ReadonlySet<number>): ManifestCommit {
  const chunks: ManifestChunk[] = [];
  const known = manifest.commits.find(({ number }) => number === stored.number)?.chunks ?? [];
  for (const chunk of stored.chunks) {
    const match = known.find((candidate) => isSameChunk(candidate, chunk));
    if (match !== undefined && !gone.has(chunk.source)) chunks.push(match);
  }
  return { number: stored.number, chunks };
}

function chunksOf<C extends ChunkInfo>(
  commits: readonly { readonly chunks: readonly C[] }[],
  source: number,
): C[] {
  return commits.flatMap(({ chunks }) => chunks.filter((chunk) => chunk.source === source));
}
