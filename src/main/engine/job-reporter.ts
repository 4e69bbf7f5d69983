/** Tells how a job goes, at most four times a second and at once when its phase changes. */

import type { JobProgress } from '#shared/protocol/results/job.ts';
import type { Push } from '#shared/protocol/results/push.ts';

const INTERVAL_MS = 250;
/** The rate is that of the last seconds, not of the whole job. */
const RATE_WINDOW_MS = 4000;

export interface ReporterOptions {
  readonly workspace: string;
  readonly push: (push: Push) => void;
  readonly setProgress: (fraction: number | null) => void;
  readonly now: () => number;
}

export class JobReporter {
  readonly #options: ReporterOptions;
  readonly #samples: { readonly at: number; readonly read: number }[] = [];
  #progress: JobProgress;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(options: ReporterOptions, first: Omit<JobProgress, 'startedAt' | 'rate' | 'fault'>) {
    this.#options = options;
    this.#progress = { ...first, startedAt: options.now(), rate: 0, fault: null };
  }

  get progress(): JobProgress {
    return this.#progress;
  }

  report(change: Partial<JobProgress>): void {
    const now = this.#options.now();
    const isTurn = change.phase !== undefined && change.phase !== this.#progress.phase;
    this.#progress = { ...this.#progress, ...change };
    if (!isTurn && now - this.#toldAt < INTERVAL_MS) return;
    this.#toldAt = now;
    this.#progress = { ...this.#progress, rate: this.#rate(now) };
    this.#tell();
  }

  #tell(): void {
    const { workspace, push, setProgress } = this.#options;
    const { phase, bytesRead, bytesTotal } = this.#progress;
    push({ type: 'job', workspace, progress: this.#progress });
    const isRunning = phase === 'reading' || phase === 'resolving';
    setProgress(isRunning ? bytesRead / Math.max(1, bytesTotal) : null);
  }

  #rate(now: number): number {
    const samples = this.#samples;
    samples.push({ at: now, read: this.#progress.read });
    while (samples.length > 2 && now - samples[0]!.at > RATE_WINDOW_MS) samples.shift();
    const first = samples[0]!;
    return now > first.at ? ((this.#progress.read - first.read) * 1000) / (now - first.at) : 0;
  }
}
