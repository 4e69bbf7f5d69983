import { RingProgress } from '@mantine/core';
import { isRunning, useJobs } from '../state/jobs.ts';
import { jobShare } from './job-text.ts';
import './job-panel.css';

/** In the top bar: that something runs, and how far it is. */
export function JobIndicator({ workspace }: { workspace: string }) {
  const job = useJobs((state) => state.jobs.get(workspace));
  if (job === undefined || !isRunning(job)) return null;
  const percent = Math.round(jobShare(job) * 100);
  return (
    <span className="job-indicator" role="status">
      <RingProgress
        size={18}
        thickness={3}
        sections={[{ value: percent, color: 'var(--ink)' }]}
        aria-hidden
      />
      {job.phase === 'reading' ? `Reading, ${percent} %` : 'Working'}
    </span>
  );
}
