import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ProfileView } from '#shared/protocol/results/profile.ts';
import { formatCount, formatCounted, revealInvisible } from '../../format.ts';
import { FaultPanel } from '../../panels/FaultPanel.tsx';
import { usePages } from '../../state/use-pages.ts';
import { BarList } from '../../widgets/BarList.tsx';
import { Skeleton } from '../../widgets/Skeleton.tsx';
import { TimelineList } from './TimelineList.tsx';

interface Props {
  readonly workspace: string;
  readonly profile: ProfileView;
}

/** Events drawn at once: Chromium draws no element taller than 33 million pixels. */
const WINDOW_EVENTS = 200_000;

/** Every event in the order in which it happened, identifications and decisions included. */
export function TimelineSection({ workspace, profile }: Props) {
  const pages = usePages('profile.timeline', { workspace, id: profile.id });
  const [start, setStart] = useState(0);
  if (pages.status === 'loading') return <Skeleton lines={10} />;
  if (pages.fault !== null) return <FaultPanel fault={pages.fault} onRetry={pages.reload} />;
  if (pages.total === 0) {
    return <p className="muted">No event is credited to this profile any more: all of them moved on.</p>;
  }
  const first = Math.min(start, pages.total - 1);
  const count = Math.min(WINDOW_EVENTS, pages.total - first);
  return (
    <div className="timeline-layout">
      <div className="timeline-main">
        <TimelineList
          key={first}
          first={first}
          count={count}
          total={pages.total}
          rowAt={pages.rowAt}
          onView={pages.want}
        />
        {pages.total > WINDOW_EVENTS && (
          <div className="page-tools">
            <span className="meta">
              Events {formatCount(first + 1)} to {formatCount(first + count)} of {formatCount(pages.total)}
            </span>
            <Button disabled={first === 0} onClick={() => setStart(Math.max(0, first - WINDOW_EVENTS))}>
              Earlier events
            </Button>
            <Button disabled={first + count >= pages.total} onClick={() => setStart(first + WINDOW_EVENTS)}>
              Later events
            </Button>
          </div>
        )}
      </div>
      <aside className="timeline-side">
        <h2>By name</h2>
        <p className="meta">
          {formatCounted(profile.behaviour.events, 'event')} of{' '}
          {formatCounted(profile.behaviour.byName.length, 'name')}
        </p>
        <BarList
          label="Events by name"
          items={profile.behaviour.byName.map(({ name, count: often }) => ({
            key: name,
            label: <bdi title={revealInvisible(name)}>{revealInvisible(name)}</bdi>,
            count: often,
            text: formatCount(often),
          }))}
        />
      </aside>
    </div>
  );
}
