import type { ReactNode } from 'react';
import { Component } from 'react';
import type { FaultData } from '#shared/protocol/fault.ts';
import { toFaultData } from '#shared/protocol/fault.ts';
import { FaultPanel } from '../panels/FaultPanel.tsx';

interface Props {
  readonly children: ReactNode;
  /** Changes when another view is shown, which is a reason to try again. */
  readonly place: string;
}

interface State {
  readonly fault: FaultData | null;
  readonly place: string;
}

/** Keeps a view that throws from taking the shell with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { fault: null, place: this.props.place };

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { fault: toFaultData(thrown) };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { fault: null, place: props.place };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return <FaultPanel fault={fault} onRetry={() => this.setState({ fault: null })} />;
  }
}
