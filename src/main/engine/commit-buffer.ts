/** Stretches that are in the engine and not yet on their way to the database, gathered into messages of some size. */

import type { SourceProgress } from '../journal/manifest.ts';
import type { CommitContent, NewChunk } from './committer.ts';

export class CommitBuffer {
  #chunks: NewChunk[] = [];
  #progress = new Map<number, SourceProgress>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#progress.size === 0;
  }

  add(progress: SourceProgress, chunks: readonly NewChunk[]): void {
    this.#progress.set(progress.source, progress);
    for (const chunk of chunks) {
      this.#chunks.push(chunk);
      this.#bytes += chunk.bytes;
    }
  }

  take(): CommitContent {
    const content = { chunks: this.#chunks, progress: [...this.#progress.values()], removedSources: [] };
    this.#chunks = [];
    this.#progress = new Map();
    this.#bytes = 0;
    return content;
  }
}
