import { Progress } from '@mantine/core';
import { Outlet, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { WorkspaceOpened } from '#shared/protocol/results/workspace.ts';
import { formatCounted } from '../format.ts';
import { FaultPanel } from '../panels/FaultPanel.tsx';
import { JobPanel } from '../panels/JobPanel.tsx';
import type { OpenProgress } from '../state/engine-context.ts';
import { useEngineContext, WorkspaceContext } from '../state/engine-context.ts';

type Opening =
  | { readonly phase: 'opening'; readonly progress: OpenProgress | null }
  | { readonly phase: 'open'; readonly opened: WorkspaceOpened }
  | { readonly phase: 'fault'; readonly fault: FaultData };

/**
 * Opens the workspace that the address names. Its views are drawn as soon as it is known what it holds: the overview is
 * answered at once, everything else when the engine has its columns.
 */
export function WorkspaceFrame() {
  const { workspace } = useParams({ from: '/w/$workspace' });
  return <OpenedWorkspace key={workspace} workspace={workspace} />;
}

function OpenedWorkspace({ workspace }: { workspace: string }) {
  const engine = useEngineContext();
  const [opening, setOpening] = useState<Opening>({ phase: 'opening', progress: null });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let current = true;
    engine
      .openWorkspace(workspace, (progress) => {
        if (current) setOpening({ phase: 'opening', progress });
      })
      .then(
        (opened) => current && setOpening({ phase: 'open', opened }),
        (thrown: unknown) => current && setOpening({ phase: 'fault', fault: toFaultData(thrown) }),
      );
    return () => {
      current = false;
    };
  }, [engine, workspace, attempt]);

  const handleRetry = useCallback(() => {
    engine.forgetWorkspace(workspace);
    setOpening({ phase: 'opening', progress: null });
    setAttempt((before) => before + 1);
  }, [engine, workspace]);

  if (opening.phase === 'fault') {
    return (
      <>
        <h1 className="visually-hidden">Workspace</h1>
        <FaultPanel fault={opening.fault} onRetry={handleRetry} />
      </>
    );
  }
  const opened = opening.phase === 'open' ? opening.opened : opening.progress?.opened;
  if (opened === undefined) return <Comparing />;
  return (
    <WorkspaceContext value={opened}>
      <LostSources lost={opened.lost} />
      {opening.phase === 'opening' && opening.progress !== null && <Loading progress={opening.progress} />}
      <JobPanel workspace={workspace} />
      <Outlet />
    </WorkspaceContext>
  );
}

function Comparing() {
  return (
    <div className="page skeleton" role="status">
      <h1>Opening the workspace</h1>
      <p className="muted">Comparing the database with the manifest.</p>
    </div>
  );
}

function Loading({ progress: { done, total } }: { progress: OpenProgress }) {
  if (total === 0) return null;
  return (
    <Progress
      value={(done / total) * 100}
      size="xs"
      aria-label={`${formatCounted(done, 'block')} of ${total} loaded into the engine`}
    />
  );
}

function LostSources({ lost }: { lost: readonly string[] }) {
  if (lost.length === 0) return null;
  return (
    <div className="notice" role="alert">
      <div>
        <strong>Some data could not be brought back.</strong> The database lost it and these sources can no
        longer be read: {lost.join(', ')}. Add the files again to restore their events.
      </div>
    </div>
  );
}
