import type { UnresolvedRow } from '#shared/protocol/results/decision.ts';
import { formatCounted, formatShortTime, revealInvisible, type ZoneMode, zoneName } from '../../format.ts';
import { EvidenceLink } from '../../panels/EvidenceLink.tsx';
import { ExportButton } from '../../panels/ExportButton.tsx';
import { PagedTable } from '../../panels/PagedTable.tsx';
import { UNRESOLVED_TEXTS } from '../../reason-texts.ts';
import { useWorkspaceId } from '../../state/engine-context.ts';
import { usePages } from '../../state/use-pages.ts';
import { useZone } from '../../state/use-time.ts';
import { showEvent } from '../../state/view-state.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { IdentifierList } from '../../widgets/IdentifierChip.tsx';
import type { Column } from '../../widgets/VirtualTable.tsx';

function columnsIn(zone: ZoneMode): readonly Column<UnresolvedRow>[] {
  return [
    {
      id: 'at',
      header: `Time (${zoneName(zone)})`,
      width: 160,
      cell: (row) => formatShortTime(row.at, zone),
      text: (row) => formatShortTime(row.at, zone),
    },
    {
      id: 'name',
      header: 'Event',
      width: 140,
      grows: true,
      cell: (row) => <span dir="auto">{revealInvisible(row.name ?? row.type)}</span>,
      text: (row) => row.name ?? row.type,
    },
    {
      id: 'reason',
      header: 'Why nobody',
      width: 330,
      grows: true,
      cell: (row) => UNRESOLVED_TEXTS[row.reason],
      text: (row) => UNRESOLVED_TEXTS[row.reason],
    },
    {
      id: 'identifiers',
      header: 'What it carries',
      width: 220,
      grows: true,
      cell: (row) => <IdentifierList identifiers={row.identifiers} />,
      text: (row) => row.identifiers.map(({ namespace, value }) => `${namespace}:${value}`).join(' '),
    },
    {
      id: 'source',
      header: 'Source',
      width: 180,
      cell: (row) => <EvidenceLink evidence={row} />,
      text: (row) => `${row.source}:${row.line}`,
    },
  ];
}

/** Events that were read and are credited to nobody. */
export function UnresolvedView() {
  const workspace = useWorkspaceId();
  const zone = useZone();
  const pages = usePages('unresolved.page', { workspace });
  return (
    <div className="page fills">
      <header className="page-head">
        <div>
          <h1>Unresolved</h1>
          <p className="muted">
            {formatCounted(pages.total, 'event')} kept and credited to nobody, because nothing on them may be
            a key.
          </p>
        </div>
        <ExportButton
          workspace={workspace}
          what={{ kind: 'unresolved' }}
          noun="unresolved"
          disabled={pages.total === 0}
        />
      </header>
      <PagedTable
        pages={pages}
        label="Unresolved events"
        columns={columnsIn(zone)}
        onOpen={(row) => showEvent(row.event)}
        empty={<EmptyState title="Nothing unresolved">Every event is credited to somebody.</EmptyState>}
      />
    </div>
  );
}
