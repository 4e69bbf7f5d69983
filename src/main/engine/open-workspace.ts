/**
 * The workspace that is open: what its manifest says, what the engine holds of it, and the job that changes it.
 *
 *     opening → (chunks come from the database) → ready → … → stale → opened again
 *
 * It becomes stale when engine and database may disagree, or when a source was removed; then the page is told to open
 * it again, and questions meanwhile wait for the workspace that takes its place.
 */

import { randomUUID } from 'node:crypto';
import type { DiffCounts } from '#shared/identity/diff.ts';
import { POLICY_NAMES } from '#shared/identity/policies/policy-terms.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import type { Overview } from '#shared/protocol/results/overview.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { SourceInfo } from '#shared/protocol/results/source.ts';
import type { ChunkInfo } from '#shared/protocol/results/workspace.ts';
import type { KeptOverview } from '../journal/kept-overview.ts';
import type { ManifestChunk, ManifestSource } from '../journal/manifest.ts';
import { findSource, isSameChunk } from '../journal/manifest.ts';
import type { ParserPool } from '../parser/parser-pool.ts';
import type { Committer } from './committer.ts';
import type { EngineHost } from './engine-host.ts';
import type { SourceCounts, SourceFacts } from './engine-messages.ts';
import type { JobSource } from './import-job.ts';
import { ImportJob } from './import-job.ts';
import { JobReporter } from './job-reporter.ts';
import type { ManifestKeeper } from './manifest-keeper.ts';
import type { OpenPlan } from './open-plan.ts';
import type { RejectionLogs } from './rejection-logs.ts';

export interface OpenWorkspaceParts {
  readonly keeper: ManifestKeeper;
  readonly committer: Committer;
  readonly rejections: RejectionLogs;
  /** What was concluded last, if it still holds. */
  readonly kept: KeptOverview;
  readonly engine: EngineHost;
  readonly pool: ParserPool;
  readonly push: (push: Push) => void;
  readonly setProgress: (fraction: number | null) => void;
  readonly now: () => number;
  readonly commitBytes: number;
  /** It became ready or stale. */
  readonly onState: () => void;
  /** Sources of a job that failed by itself. */
  readonly onFailed: (sources: readonly number[]) => void;
}

export interface JobRequest {
  readonly sources: readonly JobSource[];
  readonly drop?: readonly number[];
  readonly rebuilding?: boolean;
  readonly repeats?: readonly string[];
}

