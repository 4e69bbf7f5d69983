import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import type { ExportRequest } from '#shared/protocol/requests.ts';
import type { ExportDelivered } from '#shared/protocol/results/export.ts';
import { formatBytes, formatCounted } from '../format.ts';
import { useEngineContext } from '../state/engine-context.ts';
import { setPreference, useViewState } from '../state/view-state.ts';
import { FAULT_TEXTS } from './fault-texts.ts';

type Outcome =
  | { readonly phase: 'idle' | 'writing' }
  | { readonly phase: 'done'; readonly delivered: ExportDelivered }
  | { readonly phase: 'fault'; readonly fault: FaultData };

interface Props {
  readonly workspace: string;
  readonly what: ExportRequest['what'];
  /** What is exported, for the label: `profiles`. */
  readonly noun: string;
  readonly disabled?: boolean;
}

/** Exports exactly what the view shows. */
export function ExportButton({ workspace, what, noun, disabled = false }: Props) {
  const { bridge } = useEngineContext();
  const guardFormulas = useViewState((state) => state.guardFormulas);
  const [outcome, setOutcome] = useState<Outcome>({ phase: 'idle' });

  async function exportAs(format: ExportRequest['format']) {
    setOutcome({ phase: 'writing' });
    try {
      const delivered = await bridge.request('export', { workspace, what, format, guardFormulas });
      if (delivered.downloadUrl !== null) download(delivered.downloadUrl, delivered.fileName);
      setOutcome({ phase: 'done', delivered });
    } catch (thrown) {
      setOutcome({ phase: 'fault', fault: toFaultData(thrown) });
    }
  }

  const writing = outcome.phase === 'writing';
  return (
    <Popover
      position="bottom-end"
      width={288}
      trapFocus
      shadow="md"
      onOpen={() => setOutcome({ phase: 'idle' })}
    >
      <Popover.Target>
        <Button disabled={disabled} leftSection={<IconDownload size={14} />}>
          Export {noun}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Button loading={writing} onClick={() => void exportAs('csv')}>
            CSV, for a spreadsheet
          </Button>
          <Button loading={writing} onClick={() => void exportAs('ndjson')}>
            NDJSON, one object a line
          </Button>
          <Checkbox
            label="Guard against formulas in CSV"
            description="Text that a spreadsheet would run is prefixed with an apostrophe."
            checked={guardFormulas}
            onChange={(event) => setPreference('guardFormulas', event.currentTarget.checked)}
          />
          <div role="status" className="meta">
            <ExportOutcome outcome={outcome} />
          </div>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function ExportOutcome({ outcome }: { outcome: Outcome }) {
  if (outcome.phase === 'fault') {
    return (
      <>
        {FAULT_TEXTS[outcome.fault.kind].title}. {outcome.fault.message}
      </>
    );
  }
  if (outcome.phase !== 'done') return null;
  const { rows, bytes, fileName, savedAt } = outcome.delivered;
  const size = `${formatCounted(rows, 'row')}, ${formatBytes(bytes)}`;
  return (
    <span
      style={{ overflowWrap: 'anywhere' }}
    >{`${savedAt === null ? `Downloaded ${fileName}` : `Saved to ${savedAt}`}: ${size}`}</span>
  );
}

function download(url: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}
