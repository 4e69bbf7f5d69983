/**
 * An import of several sources: stretch after stretch into the engine, then to the database, then into the manifest.
 * A stretch that the engine has is always committed, so engine and database end at the same place however it ends.
 *
 * What one file can cause (it vanished, it changed, it is no event file) ends that file and is told in the end; what
 * concerns storage or engine ends the job. A cancelled job stops reading at once, commits what is in the engine, and
 * waits for the choice to keep or to discard it.
 */

import type { DiffCounts } from '#shared/identity/diff.ts';
import type { FaultData } from '#shared/protocol/fault.ts';
import { Fault, toFaultData } from '#shared/protocol/fault.ts';
import type { JobPhase, JobProgress } from '#shared/protocol/results/job.ts';
import type { Manifest, ManifestSource, SourceProgress } from '../journal/manifest.ts';
import { findSource, NOTHING_READ, progressOf, updateSource } from '../journal/manifest.ts';
import { transferablesOf } from '../parser/parser-messages.ts';
import type { ParserPool } from '../parser/parser-pool.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import type { ParsedStretch } from '../sources/read-source.ts';
import { readSource } from '../sources/read-source.ts';
import { CommitBuffer } from './commit-buffer.ts';
import type { Committer } from './committer.ts';
import type { EngineHost } from './engine-host.ts';
import type { JobReporter } from './job-reporter.ts';
import type { ManifestKeeper } from './manifest-keeper.ts';
import { readOptionsOf } from './read-options.ts';
import type { RejectionLogs } from './rejection-logs.ts';
import { chunksOf, progressAfter } from './stretch.ts';

export interface JobSource {
  readonly source: number;
  /** Rejects with a Fault when the file is not there any more. */
  readonly open: () => Promise<ByteSource>;
}

export interface JobOptions {
  readonly sources: readonly JobSource[];
  /** Sources whose stored chunks go before anything is read. */
  readonly drop: readonly number[];
  readonly keeper: ManifestKeeper;
  readonly committer: Committer;
  readonly engine: EngineHost;
  readonly pool: ParserPool;
  readonly rejections: RejectionLogs;
  readonly reporter: JobReporter;
  readonly now: () => number;
  /** Chunks in one message to the page; a stretch of a large file is as much by itself. */
  readonly commitBytes: number;
  /** Resolves everything and takes the counts over. */
  readonly conclude: () => Promise<DiffCounts | null>;
  /** Queries answer from a newer revision. */
  readonly renewed: (revision: number) => void;
}

export interface JobEnd {
  readonly phase: Extract<JobPhase, 'done' | 'cancelled' | 'failed'>;
  readonly fault: FaultData | null;
  /** Told of a cancelled job only: whether what it read stays. */
  readonly kept?: boolean;
  /** Engine and database may disagree: the workspace has to be opened again. */
  readonly needsReopen: boolean;
  /** It was ended from outside, as a kill would: it goes on by itself. */
  readonly wasInterrupted: boolean;
}

/** Slow sources are made durable this often. */
const COMMIT_MS = 2000;

export class ImportJob {
  readonly id: string;
  readonly #options: JobOptions;
  readonly #buffer = new CommitBuffer();
  readonly #abort = new AbortController();
  readonly #choice = makeChoice();
  /** What ended the whole job, as opposed to one source. */
  #fatal: Fault | null = null;
  /** What ended single sources; the first is told. */
  #firstFault: Fault | null = null;
  #isCancelled = false;
  #wasInterrupted = false;
  #committedAt: number;
  #bytesBefore = 0;

  constructor(id: string, options: JobOptions) {
    this.id = id;
    this.#options = options;
    this.#committedAt = options.now();
  }

  get progress(): JobProgress {
    return this.#options.reporter.progress;
  }