export class OpenWorkspace {
  readonly id: string;
  readonly keeper: ManifestKeeper;
  readonly rejections: RejectionLogs;
  readonly #parts: OpenWorkspaceParts;
  /** Column chunks that the page has to send, in order, and how many came. */
  readonly #expected: readonly ManifestChunk[];
  #arrived = 0;
  #state: 'opening' | 'ready' | 'stale' = 'opening';
  /** The engine died under a job: the page opens again when the job has ended. */
  #owesReopen = false;
  #job: ImportJob | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: OpenWorkspaceParts, plan: OpenPlan) {
    this.#parts = parts;
    this.keeper = parts.keeper;
    this.rejections = parts.rejections;
    this.id = parts.keeper.manifest.id;
    this.#expected = plan.manifest.commits.flatMap(({ chunks }) =>
      chunks.filter(({ kind }) => kind === 'columns'),
    );
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** The overview until the engine can say it; null when there is none that holds. */
  get keptOverview(): Overview | null {
    return this.#state === 'opening' ? this.#parts.kept.overview : null;
  }

  get committer(): Committer {
    return this.#parts.committer;
  }

  get job(): ImportJob | null {
    return this.#job;
  }

  /** Begins with an empty engine. */
  async begin(): Promise<void> {
    await this.#parts.engine.call('reset', { ruleset: rulesetOf(this.keeper.manifest.ruleset) });
  }

  async hydrate(chunk: ChunkInfo, data: Uint8Array): Promise<void> {
    const expected = this.#expected[this.#arrived];
    if (this.#state !== 'opening' || expected === undefined || !isSameChunk(expected, chunk))
      throw new Fault('bad-request', 'This chunk is not the one that comes next', { context: { ...chunk } });
    this.#arrived += 1;
    const { source, firstLine } = expected;
    const transfer = data.byteLength === data.buffer.byteLength ? [data.buffer as ArrayBuffer] : [];
    await this.#parts.engine.call('hydrate', { source, firstLine, data }, { transfer });
  }

  /** Everything was sent: from here on questions are answered. */
  async becomeReady(): Promise<void> {
    if (this.#state !== 'opening' || this.#arrived < this.#expected.length) {
      const context = { arrived: this.#arrived, expected: this.#expected.length };
      throw new Fault('bad-request', 'Not all chunks of the workspace have arrived', { context });
    }
    await this.#conclude();
    this.#state = 'ready';
    this.#parts.onState();
  }

  /** Throws a Fault while the workspace is opened or a job runs. */
  checkIdle(): void {
    if (this.isReady && this.#job === null) return;
    throw new Fault('bad-request', 'Another import of this workspace has to end first');
  }

  startJob(request: JobRequest): JobProgress {
    this.checkIdle();
    const { keeper, committer, engine, pool, rejections, now, commitBytes, push, setProgress } = this.#parts;
    const { sources, drop = [], rebuilding = false, repeats = [] } = request;
    const id = randomUUID();
    const first = firstProgress(id, this.#sourcesOf(sources), { rebuilding, repeats });
    const reporter = new JobReporter({ workspace: this.id, push, setProgress, now }, first);
    const common = { keeper, committer, engine, pool, rejections, reporter, now, commitBytes };
    const renewed = (revision: number): void => push({ type: 'changed', workspace: this.id, revision });
    const job = new ImportJob(id, { ...common, sources, drop, renewed, conclude: () => this.#conclude() });
    this.#job = job;
    this.#running = this.#run(job, sources, reporter);
    return job.progress;
  }

  /** The running job of this number. */
  jobNamed(id: string): ImportJob {
    if (this.#job?.id === id) return this.#job;
    throw new Fault('not-found', 'There is no such job any more', { context: { job: id } });
  }

  /** Resolves when the choice has been carried out. */
  async choose(job: string, choice: 'keep' | 'discard'): Promise<void> {
    this.jobNamed(job).choose(choice);
    await this.#running;
  }

  /** Drops a source with all its rows. The workspace is stale afterwards. */
  async removeSource(source: number): Promise<JobProgress> {
    const entry = findSource(this.keeper.manifest, source);
    if (entry === null) throw new Fault('not-found', 'There is no such source', { context: { source } });
    this.checkIdle();
    const { committer, now } = this.#parts;
    const startedAt = now();
    await committer.send({ chunks: [], progress: [], removedSources: [source] });
    await committer.drain();
    await this.rejections.delete(source);
    this.becomeStale();
    const first = firstProgress(randomUUID(), [entry], { rebuilding: false, repeats: [] });
    return { ...first, phase: 'done', startedAt, rate: 0, fault: null };
  }

  /** The engine has died: so has the job that fed it. */
  engineStopped(fault: Fault): void {
    if (this.#job === null) {
      this.becomeStale();
      return;
    }
    // The page is told when the job has ended: opening again would interrupt it, and its failure would never be told.
    this.#owesReopen = this.#state === 'ready';
    this.#state = 'stale';
    this.#parts.onState();
    this.#job.fail(fault);
  }

  /** The engine's columns are given up; the page is told to open the workspace again. */
  becomeStale(): void {
    const isOpenThere = this.#state === 'ready' || this.#owesReopen;
    this.#owesReopen = false;
    this.#state = 'stale';
    this.#parts.onState();
    if (isOpenThere) this.#parts.push({ type: 'reopen', workspace: this.id });
  }

  /** Ends what runs, as a kill would: another opening takes this one's place. */
  async end(fault: Fault): Promise<void> {
    this.#state = 'stale';
    this.#parts.onState();
    this.#parts.committer.fail(fault);
    this.#job?.interrupt(fault);
    await this.#running;
    this.#parts.setProgress(null);
    await this.keeper.save();
  }

  infos(): SourceInfo[] {
    return this.keeper.manifest.sources.map(sourceInfo);
  }

  /** Whoever hears that a job has ended may ask for the next thing at once. */
  async #run(job: ImportJob, sources: readonly JobSource[], reporter: JobReporter): Promise<void> {
    const { needsReopen, wasInterrupted, ...end } = await job.run();
    this.#job = null;
    if (end.phase === 'failed' && !wasInterrupted) this.#parts.onFailed(sources.map(({ source }) => source));
    if (needsReopen) this.becomeStale();
    if (!wasInterrupted) reporter.report(end);
  }

  /** Resolves everything, and takes over what came out: saved, it makes the next opening show at once. */
  async #conclude(): Promise<DiffCounts | null> {
    const { engine, keeper, kept, push } = this.#parts;
    await engine.call('facts', factsOf(keeper.manifest.sources));
    const { revision, summary, sources, changed } = await engine.call('conclude', null);
    const counted = new Map(sources.map((counts) => [counts.source, counts]));
    keeper.change((manifest) => ({
      ...manifest,
      summary,
      sources: manifest.sources.map((source) => withCounts(source, counted.get(source.source))),
    }));
    await keeper.save();
    await kept.keep(await engine.query('overview', { workspace: this.id }));
    push({ type: 'changed', workspace: this.id, revision });
    return changed;
  }

  #sourcesOf(sources: readonly JobSource[]): ManifestSource[] {
    const wanted = new Set(sources.map(({ source }) => source));
    return this.keeper.manifest.sources.filter(({ source }) => wanted.has(source));
  }
}

/** A source without rows is not among the counts. */
function withCounts(source: ManifestSource, counts: SourceCounts | undefined): ManifestSource {
  const { events = 0, duplicates = 0, unresolved = 0, firstAt = null, lastAt = null } = counts ?? {};
  return { ...source, events, duplicates, unresolved, firstAt, lastAt };
}

function rulesetOf(name: string): Ruleset {
  const policy = POLICY_NAMES.find((one) => one === name);
  if (policy !== undefined) return SHIPPED_RULESETS[policy];
  throw new Fault('rules-invalid', `There is no ruleset called "${name}"`, { context: { ruleset: name } });
}

function factsOf(sources: readonly ManifestSource[]): SourceFacts {
  const reasons = new Map<string, number>();
  let rejected = 0;
  for (const source of sources) {
    rejected += source.rejected;
    for (const [reason, count] of source.rejectionsByReason)
      reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  }
  return {
    sources: sources.map(({ source, name, options }) => ({ source, name, dialect: options.dialect })),
    country: sources.findLast(({ options }) => options.country !== null)?.options.country ?? null,
    rejected,
    rejectedByReason: [...reasons],
  };
}

function firstProgress(
  job: string,
  sources: readonly ManifestSource[],
  { rebuilding, repeats }: { rebuilding: boolean; repeats: readonly string[] },
): Omit<JobProgress, 'startedAt' | 'rate' | 'fault'> {
  const sum = (of: (source: ManifestSource) => number): number =>
    sources.reduce((all, one) => all + of(one), 0);
  return {
    job,
    phase: 'reading',
    source: sources[0]?.name ?? '',
    sourceCount: sources.length,
    sourceIndex: 0,
    bytesRead: sum(({ bytesRead }) => bytesRead),
    bytesTotal: sum(({ size }) => size),
    read: sum(({ read }) => read),
    accepted: sum(({ rows, duplicates }) => rows - duplicates),
    duplicates: sum(({ duplicates }) => duplicates),
    rejected: sum(({ rejected }) => rejected),
    rebuilding,
    ...(repeats.length === 0 ? {} : { repeats }),
  };
}

/** read = events + duplicates + unresolved + rejected, also while rows of a running import are not resolved yet. */
function sourceInfo(source: ManifestSource): SourceInfo {
  const { name, path, size, container, importedAt, complete, read, rows, rejected, options } = source;
  const { duplicates, unresolved, firstAt, lastAt } = source;
  return {
    source: source.source,
    name,
    size,
    dialect: options.dialect,
    container,
    country: options.country,
    zone: options.zone,
    importedAt,
    complete,
    reachable: path !== null,
    read,
    events: rows - duplicates - unresolved,
    duplicates,
    unresolved,
    rejected,
    rejectionsByReason: Object.fromEntries(source.rejectionsByReason),
    firstAt,
    lastAt,
  };
}
