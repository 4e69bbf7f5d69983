import type { ReactNode } from 'react';
import { revealInvisible } from '../format.ts';
import './sentence.css';

/** A decision as it is said: text only, with the means to see its evidence beside it. */
export function Sentence({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <p className="sentence">
      <span dir="auto">{revealInvisible(text)}</span>
      {children}
    </p>
  );
}
