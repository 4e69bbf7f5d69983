import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { SourceInspection } from '#shared/protocol/results/source.ts';
import { formatBytes, formatCounted, revealInvisible } from '../../format.ts';
import { FaultPanel } from '../../panels/FaultPanel.tsx';
import { Loaded } from '../../panels/Loaded.tsx';
import { useEngine } from '../../state/use-engine.ts';
import { removePendingFile } from '../../state/view-state.ts';
import { DialectChoice } from './DialectChoice.tsx';
import type { Draft } from './draft.ts';
import { isMapped } from './draft.ts';
import { FirstRows } from './FirstRows.tsx';
import { MappingTable } from './MappingTable.tsx';
import { NormalisedTable } from './NormalisedTable.tsx';
import { PlaceChoices } from './PlaceChoices.tsx';
import { ProblemList } from './ProblemList.tsx';

interface Props {
  readonly token: string;
  readonly draft: Draft;
  readonly startsOpen: boolean;
  readonly onDraft: (token: string, draft: Draft) => void;
  readonly onInspected: (token: string, inspection: SourceInspection) => void;
}

/** One file: what it is, its first rows, and what may be decided about it. */
export function FileCard({ token, draft, startsOpen, onDraft, onInspected }: Props) {
  const [open, setOpen] = useState(startsOpen);
  const state = useEngine(
    'source.inspect',
    { token, country: draft.country, zone: draft.zone },
    { keep: true },
  );
  const inspection = state.value;
  useEffect(() => {
    if (inspection !== null) onInspected(token, inspection);
  }, [token, inspection, onInspected]);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <section className="panel file-card">
      <header className="file-head">
        <button type="button" className="file-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={16} aria-hidden />
          <h2 className="mono" dir="auto">
            {inspection === null ? 'Looking at the file' : revealInvisible(inspection.name)}
          </h2>
        </button>
        {inspection !== null && <span className="meta">{describe(inspection)}</span>}
        <Tooltip label="Leave this file out">
          <ActionIcon size="sm" aria-label="Leave this file out" onClick={() => removePendingFile(token)}>
            <IconX size={14} />
          </ActionIcon>
        </Tooltip>
      </header>
      {open && (
        <Loaded state={state} lines={6}>
          {(value) => (
            <Inspected inspection={value} draft={draft} onDraft={(changed) => onDraft(token, changed)} />
          )}
        </Loaded>
      )}
    </section>
  );
}

interface InspectedProps {
  readonly inspection: SourceInspection;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

function Inspected({ inspection, draft, onDraft }: InspectedProps) {
  if (inspection.fault !== null) return <FaultPanel fault={inspection.fault} />;
  return (
    <div className="file-body">
      <DialectChoice inspection={inspection} draft={draft} onDraft={onDraft} />
      <FirstRows columns={inspection.columns} rows={inspection.rows} name={inspection.name} />
      {isMapped(inspection, draft) && inspection.mapping !== null && (
        <MappingTable mapping={inspection.mapping} draft={draft} onDraft={onDraft} />
      )}
      <PlaceChoices inspection={inspection} draft={draft} onDraft={onDraft} />
      {inspection.normalised.length > 0 && <NormalisedTable samples={inspection.normalised} />}
      <ProblemList problems={inspection.problems} sampled={inspection.sampled} />
    </div>
  );
}

function describe(inspection: SourceInspection): string {
  const parts = [formatBytes(inspection.size), inspection.container];
  if (inspection.compressed) parts.push('gzip');
  if (inspection.encoding !== '') parts.push(inspection.encoding);
  if (inspection.delimiter !== null)
    parts.push(`separated by ${inspection.delimiter === '\t' ? 'tabs' : `“${inspection.delimiter}”`}`);
  if (inspection.sampled > 0) parts.push(`${formatCounted(inspection.sampled, 'record')} looked at`);
  return parts.join(' · ');
}
