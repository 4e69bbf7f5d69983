import type { ReactNode } from 'react';
import './empty-state.css';

interface Props {
  readonly title: string;
  /** One sentence: why there is nothing, or what would be here. */
  readonly children: ReactNode;
  /** One action. */
  readonly action?: ReactNode;
}

export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="empty-state">
      <h2>{title}</h2>
      <p className="muted">{children}</p>
      {action}
    </div>
  );
}
