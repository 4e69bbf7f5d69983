import type { ReactNode } from 'react';
import './figure.css';

interface Props {
  readonly label: string;
  readonly value: ReactNode;
  /** Second line: a share, a span. */
  readonly note?: ReactNode;
  /** What the number counts, in one sentence. */
  readonly explanation: string;
  readonly mark?: ReactNode;
}

/** A key figure that explains itself. Wrap it in a link to lead to what it counts. */
export function Figure({ label, value, note, explanation, mark }: Props) {
  return (
    <div className="figure" title={explanation}>
      <div className="figure-label">
        {mark}
        {label}
      </div>
      <div className="figure-value">{value}</div>
      {note !== undefined && <div className="meta">{note}</div>}
      <span className="visually-hidden">{explanation}</span>
    </div>
  );
}
