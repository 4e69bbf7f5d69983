import type { KeyboardEvent } from 'react';
import type { GraphEdge, GraphNode } from '#shared/protocol/results/graph.ts';
import type { EdgeShape } from './graph-shapes.ts';
import { edgeWords, mergeNumbers } from './graph-words.ts';

interface LineProps {
  readonly edge: GraphEdge;
  readonly shape: EdgeShape;
  readonly width: number;
  readonly dim: boolean;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** The line: as wide as events are many, double where everything hangs on it. Its handle is what keys and readers get. */
export function GraphEdgeLine({ edge, shape, width, dim, chosen, onChoose }: LineProps) {
  const classes = ['graph-edge', `edge-${edge.kind}`, dim ? 'dim' : '', chosen ? 'chosen' : ''].join(' ');
  const isPlain = edge.kind === 'evidence';
  return (
    <g className={classes} aria-hidden onClick={onChoose}>
      <path d={shape.path} className="edge-reach" />
      {chosen && <path d={shape.path} className="edge-ring" strokeWidth={width + 10} />}
      {edge.bridge && isPlain ? (
        <>
          <path d={shape.path} className="edge-bridge" strokeWidth={width + 4.5} />
          <path d={shape.path} className="edge-bridge-gap" strokeWidth={width + 0.5} />
        </>
      ) : (
        <path d={shape.path} className="edge-line" strokeWidth={isPlain ? width : 2} />
      )}
    </g>
  );
}

interface HandleProps {
  readonly edge: GraphEdge;
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly shape: EdgeShape;
  readonly dim: boolean;
  readonly tabbable: boolean;
  readonly onChoose: () => void;
}

/** The middle of an edge: the number of its merge, the bar of a refusal, and the place to focus it. */
export function GraphEdgeHandle({ edge, from, to, shape, dim, tabbable, onChoose }: HandleProps) {
  const { mark, angle } = shape;
  const words = edgeWords(edge, from, to);
  function handleKey(event: KeyboardEvent) {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    onChoose();
  }
  return (
    <g
      className={`graph-handle${dim ? ' dim' : ''}`}
      transform={`translate(${mark.x} ${mark.y})`}
      role="button"
      tabIndex={tabbable ? 0 : -1}
      aria-label={words}
      onClick={onChoose}
      onKeyDown={handleKey}
    >
      <title>{words}</title>
      <circle r={9} className="handle-focus" />
      {edge.kind === 'refused' && <path d="M0 -8V8" transform={`rotate(${angle})`} className="refusal-bar" />}
      {edge.merges.length > 0 && <MergeDisc numbers={edge.merges} />}
    </g>
  );
}

function MergeDisc({ numbers }: { numbers: readonly number[] }) {
  const text =
    numbers.length > 2 ? `${numbers[0]}…${numbers.at(-1)}` : mergeNumbers(numbers).replace(' and ', ', ');
  const half = 9 + Math.max(0, text.length - 2) * 3;
  return (
    <>
      <rect x={-half} y={-9} width={2 * half} height={18} rx={9} className="merge-disc" />
      <text className="merge-number">{text}</text>
    </>
  );
}
