import { Button } from '@mantine/core';
import { IconFilePlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { SourceInfo } from '#shared/protocol/results/source.ts';
import { useOpenFiles } from '../../app/use-open-files.ts';
import { Loaded } from '../../panels/Loaded.tsx';
import { useEngineContext, useWorkspaceId } from '../../state/engine-context.ts';
import { addNotice, applyProgress } from '../../state/jobs.ts';
import { useEngine } from '../../state/use-engine.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { RejectionsPanel } from './RejectionsPanel.tsx';
import { RemoveSource } from './RemoveSource.tsx';
import { SourceTable } from './SourceTable.tsx';
import './sources.css';

const route = getRouteApi('/w/$workspace/sources');

export function SourcesView() {
  const workspace = useWorkspaceId();
  const { bridge } = useEngineContext();
  const state = useEngine('source.list', { workspace });
  const { choose } = useOpenFiles();
  const { source } = route.useSearch();
  const navigate = route.useNavigate();
  const [removing, setRemoving] = useState<SourceInfo | null>(null);
  const showRejections = (shown: number | undefined) =>
    void navigate({ search: shown === undefined ? {} : { source: shown }, replace: true });
  function handleResume(resumed: number) {
    bridge
      .request('import.resume', { workspace, source: resumed })
      .then((progress) => applyProgress(workspace, progress))
      .catch((thrown: unknown) => addNotice(toFaultData(thrown)));
  }
  return (
    <div className="page fills">
      <header className="page-head">
        <div>
          <h1>Sources</h1>
          <p className="muted">
            The event logs of this workspace. Every record read is accounted for. To undo an import, remove
            its source.
          </p>
        </div>
        <Button variant="filled" leftSection={<IconFilePlus size={14} />} onClick={choose}>
          Add files
        </Button>
      </header>
      <Loaded state={state} lines={4}>
        {(sources) =>
          sources.length === 0 ? (
            <EmptyState title="No source yet">
              Choose event logs, or drop them anywhere on this window.
            </EmptyState>
          ) : (
            <>
              <SourceTable
                sources={sources}
                onRemove={setRemoving}
                onShowRejections={showRejections}
                onResume={handleResume}
              />
              <RejectionsPanel
                workspace={workspace}
                sources={sources}
                source={source ?? null}
                onSource={(shown) => showRejections(shown ?? undefined)}
              />
            </>
          )
        }
      </Loaded>
      <RemoveSource workspace={workspace} source={removing} onClose={() => setRemoving(null)} />
    </div>
  );
}
