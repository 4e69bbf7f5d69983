import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { WorkspaceInfo } from '#shared/protocol/results/workspace.ts';
import { formatCounted, revealInvisible } from '../../format.ts';
import { FaultPanel } from '../../panels/FaultPanel.tsx';
import { useEngineContext } from '../../state/engine-context.ts';

interface Props {
  readonly workspace: WorkspaceInfo | null;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Deleting is the one act that cannot be taken back, so the name is typed. */
export function DeleteWorkspace({ workspace, onClose, onDeleted }: Props) {
  return (
    <Modal opened={workspace !== null} onClose={onClose} title="Delete workspace">
      {workspace !== null && (
        <Confirmation key={workspace.id} workspace={workspace} onClose={onClose} onDeleted={onDeleted} />
      )}
    </Modal>
  );
}

function Confirmation({ workspace, onClose, onDeleted }: Props & { readonly workspace: WorkspaceInfo }) {
  const engine = useEngineContext();
  const [typed, setTyped] = useState('');
  const [deleting, setDeleting] = useState(false);
  const [fault, setFault] = useState<FaultData | null>(null);

  async function handleDelete() {
    setDeleting(true);
    try {
      await engine.deleteWorkspace(workspace.id);
      onDeleted();
      onClose();
    } catch (thrown) {
      setFault(toFaultData(thrown));
      setDeleting(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === workspace.name) void handleDelete();
      }}
    >
      <Stack gap="md">
        <p>
          <strong dir="auto">{revealInvisible(workspace.name)}</strong> with{' '}
          {formatCounted(workspace.events, 'event')} and {formatCounted(workspace.profiles, 'profile')} is
          erased from the database and from <span className="mono">{workspace.folder}</span>. The files it was
          read from stay. This cannot be undone.
        </p>
        <TextInput
          data-autofocus
          label={`Type “${workspace.name}” to confirm`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {fault !== null && <FaultPanel fault={fault} />}
        <Group justify="flex-end" gap="sm">
          <Button onClick={onClose}>Keep it</Button>
          <Button type="submit" variant="filled" disabled={typed !== workspace.name} loading={deleting}>
            Delete the workspace
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
