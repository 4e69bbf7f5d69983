import type { ReactNode } from 'react';
import './bar-list.css';

export interface BarItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly count: number;
  readonly text: string;
}

/** Counts with bars on one scale, for reading the order of magnitude at a glance. */
export function BarList({ items, label }: { items: readonly BarItem[]; label: string }) {
  const max = Math.max(1, ...items.map((item) => item.count));
  return (
    <ul className="bar-list" aria-label={label}>
      {items.map((item) => (
        <li key={item.key}>
          <span className="bar-label">{item.label}</span>
          <span className="bar-count">{item.text}</span>
          <span className="bar-track" aria-hidden>
            <span style={{ width: `${(item.count / max) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
