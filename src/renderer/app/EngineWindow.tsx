import { RouterProvider } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Engine } from '../state/engine-context.ts';
import { EngineContext } from '../state/engine-context.ts';
import { useViewState } from '../state/view-state.ts';
import { TableSettingsContext } from '../widgets/table-settings.ts';
import type { makeRouter } from './routes.tsx';

const ROW_HEIGHTS = { compact: 28, roomy: 36 } as const;

/** Everything that is drawn once there is an engine to ask. */
export function EngineWindow({ engine, router }: { engine: Engine; router: ReturnType<typeof makeRouter> }) {
  const density = useViewState((state) => state.density);
  const letterKeys = useViewState((state) => state.letterKeys);
  const tableSettings = useMemo(
    () => ({ rowHeight: ROW_HEIGHTS[density], letterKeys }),
    [density, letterKeys],
  );
  return (
    <EngineContext value={engine}>
      <TableSettingsContext value={tableSettings}>
        <RouterProvider router={router} />
      </TableSettingsContext>
    </EngineContext>
  );
}
