import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent } from 'react';
import { use, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { TimelineRow } from '#shared/protocol/results/profile.ts';
import {
  formatDay,
  formatDuration,
  formatMoney,
  formatTime,
  revealInvisible,
  zoneName,
} from '../../format.ts';
import { EvidenceLink } from '../../panels/EvidenceLink.tsx';
import { useZone } from '../../state/use-time.ts';
import { showEvent } from '../../state/view-state.ts';
import { DecisionIcon } from '../../widgets/DecisionMark.tsx';
import { IdentifierList } from '../../widgets/IdentifierChip.tsx';
import { Sentence } from '../../widgets/Sentence.tsx';
import { TableSettingsContext } from '../../widgets/table-settings.ts';
import { breakBefore } from './timeline-breaks.ts';

interface Props {
  /** The events drawn: `count` from `first` on, of `total`. */
  readonly first: number;
  readonly count: number;
  readonly total: number;
  readonly rowAt: (index: number) => TimelineRow | undefined;
  readonly onView: (first: number, last: number) => void;
}

const USUAL_HEIGHT = 56;

/** A grid like every long list, with rows as tall as what was decided on their event. */
export function TimelineList({ first, count, total, rowAt, onView }: Props) {
  const { letterKeys } = use(TableSettingsContext);
  const zone = useZone();
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  /** Whether a key chose what is in view. */
  const led = useRef(false);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used, so nothing is memoized behind our back
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_HEIGHT,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const from = first + (items[0]?.index ?? 0);
  const to = first + (items.at(-1)?.index ?? 0);
  const current = Math.min(active, count - 1);

  // The event before the first one in view tells whether a day begins with it.
  const tellView = useEffectEvent((start: number, end: number) => onView(Math.max(0, start - 1), end));
  useEffect(() => tellView(from, to), [from, to]);

  // Rows grow when their page arrives; what a key led to is kept in view until the person scrolls by other means.
  const height = virtualizer.getTotalSize();
  const keepInView = useEffectEvent(() => {
    if (led.current) virtualizer.scrollToIndex(current, { align: current === count - 1 ? 'end' : 'auto' });
  });
  useEffect(() => keepInView(), [height]);

  function letGo() {
    led.current = false;
  }

  function handleKey(event: KeyboardEvent) {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = keyTarget(event.key, current, count, letterKeys);
    if (target !== null) {
      const index = Math.max(0, Math.min(count - 1, target));
      setActive(index);
      led.current = true;
      virtualizer.scrollToIndex(index, { align: index === count - 1 ? 'end' : 'auto' });
    } else if (event.key === 'Enter') {
      const row = rowAt(first + current);
      if (row !== undefined) showEvent(row.event);
    } else return;
    event.preventDefault();
  }

  return (
    <div
      ref={scroller}
      className="timeline"
      role="grid"
      aria-label={`Events, times in ${zoneName(zone)}`}
      aria-rowcount={total}
      aria-activedescendant={`${id}-${current}`}
      tabIndex={0}
      onKeyDown={handleKey}
      onWheel={letGo}
      onPointerDown={letGo}
    >
      <div role="rowgroup" style={{ height, position: 'relative' }}>
        {items.map((item) => (
          <div
            key={item.key}
            id={`${id}-${item.index}`}
            ref={virtualizer.measureElement}
            data-index={item.index}
            role="row"
            aria-rowindex={first + item.index + 1}
            className={`timeline-row${item.index === current ? ' active' : ''}`}
            style={{ transform: `translateY(${item.start}px)` }}
            onClick={() => setActive(item.index)}
          >
            <TimelineCells index={first + item.index} rowAt={rowAt} />
          </div>
        ))}
      </div>
    </div>
  );
}

function keyTarget(key: string, current: number, count: number, letterKeys: boolean): number | null {
  if (key === 'ArrowDown' || (letterKeys && key === 'j')) return current + 1;
  if (key === 'ArrowUp' || (letterKeys && key === 'k')) return current - 1;
  if (key === 'PageDown') return current + 10;
  if (key === 'PageUp') return current - 10;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

function TimelineCells({ index, rowAt }: { index: number; rowAt: Props['rowAt'] }) {
  const zone = useZone();
  const row = rowAt(index);
  if (row === undefined) {
    return (
      <div role="gridcell">
        <span className="cell-pending" />
      </div>
    );
  }
  const before = index === 0 ? undefined : rowAt(index - 1)?.at;
  const { day, pauseMs } = breakBefore(row.at, before, (at) => formatDay(at, zone));
  return (
    <div role="gridcell">
      {day !== null && <p className="timeline-day">{day}</p>}
      {pauseMs !== null && <p className="timeline-pause meta">{formatDuration(pauseMs)} later</p>}
      <TimelineEvent row={row} />
    </div>
  );
}

function TimelineEvent({ row }: { row: TimelineRow }) {
  const zone = useZone();
  return (
    <>
      <div className={`timeline-event type-${row.type}`}>
        <time title={formatTime(row.at, zone)}>{clockOf(row.at, zone)}</time>
        <button type="button" className="timeline-name" tabIndex={-1} onClick={() => showEvent(row.event)}>
          <bdi>{revealInvisible(row.name ?? row.type)}</bdi>
        </button>
        {row.order !== null && <span className="timeline-order">{orderText(row.order)}</span>}
        <IdentifierList identifiers={row.identifiers} max={20} />
        <EvidenceLink evidence={row} />
      </div>
      {row.decisions.map(({ decision, action, sentence }) => (
        <div key={decision} className={`timeline-decision action-${action}`}>
          <DecisionIcon action={action} />
          <Sentence text={sentence} />
        </div>
      ))}
    </>
  );
}

function orderText({ amount, currency, kind }: NonNullable<TimelineRow['order']>): string {
  return amount === null ? kind : `${kind} ${formatMoney(amount, currency)}`;
}

/** `09:14:05`; the day is in the heading above and the zone in the tooltip. */
function clockOf(at: number | null, zone: 'utc' | 'local'): string {
  if (at === null) return 'undated';
  return /\d\d:\d\d:\d\d/.exec(formatTime(at, zone))?.[0] ?? formatTime(at, zone);
}
