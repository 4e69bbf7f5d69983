import { create } from 'zustand';
import type { FaultData } from '#shared/protocol/fault.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import type { Push } from '#shared/protocol/results/push.ts';

/** What main tells unasked: jobs in flight, the revision of each workspace, faults nobody awaited. */
interface JobsState {
  /** Workspace → its latest job. */
  readonly jobs: ReadonlyMap<string, JobProgress>;
  /** Workspace → revision that its answers come from. */
  readonly revisions: ReadonlyMap<string, number>;
  readonly notices: readonly FaultData[];
}

export const useJobs = create<JobsState>(() => ({ jobs: new Map(), revisions: new Map(), notices: [] }));

const RUNNING = new Set<JobProgress['phase']>(['reading', 'resolving', 'waiting-for-choice']);

export function isRunning(job: JobProgress | undefined): boolean {
  return job !== undefined && RUNNING.has(job.phase);
}

export function applyProgress(workspace: string, progress: JobProgress): void {
  useJobs.setState((state) => ({ jobs: new Map(state.jobs).set(workspace, progress) }));
}

export function dismissJob(workspace: string): void {
  useJobs.setState((state) => {
    const jobs = new Map(state.jobs);
    jobs.delete(workspace);
    return { jobs };
  });
}

function applyRevision(workspace: string, revision: number): void {
  useJobs.setState((state) => ({ revisions: new Map(state.revisions).set(workspace, revision) }));
}

export function addNotice(fault: FaultData): void {
  useJobs.setState((state) => ({ notices: [...state.notices, fault] }));
}

export function dismissNotice(fault: FaultData): void {
  useJobs.setState((state) => ({ notices: state.notices.filter((other) => other !== fault) }));
}

/** Takes the pushes that change what is shown; commits and reads belong to the database and the bridge. */
export function ingestPush(push: Push): void {
  if (push.type === 'job') applyProgress(push.workspace, push.progress);
  if (push.type === 'changed') applyRevision(push.workspace, push.revision);
  if (push.type === 'fault') addNotice(push.fault);
}
