import { Button } from '@mantine/core';
import { IconFileImport, IconPlant2 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { WorkspaceInfo } from '#shared/protocol/results/workspace.ts';
import { useOpenFiles } from '../../app/use-open-files.ts';
import { Loaded } from '../../panels/Loaded.tsx';
import { useEngineContext } from '../../state/engine-context.ts';
import { addNotice } from '../../state/jobs.ts';
import { useEngine } from '../../state/use-engine.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { DeleteWorkspace } from './DeleteWorkspace.tsx';
import { RenameWorkspace } from './RenameWorkspace.tsx';
import { WorkspaceTable } from './WorkspaceTable.tsx';
import './start.css';

export function StartView() {
  const { host } = useEngineContext();
  const workspaces = useEngine('workspace.list', {});
  const { choose } = useOpenFiles();
  const [renaming, setRenaming] = useState<WorkspaceInfo | null>(null);
  const [deleting, setDeleting] = useState<WorkspaceInfo | null>(null);
  return (
    <div className="page start">
      <header>
        <h1>See which events belong to the same person, and why</h1>
        <p className="muted">
          Open event logs from a customer data platform, a shop or a spreadsheet. Weft joins what belongs to
          one person and shows every decision with its evidence.
        </p>
      </header>
      <div className="start-choices">
        <section className="panel start-choice">
          <IconFileImport size={24} stroke={1.5} aria-hidden />
          <h2>Open event logs</h2>
          <p className="muted">
            NDJSON, JSON or CSV, plain or gzip. Choose files or drop them anywhere on this window. You see
            what was recognised before anything is read.
          </p>
          <Button variant="filled" onClick={choose}>
            Choose files
          </Button>
        </section>
        <section className="panel start-choice">
          <IconPlant2 size={24} stroke={1.5} aria-hidden />
          <h2>Open the sample shop</h2>
          <p className="muted">
            A small plant shop with planted cases: a shared kiosk, a mistyped email, a phone that comes before
            the email, a company, a role mailbox.
          </p>
          <SampleButton />
        </section>
      </div>
      <section>
        <h2>Workspaces</h2>
        <Loaded state={workspaces} lines={4}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title="No workspace yet">
                Files that you open are kept in a workspace, listed here.
              </EmptyState>
            ) : (
              <WorkspaceTable workspaces={list} onRename={setRenaming} onDelete={setDeleting} />
            )
          }
        </Loaded>
      </section>
      <p className="meta start-place">
        Workspaces lie in <span className="mono">{host.dataFolder}</span>, and a copy for fast opening in this
        browser’s database. Neither is encrypted: whoever can use this account can read them. Nothing is sent
        anywhere.
      </p>
      <RenameWorkspace workspace={renaming} onClose={() => setRenaming(null)} onRenamed={workspaces.reload} />
      <DeleteWorkspace workspace={deleting} onClose={() => setDeleting(null)} onDeleted={workspaces.reload} />
    </div>
  );
}

function SampleButton() {
  const { bridge } = useEngineContext();
  const navigate = useNavigate();
  const [opening, setOpening] = useState(false);
  async function openSample() {
    setOpening(true);
    try {
      const { id } = await bridge.request('workspace.sample', {});
      await navigate({ to: '/w/$workspace/overview', params: { workspace: id } });
    } catch (thrown) {
      addNotice(toFaultData(thrown));
      setOpening(false);
    }
  }
  return (
    <Button loading={opening} onClick={() => void openSample()}>
      Open the sample shop
    </Button>
  );
}
