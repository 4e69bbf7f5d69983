import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Overview } from '#shared/protocol/results/overview.ts';
import { useOpenFiles } from '../../app/use-open-files.ts';
import { formatCount, formatCounted, formatDay, formatTime, zoneName } from '../../format.ts';
import { Loaded } from '../../panels/Loaded.tsx';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { isRunning, useJobs } from '../../state/jobs.ts';
import { useEngine } from '../../state/use-engine.ts';
import { useZone } from '../../state/use-time.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { IdentifiersPanel, LargestPanel, MoneyPanel, TopEventsPanel } from './ContentPanels.tsx';
import { FlowPanel } from './FlowPanel.tsx';
import { BlockedPanel, RefusalsPanel, UnreadPanel } from './GuardPanels.tsx';
import { StateTiles } from './StateTiles.tsx';
import './overview.css';

export function OverviewView() {
  const workspace = useWorkspaceId();
  const state = useEngine('overview', { workspace });
  return (
    <Loaded state={state}>{(overview) => <OverviewPage workspace={workspace} overview={overview} />}</Loaded>
  );
}

function OverviewPage({ workspace, overview }: { workspace: string; overview: Overview }) {
  const { choose } = useOpenFiles();
  const reading = useJobs((state) => isRunning(state.jobs.get(workspace)));
  if (overview.summary.read === 0) {
    return (
      <div className="page">
        <h1>Overview</h1>
        {reading ? (
          <EmptyState title="Reading the first records">
            Numbers appear here with the first stored step, and grow while the import goes on.
          </EmptyState>
        ) : (
          <EmptyState
            title="Nothing read yet"
            action={
              <Button variant="filled" onClick={choose}>
                Choose files
              </Button>
            }
          >
            Add event logs, and this page shows who they are about and what was decided.
          </EmptyState>
        )}
      </div>
    );
  }
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Overview</h1>
          <Accounting workspace={workspace} overview={overview} />
        </div>
      </header>
      <StateTiles workspace={workspace} overview={overview} />
      <div className="overview-grid">
        <FlowPanel workspace={workspace} overview={overview} />
        <MoneyPanel overview={overview} />
        <RefusalsPanel workspace={workspace} overview={overview} />
        <BlockedPanel workspace={workspace} overview={overview} />
        <UnreadPanel workspace={workspace} overview={overview} />
        <LargestPanel workspace={workspace} overview={overview} />
        <IdentifiersPanel overview={overview} />
        <TopEventsPanel workspace={workspace} overview={overview} />
      </div>
      <p className="meta">
        Digest <span className="mono">{overview.summary.digest}</span>: equal for equal results, whatever the
        order in which the files came.
      </p>
    </div>
  );
}

/** Every record read is accounted for: read = events + duplicates + unresolved + rejected. */
function Accounting({ workspace, overview }: { workspace: string; overview: Overview }) {
  const zone = useZone();
  const { summary } = overview;
  const duplicates = summary.duplicates.same + summary.duplicates.sameContent;
  const span = `${formatTime(overview.firstAt, zone)} to ${formatTime(overview.lastAt, zone)}`;
  return (
    <p className="muted">
      {formatCounted(summary.read, 'record')} read = {formatCounted(summary.events, 'event')} credited +{' '}
      {formatCount(duplicates)} seen before +{' '}
      <Link to="/w/$workspace/unresolved" params={{ workspace }}>
        {formatCount(summary.unresolved)} unresolved
      </Link>{' '}
      +{' '}
      <Link to="/w/$workspace/sources" params={{ workspace }}>
        {formatCount(summary.rejected)} rejected
      </Link>
      {overview.firstAt !== null && (
        <span title={span}>
          {' '}
          · {formatDay(overview.firstAt, zone)} to {formatDay(overview.lastAt, zone)} ({zoneName(zone)})
        </span>
      )}
      {overview.undated > 0 && ` · ${formatCount(overview.undated)} undated`}
    </p>
  );
}
