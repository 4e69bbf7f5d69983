import { Button, CloseButton, Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { Method, Params } from '#shared/protocol/requests.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import { formatBytes, formatCount, revealInvisible } from '../format.ts';
import { useEngineContext } from '../state/engine-context.ts';
import { addNotice, dismissJob, isRunning, useJobs } from '../state/jobs.ts';
import { FaultPanel } from './FaultPanel.tsx';
import { changeSentence, jobPace, jobShare, jobTitle } from './job-text.ts';
import './job-panel.css';

/** The import under way, above every view of its workspace. */
export function JobPanel({ workspace }: { workspace: string }) {
  const job = useJobs((state) => state.jobs.get(workspace));
  if (job === undefined) return null;
  return (
    <section className={`job-panel${isRunning(job) ? '' : ' finished'}`} aria-label="Import">
      <div className="job-head">
        <h2 dir="auto">{revealInvisible(jobTitle(job))}</h2>
        <JobActions workspace={workspace} job={job} />
      </div>
      {isRunning(job) && <Progress value={jobShare(job) * 100} size="sm" aria-label="Share of bytes read" />}
      {job.phase !== 'cancelled' && <JobNumbers workspace={workspace} job={job} />}
      {job.changed !== undefined && <p className="meta">{changeSentence(job.changed)}</p>}
      {job.repeats !== undefined && job.repeats.length > 0 && (
        <p className="meta" dir="auto">
          Read before, unchanged: {job.repeats.map(revealInvisible).join(', ')}. Its events count once.
        </p>
      )}
      {job.phase === 'failed' && job.fault !== null && <FaultPanel fault={job.fault} />}
    </section>
  );
}

function JobNumbers({ workspace, job }: { workspace: string; job: JobProgress }) {
  const now = useSeconds(job.phase === 'reading');
  return (
    <p className="job-numbers">
      <span>
        <b>{formatCount(job.read)}</b> {job.read === 1 ? 'record' : 'records'} read
      </span>
      <span>
        <b>{formatCount(job.accepted)}</b> accepted
      </span>
      <span>
        <b>{formatCount(job.duplicates)}</b> seen before
      </span>
      <span>
        <b>{formatCount(job.rejected)}</b>{' '}
        {job.rejected === 0 ? (
          'rejected'
        ) : (
          <Link to="/w/$workspace/sources" params={{ workspace }}>
            rejected
          </Link>
        )}
      </span>
      {isRunning(job) && (
        <span>
          {formatBytes(job.bytesRead)} of {formatBytes(job.bytesTotal)}
        </span>
      )}
      <span className="muted">{jobPace(job, now)}</span>
    </p>
  );
}

function JobActions({ workspace, job }: { workspace: string; job: JobProgress }) {
  const { bridge } = useEngineContext();
  const [asked, setAsked] = useState<string | null>(null);

  function ask<M extends Method>(method: M, params: Params<M>) {
    setAsked(job.phase);
    bridge.request(method, params).catch((thrown: unknown) => {
      setAsked(null);
      addNotice(toFaultData(thrown));
    });
  }

  const busy = asked === job.phase;
  if (job.phase === 'waiting-for-choice') {
    return (
      <div className="page-tools">
        <Button
          variant="filled"
          disabled={busy}
          onClick={() => ask('job.choose', { workspace, job: job.job, choice: 'keep' })}
        >
          Keep what was read
        </Button>
        <Button
          disabled={busy}
          onClick={() => ask('job.choose', { workspace, job: job.job, choice: 'discard' })}
        >
          Discard it
        </Button>
      </div>
    );
  }
  if (isRunning(job)) {
    return (
      <Button disabled={busy} onClick={() => ask('job.cancel', { workspace, job: job.job })}>
        {busy ? 'Stopping' : 'Cancel'}
      </Button>
    );
  }
  return <CloseButton aria-label="Dismiss" onClick={() => dismissJob(workspace)} />;
}

/** The present, to the second while `ticking`. */
function useSeconds(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
