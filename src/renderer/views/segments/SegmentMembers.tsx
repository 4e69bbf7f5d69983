import { useMemo } from 'react';
import type { SegmentPreview } from '#shared/protocol/results/segment.ts';
import { formatCount, formatCounted, formatShare } from '../../format.ts';
import { profileColumns } from '../../panels/profile-columns.tsx';
import { useZone } from '../../state/use-time.ts';
import { EmptyState } from '../../widgets/EmptyState.tsx';
import { VirtualTable } from '../../widgets/VirtualTable.tsx';

interface Props {
  readonly workspace: string;
  readonly preview: SegmentPreview;
  /** True while the numbers are those of the question before. */
  readonly counting: boolean;
  readonly onOpen: (profile: string) => void;
}

/** How many fit, and the first of them. */
export function SegmentMembers({ workspace, preview, counting, onOpen }: Props) {
  const zone = useZone();
  const columns = useMemo(() => profileColumns({ workspace, zone, list: null }), [workspace, zone]);
  const { count, total, sample } = preview;
  return (
    <section className="segment-members" aria-label="Members">
      <p role="status" aria-live="polite" className={counting ? 'muted' : undefined}>
        <strong className="segment-count">{formatCount(count)}</strong> of {formatCounted(total, 'profile')} ·{' '}
        {formatShare(count, total)}
        <span className="meta">
          {counting ? ' counting …' : ` counted in ${Math.max(1, Math.round(preview.milliseconds))} ms`}
        </span>
      </p>
      <VirtualTable
        label="Members"
        columns={columns}
        rowCount={sample.length}
        rowAt={(index) => sample[index]}
        onOpen={(row) => onOpen(row.id)}
        empty={
          total === 0 ? (
            <EmptyState title="No profiles yet">Add event logs, and whoever fits is listed here.</EmptyState>
          ) : (
            <EmptyState title="Nobody fits">
              Each condition says how many it takes away; the one that takes the most is the one to loosen.
            </EmptyState>
          )
        }
      />
      {count > sample.length && (
        <p className="meta">
          The first {formatCount(sample.length)} of {formatCount(count)}; the export has them all.
        </p>
      )}
    </section>
  );
}
