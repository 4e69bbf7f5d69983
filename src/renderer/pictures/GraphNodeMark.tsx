import type { KeyboardEvent } from 'react';
import type { GraphNode } from '#shared/protocol/results/graph.ts';
import { revealInvisible, truncateMiddle } from '../format.ts';
import { NamespaceGlyph } from '../widgets/NamespaceGlyph.tsx';
import type { Point } from './graph-layout.ts';
import { nodeWords } from './graph-words.ts';

interface Props {
  readonly node: GraphNode;
  readonly index: number;
  readonly point: Point;
  readonly labelled: boolean;
  readonly dim: boolean;
  readonly chosen: boolean;
  readonly tabbable: boolean;
  readonly onFocus: () => void;
  readonly onChoose: () => void;
}

const GLYPH = 22;
const LABEL_CHARACTERS = 19;

/** One identifier: the sign of its namespace, hollow when it belongs to somebody else. */
export function GraphNodeMark({
  node,
  index,
  point,
  labelled,
  dim,
  chosen,
  tabbable,
  onFocus,
  onChoose,
}: Props) {
  const words = nodeWords(node);
  const classes = ['graph-node', node.isHeld ? '' : 'elsewhere', dim ? 'dim' : '', chosen ? 'chosen' : ''];
  function handleKey(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    onChoose();
  }
  return (
    <g
      data-node={index}
      className={classes.join(' ')}
      transform={`translate(${point.x} ${point.y})`}
      role="button"
      tabIndex={tabbable ? 0 : -1}
      aria-label={words}
      aria-pressed={chosen}
      onFocus={onFocus}
      onClick={onChoose}
      onKeyDown={handleKey}
    >
      <title>{words}</title>
      <circle r={GLYPH / 2 + 5} className="node-ring" />
      <g transform={`translate(${-GLYPH / 2} ${-GLYPH / 2})`}>
        <NamespaceGlyph namespace={node.namespace} size={GLYPH} decorative />
      </g>
      {labelled && (
        <text y={GLYPH / 2 + 15} className="node-label" aria-hidden>
          {truncateMiddle(revealInvisible(node.value), LABEL_CHARACTERS)}
        </text>
      )}
    </g>
  );
}
