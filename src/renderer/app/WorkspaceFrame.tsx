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

/** Opens the workspace that the address names before any of its views is drawn. */
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
  if (opening.phase === 'opening') return <OpeningProgress progress={opening.progress} />;
  return (
    <WorkspaceContext value={opening.opened}>
      <LostSources lost={opening.opened.lost} />
      <JobPanel workspace={workspace} />
      <Outlet />
    </WorkspaceContext>
  );
}

function OpeningProgress({ progress }: { progress: OpenProgress | null }) {
  const share = progress === null || progress.total === 0 ? 0 : (progress.done / progress.total) * 100;
  return (
    <div className="page skeleton" role="status">
      <h1>Opening the workspace</h1>
      <p className="muted">
        {progress === null
          ? 'Comparing the database with the manifest.'
          : `${formatCounted(progress.done, 'block')} of ${progress.total} loaded into the engine.`}
      </p>
      <Progress value={share} aria-label="Blocks loaded" maw={480} />
    </div>
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
