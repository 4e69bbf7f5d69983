import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { SourceInfo } from '#shared/protocol/results/source.ts';
import { formatCount, formatCounted, revealInvisible } from '../../format.ts';
import { useEngineContext } from '../../state/engine-context.ts';
import { addNotice, dismissJob } from '../../state/jobs.ts';

interface Props {
  readonly workspace: string;
  readonly source: SourceInfo | null;
  readonly onClose: () => void;
}

/** Says what goes before it goes. */
export function RemoveSource({ workspace, source, onClose }: Props) {
  const { bridge } = useEngineContext();
  const [removing, setRemoving] = useState(false);

  async function handleRemove(removed: SourceInfo) {
    setRemoving(true);
    try {
      await bridge.request('source.remove', { workspace, source: removed.source });
      // What the last import said may be about the source that is gone.
      dismissJob(workspace);
    } catch (thrown) {
      addNotice(toFaultData(thrown));
    }
    setRemoving(false);
    onClose();
  }

  return (
    <Modal opened={source !== null} onClose={onClose} title="Remove source">
      {source !== null && (
        <Stack gap="md">
          <p>
            <strong className="mono" dir="auto">
              {revealInvisible(source.name)}
            </strong>{' '}
            goes with {formatCounted(source.events, 'event')}, {formatCount(source.unresolved)} unresolved and{' '}
            {formatCounted(source.rejected, 'rejection')}. Everybody it speaks of is decided anew from the
            other sources: people may fall apart, change their state or disappear.
          </p>
          <p className="muted">The file itself stays where it is and can be added again.</p>
          <Group justify="flex-end" gap="sm">
            <Button onClick={onClose}>Keep it</Button>
            <Button variant="filled" loading={removing} onClick={() => void handleRemove(source)}>
              Remove the source
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
