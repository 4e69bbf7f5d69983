import type { ReactNode } from 'react';
import type { EngineState } from '../state/use-engine.ts';
import { Skeleton } from '../widgets/Skeleton.tsx';
import { FaultPanel } from './FaultPanel.tsx';

interface Props<T> {
  readonly state: EngineState<T>;
  readonly children: (value: T) => ReactNode;
  readonly lines?: number;
}

/** Draws an answer once it is there: a skeleton while it is awaited, the fault when there is none to show. */
export function Loaded<T>({ state, children, lines = 8 }: Props<T>): ReactNode {
  if (state.value !== null) {
    return (
      <>
        {state.fault !== null && <FaultPanel fault={state.fault} onRetry={state.reload} />}
        {children(state.value)}
      </>
    );
  }
  if (state.fault !== null) return <FaultPanel fault={state.fault} onRetry={state.reload} />;
  return <Skeleton lines={lines} />;
}
