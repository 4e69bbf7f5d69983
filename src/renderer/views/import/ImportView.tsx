import { Button } from '@mantine/core';
import { IconFilePlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { SourceInspection } from '#shared/protocol/results/source.ts';
import { useOpenFiles } from '../../app/use-open-files.ts';
import { useViewState } from '../../state/view-state.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import type { Draft } from './draft.ts';
import { EMPTY_DRAFT } from './draft.ts';
import { FileCard } from './FileCard.tsx';
import { StartBar } from './StartBar.tsx';
import './import.css';

const route = getRouteApi('/import');

/** Shows what every chosen file was recognised as, lets it be corrected, and starts reading. */
export function ImportView() {
  const { workspace = null } = route.useSearch();
  const tokens = useViewState((state) => state.pendingFiles);
  const { choose } = useOpenFiles();
  const [inspections, setInspections] = useState<ReadonlyMap<string, SourceInspection>>(new Map());
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const handleInspected = useCallback((token: string, inspection: SourceInspection) => {
    setInspections((before) => new Map(before).set(token, inspection));
  }, []);
  const handleDraft = useCallback((token: string, draft: Draft) => {
    setDrafts((before) => new Map(before).set(token, draft));
  }, []);

  if (tokens.length === 0) {
    return (
      <div className="page">
        <h1>Import</h1>
        <EmptyState
          title="No file chosen"
          action={
            <Button variant="filled" onClick={choose}>
              Choose files
            </Button>
          }
        >
          Choose event logs or drop them anywhere on this window. Nothing is read before you have seen what
          was recognised.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="import-page">
      <div className="page">
        <header className="page-head">
          <div>
            <h1>Import</h1>
            <p className="muted">Check what was recognised; nothing is kept until you start.</p>
          </div>
          <Button leftSection={<IconFilePlus size={14} />} onClick={choose}>
            Add more files
          </Button>
        </header>
        {tokens.map((token) => (
          <FileCard
            key={token}
            token={token}
            draft={drafts.get(token) ?? EMPTY_DRAFT}
            startsOpen={tokens.length <= 3}
            onDraft={handleDraft}
            onInspected={handleInspected}
          />
        ))}
      </div>
      <StartBar workspace={workspace} tokens={tokens} inspections={inspections} drafts={drafts} />
    </div>
  );
}
