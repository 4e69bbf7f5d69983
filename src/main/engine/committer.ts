/**
 * Commits on their way to the database: at most two at a time, so that memory stays bounded however fast a file is
 * read. Each is noted in the manifest as pending before it is sent and confirmed when the page says it is stored.
 */

import type { Fault } from '#shared/protocol/fault.ts';
import type { Summary } from '#shared/protocol/results/overview.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { ChunkInfo, StoredChunk } from '#shared/protocol/results/workspace.ts';
import type { ManifestChunk, SourceProgress } from '../journal/manifest.ts';
import { addPending, confirmPending, lastCommitNumber } from '../journal/manifest.ts';
import type { FreeSpaceGuard } from './free-space.ts';
import type { ManifestKeeper } from './manifest-keeper.ts';

export interface CommitContent {
  readonly chunks: readonly NewChunk[];
  /** How far sources are read with this commit. */
  readonly progress: readonly SourceProgress[];
  /** Sources whose chunks are dropped. One without progress here leaves the workspace. */
  readonly removedSources: readonly number[];
}

export interface NewChunk extends ManifestChunk {
  readonly data: Uint8Array;
}

export interface CommitterOptions {
  readonly keeper: ManifestKeeper;
  readonly push: (push: Push) => void;
  readonly freeSpace: FreeSpaceGuard;
}

const IN_FLIGHT = 2;

export class Committer {
  readonly #options: CommitterOptions;
  readonly #inFlight = new Set<number>();
  #fault: Fault | null = null;
  #waiting: (() => void)[] = [];

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  /** Resolves when the commit is on its way. Rejects with the Fault of this or an earlier commit. */
  async send(content: CommitContent): Promise<void> {
    const { keeper, push, freeSpace } = this.#options;
    await this.#until(() => this.#inFlight.size < IN_FLIGHT);
    await freeSpace.check();
    const follows = lastCommitNumber(keeper.manifest);
    const number = follows + 1;
    const { chunks, progress, removedSources } = content;
    keeper.change((manifest) =>
      addPending(manifest, {
        number,
        chunks: chunks.map(withoutData),
        progress: [...progress],
        removedSources: [...removedSources],
      }),
    );
    this.#inFlight.add(number);
    await keeper.save();
    const summary = keeper.manifest.summary ?? NO_SUMMARY;
    const commit = { number, follows, chunks: chunks.map(toStored), removedSources, summary };
    push({ type: 'commit', workspace: keeper.manifest.id, commit });
  }

  /** Resolves when everything sent is stored and the manifest says so. */
  async drain(): Promise<void> {
    await this.#until(() => this.#inFlight.size === 0);
    await this.#options.keeper.save();
  }

  /** The page has stored a commit. One that is not on its way any more is left alone. */
  stored(number: number): void {
    if (!this.#inFlight.delete(number)) return;
    this.#options.keeper.change((manifest) => confirmPending(manifest, number));
    this.#wake();
  }

  /** The page could not store a commit. One that is not on its way any more is left alone. */
  failed(number: number, fault: Fault): void {
    if (this.#inFlight.has(number)) this.fail(fault);
  }

  /** Ends everything under way: the page could not store, or went away. What is pending is settled on opening. */
  fail(fault: Fault): void {
    this.#fault ??= fault;
    this.#wake();
  }

  async #until(condition: () => boolean): Promise<void> {
    while (this.#fault === null && !condition())
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#fault !== null) throw this.#fault;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}

function withoutData({ data: _, ...chunk }: NewChunk): ManifestChunk {
  return chunk;
}

function toStored(chunk: NewChunk): StoredChunk {
  const { kind, source, firstRow, rowCount, bytes, crc, data } = chunk;
  return { kind, source, firstRow, rowCount, bytes, crc, data } satisfies ChunkInfo & { data: Uint8Array };
}

/** Of a workspace in which nothing was resolved yet. */
const NO_SUMMARY: Summary = {
  read: 0,
  events: 0,
  duplicates: { same: 0, sameContent: 0 },
  idReused: 0,
  unresolved: 0,
  rejected: 0,
  profiles: { anonymous: 0, known: 0, unified: 0 },
  companies: 0,
  merges: 0,
  refusals: 0,
  identifiers: {},
  digest: '0'.repeat(32),
};
