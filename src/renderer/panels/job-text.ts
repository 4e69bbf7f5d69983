import type { DiffCounts } from '#shared/identity/diff.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import { formatCount, formatDuration } from '../format.ts';

/** Share of the bytes read, 0 to 1. */
export function jobShare(job: JobProgress): number {
  return job.bytesTotal === 0 ? 0 : Math.min(1, job.bytesRead / job.bytesTotal);
}

export function jobTitle(job: JobProgress): string {
  const place = job.sourceCount > 1 ? ` (${job.sourceIndex + 1} of ${job.sourceCount})` : '';
  switch (job.phase) {
    case 'reading':
      return `${job.rebuilding ? 'Reading again' : 'Reading'} ${job.source}${place}`;
    case 'resolving':
      return 'Deciding who is who';
    case 'waiting-for-choice':
      return 'Import stopped: keep what was read?';
    case 'cancelled':
      return job.kept === false
        ? 'Import cancelled, nothing of it is kept'
        : 'Import cancelled, what was read is kept';
    case 'done':
      return job.sourceCount > 1 ? `${job.sourceCount} files are read` : `${job.source} is read`;
    case 'failed':
      return `Import of ${job.source} stopped`;
    default:
      return job.phase satisfies never;
  }
}

/** `12,400 records a second · about 8 s left`. */
export function jobPace(job: JobProgress, now: number): string {
  if (job.phase !== 'reading') return '';
  const share = jobShare(job);
  const elapsed = now - job.startedAt;
  const rate = job.rate > 0 ? `${formatCount(Math.round(job.rate))} records a second` : '';
  const left =
    share > 0.01 && elapsed > 1000 ? `about ${formatDuration((elapsed / share) * (1 - share))} left` : '';
  return [rate, left].filter(Boolean).join(' · ');
}

/** `39 new profiles, 2 joined into others, 1 in another state.` */
export function changeSentence({ created, gone, changedState, moved }: DiffCounts): string {
  const parts = [
    `${formatCount(created)} new ${created === 1 ? 'profile' : 'profiles'}`,
    ...(gone > 0 ? [`${formatCount(gone)} of before joined into others`] : []),
    ...(changedState > 0 ? [`${formatCount(changedState)} in another state`] : []),
    ...(moved > 0
      ? [`${formatCount(moved)} ${moved === 1 ? 'identifier' : 'identifiers'} with another owner`]
      : []),
  ];
  return `${parts.join(', ')}.`;
}
