import { Select } from '@mantine/core';
import type { RejectionRow, SourceInfo } from '#shared/protocol/results/source.ts';
import { formatCount, revealInvisible } from '../../format.ts';
import { ExportButton } from '../../panels/ExportButton.tsx';
import { PagedTable } from '../../panels/PagedTable.tsx';
import { REJECTION_TEXTS, textOfCode } from '../../reason-texts.ts';
import { usePages } from '../../state/use-pages.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import type { Column } from '../../widgets/VirtualTable.tsx';

const ALL = 'all';

const COLUMNS: readonly Column<RejectionRow>[] = [
  {
    id: 'place',
    header: 'Place',
    width: 200,
    cell: (row) => (
      <span className="mono" dir="auto">
        {revealInvisible(row.source)}:{row.line}
        {row.record > 0 && `#${row.record}`}
      </span>
    ),
    text: (row) => `${row.source}:${row.line}`,
  },
  {
    id: 'field',
    header: 'Field',
    width: 140,
    cell: (row) => (
      <span className="mono">{row.field === null ? 'whole record' : revealInvisible(row.field)}</span>
    ),
    text: (row) => row.field ?? '',
  },
  {
    id: 'reason',
    header: 'Reason',
    width: 220,
    cell: (row) => REJECTION_TEXTS[row.reason],
    text: (row) => row.reason,
  },
  {
    id: 'text',
    header: 'What was found, what was expected',
    width: 320,
    grows: true,
    cell: (row) => (
      <span dir="auto" title={revealInvisible(row.text)}>
        {revealInvisible(row.text)}
      </span>
    ),
    text: (row) => row.text,
  },
];

interface Props {
  readonly workspace: string;
  readonly sources: readonly SourceInfo[];
  readonly source: number | null;
  readonly onSource: (source: number | null) => void;
}

/** Every record that could not become an event, with its place, field and reason. */
export function RejectionsPanel({ workspace, sources, source, onSource }: Props) {
  const pages = usePages('source.rejections', { workspace, source });
  const shown = sources.filter((other) => source === null || other.source === source);
  return (
    <section className="rejections">
      <div className="page-head">
        <div>
          <h2>Rejected records</h2>
          <p className="meta">{reasonsText(shown)}</p>
        </div>
        <div className="page-tools">
          <Select
            aria-label="Rejections of"
            value={source === null ? ALL : String(source)}
            onChange={(value) => onSource(value === null || value === ALL ? null : Number(value))}
            data={[
              { value: ALL, label: 'All sources' },
              ...sources.map((other) => ({
                value: String(other.source),
                label: revealInvisible(other.name),
              })),
            ]}
          />
          <ExportButton
            workspace={workspace}
            what={{ kind: 'rejections' }}
            noun="all rejections"
            disabled={sources.every((other) => other.rejected === 0)}
          />
        </div>
      </div>
      <PagedTable
        pages={pages}
        label="Rejected records"
        columns={COLUMNS}
        empty={<EmptyState title="Nothing rejected">Every record could be read.</EmptyState>}
      />
    </section>
  );
}

/** `12 a time that cannot be read · 3 not JSON`, most frequent first. */
function reasonsText(sources: readonly SourceInfo[]): string {
  const counts = new Map<string, number>();
  for (const { rejectionsByReason } of sources) {
    for (const [reason, count] of Object.entries(rejectionsByReason))
      counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  if (counts.size === 0) return 'With place, field and reason; the rest of their file was read.';
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([reason, count]) => `${formatCount(count)} × ${textOfCode(REJECTION_TEXTS, reason)}`)
    .join(' · ');
}
