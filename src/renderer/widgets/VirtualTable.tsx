import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ClipboardEvent, KeyboardEvent, ReactNode } from 'react';
import { use, useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { TableSettingsContext } from './table-settings.ts';
import { tsvLine } from './table-text.ts';
import './virtual-table.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** Pixels; the least where the column grows. */
  readonly width: number;
  readonly grows?: boolean;
  readonly numeric?: boolean;
  readonly sortable?: boolean;
  readonly hint?: string;
  readonly cell: (row: Row) => ReactNode;
  /** The cell as text, for copying. */
  readonly text: (row: Row) => string;
}

export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rowCount: number;
  /** undefined while the row is on its way. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Told which rows are in view, so that they can be fetched. */
  readonly onView?: ((first: number, last: number) => void) | undefined;
  readonly sort?: TableSort | undefined;
  readonly onSort?: ((column: string) => void) | undefined;
  readonly onOpen?: ((row: Row, index: number) => void) | undefined;
  /** The row shown elsewhere, if any. */
  readonly isSelected?: ((row: Row) => boolean) | undefined;
  readonly empty?: ReactNode;
}

/** Chromium draws no element taller than 33,554,428 px, so longer lists are shown a window at a time. */
const WINDOW_ROWS = 500_000;
const OVERSCAN_ROWS = 12;

/**
 * A grid of any length: only rows in view are drawn, focus stays on the grid and the active row is announced, so that
 * it survives scrolling out of sight.
 */
export function VirtualTable<Row>(props: Props<Row>) {
  const { label, columns, rowCount, rowAt, sort, onSort, onOpen, isSelected, empty } = props;
  const { rowHeight, letterKeys } = use(TableSettingsContext);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const [windowStart, setWindowStart] = useState(0);
  const start = windowStart < rowCount ? windowStart : 0;
  const count = Math.min(WINDOW_ROWS, rowCount - start);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used, so nothing is memoized behind our back
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollPaddingStart: rowHeight,
  });
  const items = virtualizer.getVirtualItems();
  const first = start + (items[0]?.index ?? 0);
  const last = start + (items.at(-1)?.index ?? 0);
  const current = Math.min(active, Math.max(0, rowCount - 1));

  const tellView = useEffectEvent((from: number, to: number) => props.onView?.(from, to));
  useEffect(() => tellView(first, last), [first, last]);
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  function moveTo(index: number) {
    const target = Math.max(0, Math.min(rowCount - 1, index));
    setActive(target);
    const targetStart = Math.floor(target / WINDOW_ROWS) * WINDOW_ROWS;
    if (targetStart !== start) setWindowStart(targetStart);
    virtualizer.scrollToIndex(target - targetStart, { align: 'auto' });
  }

  function handleKey(event: KeyboardEvent) {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const target = keyTarget(event.key, { current, page, rowCount, letterKeys });
    if (target !== null) {
      event.preventDefault();
      event.stopPropagation();
      moveTo(target);
      return;
    }
    const row = rowAt(current);
    if (event.key === 'Enter' && row !== undefined && onOpen !== undefined) {
      event.preventDefault();
      onOpen(row, current);
    }
  }

  function handleCopy(event: ClipboardEvent) {
    const row = rowAt(current);
    if (row === undefined || document.getSelection()?.isCollapsed === false) return;
    event.clipboardData.setData('text/plain', tsvLine(columns.map((column) => column.text(row))));
    event.preventDefault();
  }

  if (rowCount === 0 && empty !== undefined) return <>{empty}</>;
  const template = columns
    .map((c) => (c.grows === true ? `minmax(${c.width}px, 1fr)` : `${c.width}px`))
    .join(' ');
  const minWidth = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <div className="virtual-table">
      <div
        ref={scroller}
        className="virtual-table-scroller"
        role="grid"
        aria-label={label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length}
        aria-activedescendant={rowCount > 0 ? `${id}-${current}` : undefined}
        tabIndex={0}
        onKeyDown={handleKey}
        onCopy={handleCopy}
      >
        <div className="table-head" role="rowgroup" style={{ minWidth }}>
          <div className="table-row" role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className="table-body" style={{ height: virtualizer.getTotalSize(), minWidth }}>
          {items.map((item) => {
            const index = start + item.index;
            const row = rowAt(index);
            return (
              <div
                key={item.key}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={row !== undefined && isSelected?.(row) === true}
                className={`table-row${index === current ? ' active' : ''}${onOpen ? ' opens' : ''}`}
                style={{
                  gridTemplateColumns: template,
                  height: rowHeight,
                  transform: `translateY(${item.start}px)`,
                }}
                onClick={() => setActive(index)}
                onDoubleClick={() => row !== undefined && onOpen?.(row, index)}
              >
                {columns.map((column) => (
                  <div
                    key={column.id}
                    role="gridcell"
                    className={column.numeric === true ? 'number' : undefined}
                  >
                    {row === undefined ? <span className="cell-pending" /> : column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {rowCount > WINDOW_ROWS && (
        <WindowPager start={start} count={count} rowCount={rowCount} onMove={(target) => moveTo(target)} />
      )}
    </div>
  );
}

function HeaderCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: TableSort | undefined;
  onSort: ((column: string) => void) | undefined;
}) {
  const sorted = sort?.column === column.id;
  const direction = sort?.descending === true ? 'descending' : 'ascending';
  const className = column.numeric === true ? 'number' : undefined;
  if (column.sortable !== true || onSort === undefined) {
    return (
      <div role="columnheader" className={className} title={column.hint}>
        {column.header}
      </div>
    );
  }
  return (
    <div role="columnheader" className={className} aria-sort={sorted ? direction : 'none'}>
      <button type="button" className="sort-button" title={column.hint} onClick={() => onSort(column.id)}>
        {column.header}
        <span aria-hidden>{sorted && (direction === 'descending' ? ' ↓' : ' ↑')}</span>
      </button>
    </div>
  );
}

function WindowPager({
  start,
  count,
  rowCount,
  onMove,
}: {
  start: number;
  count: number;
  rowCount: number;
  onMove: (index: number) => void;
}) {
  const format = (value: number) => value.toLocaleString('en-GB');
  return (
    <div className="window-pager">
      <span className="meta">
        Rows {format(start + 1)} to {format(start + count)} of {format(rowCount)}
      </span>
      <Button disabled={start === 0} onClick={() => onMove(start - WINDOW_ROWS)}>
        Earlier rows
      </Button>
      <Button disabled={start + count >= rowCount} onClick={() => onMove(start + WINDOW_ROWS)}>
        Later rows
      </Button>
    </div>
  );
}

interface KeyContext {
  readonly current: number;
  readonly page: number;
  readonly rowCount: number;
  readonly letterKeys: boolean;
}

/** The row a key leads to, or null when the key does not move. */
function keyTarget(key: string, { current, page, rowCount, letterKeys }: KeyContext): number | null {
  if (key === 'ArrowDown' || (letterKeys && key === 'j')) return current + 1;
  if (key === 'ArrowUp' || (letterKeys && key === 'k')) return current - 1;
  if (key === 'PageDown') return current + page;
  if (key === 'PageUp') return current - page;
  if (key === 'Home') return 0;
  if (key === 'End') return rowCount - 1;
  return null;
}