  /** Stops reading; the job then waits for `choose`. */
  cancel(): void {
    if (this.#isCancelled || this.#abort.signal.aborted) return;
    this.#isCancelled = true;
    this.#options.reporter.report({ phase: 'waiting-for-choice' });
    this.#abort.abort();
  }

  choose(choice: 'keep' | 'discard'): void {
    this.#choice.resolve(choice);
  }

  /** Ends the job: what it works with has failed. */
  fail(fault: Fault): void {
    this.#fatal ??= fault;
    this.#options.committer.fail(fault);
    this.#choice.reject(fault);
    this.#abort.abort();
  }

  /** Ends the job where it stands, as a kill would: the workspace is opened again or closed. */
  interrupt(fault: Fault): void {
    this.#wasInterrupted = true;
    this.fail(fault);
  }

  /** Never rejects. The end is told by the caller, who first does what it asks for. */
  async run(): Promise<JobEnd> {
    try {
      const end = await this.#run();
      const fault = this.#firstFault === null ? null : toFaultData(this.#firstFault);
      if (end === 'discarded' || end === 'cancelled') {
        const kept = end === 'cancelled';
        return { phase: 'cancelled', fault, kept, needsReopen: !kept, wasInterrupted: false };
      }
      return { phase: end, fault, needsReopen: false, wasInterrupted: false };
    } catch (error) {
      const fault = toFaultData(this.#fatal ?? asFault(error));
      return { phase: 'failed', fault, needsReopen: true, wasInterrupted: this.#wasInterrupted };
    }
  }

  async #run(): Promise<'done' | 'failed' | 'cancelled' | 'discarded'> {
    const { sources, committer, conclude, reporter } = this.#options;
    await this.#dropChunks();
    for (const [index, source] of sources.entries()) {
      if (this.#abort.signal.aborted) break;
      await this.#read(source, index);
    }
    await this.#flush();
    await committer.drain();
    if (this.#isCancelled && (await this.#choice.promise) === 'discard') return this.#discard();
    if (!this.#isCancelled) reporter.report({ phase: 'resolving' });
    this.#settleSources();
    const changed = await conclude();
    if (changed !== null) reporter.report({ changed });
    if (this.#isCancelled) return 'cancelled';
    return this.#firstFault === null ? 'done' : 'failed';
  }

  async #dropChunks(): Promise<void> {
    const { drop, committer, keeper, rejections } = this.#options;
    if (drop.length === 0) return;
    const kept = drop.filter((source) => findSource(keeper.manifest, source) !== null);
    const progress = kept.map((source) => ({ source, ...NOTHING_READ }));
    await committer.send({ chunks: [], progress, removedSources: drop });
    await committer.drain();
    for (const source of drop) await rejections.delete(source);
  }

  async #read(source: JobSource, index: number): Promise<void> {
    const { keeper, reporter } = this.#options;
    const entry = findSource(keeper.manifest, source.source);
    if (entry === null) return;
    reporter.report({ source: entry.name, sourceIndex: index });
    try {
      await this.#readToEnd(entry, source);
    } catch (error) {
      if (this.#fatal !== null) throw this.#fatal;
      if (!this.#abort.signal.aborted) this.#firstFault ??= asFault(error);
    }
    this.#bytesBefore += entry.size;
  }

  async #readToEnd(entry: ManifestSource, { open }: JobSource): Promise<void> {
    const { pool, rejections } = this.#options;
    const bytes = await open();
    try {
      checkUnchanged(entry, bytes);
      let progress = progressOf(entry);
      await this.#must(rejections.of(entry.source).truncate(entry.rejectionBytes));
      for await (const stretch of readSource(bytes, readOptionsOf(entry), pool, this.#abort.signal))
        progress = await this.#must(this.#take(progress, stretch));
      this.#buffer.add({ ...progress, complete: true, bytesRead: entry.size }, []);
    } finally {
      await bytes.close();
    }
  }

  /** A stretch into the engine and the buffer; how far the source is read then. */
  async #take(before: SourceProgress, stretch: ParsedStretch): Promise<SourceProgress> {
    const { engine, rejections, renewed } = this.#options;
    const { batch, firstLine } = stretch;
    const rejectionBytes = await rejections.of(before.source).append(stretch.rejections);
    // The engine may have died meanwhile, and rows for the old one must not reach the new one.
    if (this.#fatal !== null) throw this.#fatal;
    const chunks = chunksOf(before.source, stretch);
    const transfer = transferablesOf({ ...stretch, columns: null, records: null });
    const answer = await engine.call('append', { source: before.source, firstLine, batch }, { transfer });
    const progress = progressAfter(before, stretch, rejectionBytes);
    this.#buffer.add(progress, chunks);
    if (answer.revision !== null) renewed(answer.revision);
    this.#tell(stretch, answer);
    const isLate = this.#options.now() - this.#committedAt >= COMMIT_MS;
    if (this.#buffer.bytes >= this.#options.commitBytes || isLate) await this.#flush();
    return progress;
  }

  #tell(stretch: ParsedStretch, { events, duplicates }: { events: number; duplicates: number }): void {
    const { reporter } = this.#options;
    const { progress } = reporter;
    reporter.report({
      bytesRead: this.#bytesBefore + stretch.bytesDone,
      read: progress.read + stretch.read,
      rejected: progress.rejected + stretch.rejections.length,
      accepted: progress.accepted + events,
      duplicates: progress.duplicates + duplicates,
    });
  }

  async #flush(): Promise<void> {
    if (this.#buffer.isEmpty) return;
    await this.#options.committer.send(this.#buffer.take());
    this.#committedAt = this.#options.now();
  }

  async #discard(): Promise<'discarded'> {
    const { sources, committer, rejections } = this.#options;
    const removedSources = sources.map(({ source }) => source);
    await committer.send({ chunks: [], progress: [], removedSources });
    await committer.drain();
    for (const source of removedSources) await rejections.delete(source);
    return 'discarded';
  }

  /** A source of which nothing was read leaves the workspace again; one read in part waits until it is asked for. */
  #settleSources(): void {
    const { sources, keeper } = this.#options;
    const mine = new Set(sources.map(({ source }) => source));
    const isUnread = ({ source, complete, read, lost }: ManifestSource): boolean =>
      mine.has(source) && !complete && read === 0 && !lost;
    keeper.change((manifest) => ({
      ...manifest,
      sources: manifest.sources.filter((entry) => !isUnread(entry)),
    }));
    for (const source of mine) keeper.change((manifest) => markKept(manifest, source));
  }

  /** What fails here ends the job, not only the source. */
  async #must<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (error) {
      this.#fatal ??= asFault(error);
      throw error;
    }
  }
}

function markKept(manifest: Manifest, source: number): Manifest {
  const entry = findSource(manifest, source);
  return entry === null || entry.complete ? manifest : updateSource(manifest, source, { kept: true });
}

function checkUnchanged(entry: ManifestSource, bytes: ByteSource): void {
  if (bytes.fingerprint === entry.fingerprint) return;
  throw new Fault('file-changed', `"${entry.name}" is not the file it was when its import began`, {
    context: { file: entry.name, size: bytes.size, expected: entry.size },
  });
}

function asFault(error: unknown): Fault {
  return error instanceof Fault ? error : new Fault('internal', toFaultData(error).message, { cause: error });
}

function makeChoice(): {
  readonly promise: Promise<'keep' | 'discard'>;
  readonly resolve: (choice: 'keep' | 'discard') => void;
  readonly reject: (fault: Fault) => void;
} {
  let resolve: (choice: 'keep' | 'discard') => void = () => undefined;
  let reject: (fault: Fault) => void = () => undefined;
  const promise = new Promise<'keep' | 'discard'>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => undefined); // an interrupted job may never come to wait for it
  return { promise, resolve, reject };
}
