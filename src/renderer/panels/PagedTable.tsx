import type { ReactNode } from 'react';
import type { Pages } from '../state/use-pages.ts';
import { Skeleton } from '../widgets/Skeleton.tsx';
import type { Column, TableSort } from '../widgets/VirtualTable.tsx';
import { VirtualTable } from '../widgets/VirtualTable.tsx';
import { FaultPanel } from './FaultPanel.tsx';

interface Props<Row> {
  readonly pages: Omit<Pages<Row, unknown>, 'latest'>;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly sort?: TableSort;
  readonly onSort?: (column: string) => void;
  readonly onOpen?: (row: Row, index: number) => void;
  readonly isSelected?: (row: Row) => boolean;
  readonly empty: ReactNode;
}

/** A VirtualTable over a list that main answers by the page, with its four states. */
export function PagedTable<Row>({ pages, ...table }: Props<Row>) {
  if (pages.status === 'loading') return <Skeleton lines={12} />;
  return (
    <>
      {pages.fault !== null && <FaultPanel fault={pages.fault} onRetry={pages.reload} />}
      {(pages.fault === null || pages.total > 0) && (
        <VirtualTable {...table} rowCount={pages.total} rowAt={pages.rowAt} onView={pages.want} />
      )}
    </>
  );
}
