import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { WorkspaceInfo } from '#shared/protocol/results/workspace.ts';
import { useEngineContext } from '../../state/engine-context.ts';
import { addNotice } from '../../state/jobs.ts';

interface Props {
  readonly workspace: WorkspaceInfo | null;
  readonly onClose: () => void;
  readonly onRenamed: () => void;
}

export function RenameWorkspace({ workspace, onClose, onRenamed }: Props) {
  return (
    <Modal opened={workspace !== null} onClose={onClose} title="Rename workspace">
      {workspace !== null && (
        <NameForm key={workspace.id} workspace={workspace} onClose={onClose} onRenamed={onRenamed} />
      )}
    </Modal>
  );
}

function NameForm({ workspace, onClose, onRenamed }: Props & { readonly workspace: WorkspaceInfo }) {
  const { bridge } = useEngineContext();
  const [name, setName] = useState(workspace.name);

  async function handleRename() {
    try {
      await bridge.request('workspace.rename', { workspace: workspace.id, name: name.trim() });
      onRenamed();
    } catch (thrown) {
      addNotice(toFaultData(thrown));
    }
    onClose();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void handleRename();
      }}
    >
      <Stack gap="md">
        <TextInput
          data-autofocus
          label="Name"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={name.trim() === ''}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
