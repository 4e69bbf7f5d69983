import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useMemo, useRef, useState } from 'react';
import type { GraphView } from '#shared/protocol/results/graph.ts';
import { GraphEdgeHandle, GraphEdgeLine } from './GraphEdgeMarks.tsx';
import { GraphNodeMark } from './GraphNodeMark.tsx';
import { LABELLED_NODES } from './graph-layout.ts';
import type { DrawnGraph } from './graph-model.ts';
import { drawGraph } from './graph-model.ts';
import { walkFrom } from './graph-walk.ts';
import { graphSentence } from './graph-words.ts';
import { useViewport } from './use-viewport.ts';
import './identity-graph.css';

/** Positions in the graph's own lists. */
export type GraphChoice =
  | { readonly kind: 'node'; readonly node: number }
  | { readonly kind: 'edge'; readonly edge: number };

interface Props {
  readonly graph: GraphView;
  readonly chosen: GraphChoice | null;
  readonly onChoose: (choice: GraphChoice | null) => void;
}

/** Fewer nodes than fill this are not blown up. */
const LEAST_WIDTH = 720;
const LEAST_HEIGHT = 420;

/**
 * The identifiers of a profile and what ties them. One stop for Tab on a node, then its edges; arrows walk along
 * edges, Enter opens, + and − zoom, f fits.
 */
export function IdentityGraph({ graph, chosen, onChoose }: Props) {
  const drawn = useMemo(() => drawGraph(graph), [graph]);
  const svg = useRef<SVGSVGElement>(null);
  const { view, closer, further, fit, reveal, dragging, endDrag } = useViewport(svg, wholeOf(drawn));
  const [walked, setWalked] = useState(0);
  const current = Math.min(walked, graph.nodes.length - 1);
  const near = useMemo(() => nearTo(drawn, chosen), [drawn, chosen]);

  function handleFocus(node: number) {
    setWalked(node);
    const point = drawn.points[node];
    if (point !== undefined) reveal(point);
  }

  function handleKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const neighbours = drawn.neighbours[current] ?? new Set<number>();
    const next = walkFrom({ points: drawn.points, neighbours, current }, event.key);
    if (next !== null) svg.current?.querySelector<SVGElement>(`[data-node="${next}"]`)?.focus();
    else if (event.key === '+' || event.key === '=') closer();
    else if (event.key === '-') further();
    else if (event.key === 'f') fit();
    else if (event.key === 'Escape' && chosen !== null) onChoose(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function handleChoose(choice: GraphChoice) {
    if (!endDrag()) onChoose(choice);
  }

  return (
    <div className="identity-graph" onKeyDown={handleKey}>
      {/* oxlint-disable-next-line jsx-a11y -- a click on the ground lets go of the choice; Escape does the same */}
      <svg
        ref={svg}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        role="group"
        aria-label={`Identity graph. ${graphSentence(graph)}`}
        className={near === null ? undefined : 'has-choice'}
        {...dragging}
        onClick={(event) => {
          if (event.target === svg.current && !endDrag()) onChoose(null);
        }}
      >
        {drawn.hulls.map((hull) => (
          <path key={hull.group} d={hull.path} className="graph-hull" />
        ))}
        {graph.edges.map((edge, index) => (
          <GraphEdgeLine
            key={index}
            edge={edge}
            shape={drawn.shapes[index]!}
            width={drawn.widths[index]!}
            dim={near !== null && !near.edges.has(index)}
            chosen={chosen?.kind === 'edge' && chosen.edge === index}
            onChoose={() => handleChoose({ kind: 'edge', edge: index })}
          />
        ))}
        {graph.nodes.map((node, index) => (
          <GraphNodeMark
            key={node.key}
            node={node}
            index={index}
            point={drawn.points[index]!}
            labelled={
              graph.nodes.length <= LABELLED_NODES || index === current || near?.nodes.has(index) === true
            }
            dim={near !== null && !near.nodes.has(index)}
            chosen={chosen?.kind === 'node' && chosen.node === index}
            tabbable={index === current}
            onFocus={() => handleFocus(index)}
            onChoose={() => handleChoose({ kind: 'node', node: index })}
          />
        ))}
        {graph.edges.map((edge, index) => {
          const [from, to] = drawn.ends[index]!;
          return (
            <GraphEdgeHandle
              key={index}
              edge={edge}
              from={graph.nodes[from]!}
              to={graph.nodes[to]!}
              shape={drawn.shapes[index]!}
              dim={near !== null && !near.edges.has(index)}
              tabbable={from === current || to === current}
              onChoose={() => handleChoose({ kind: 'edge', edge: index })}
            />
          );
        })}
      </svg>
      <div className="graph-tools">
        <Tool label="Closer" keys="+" icon={IconPlus} onClick={closer} />
        <Tool label="Further away" keys="-" icon={IconMinus} onClick={further} />
        <Tool label="Fit the whole graph" keys="f" icon={IconArrowsMaximize} onClick={fit} />
      </div>
    </div>
  );
}

function Tool({
  label,
  keys,
  icon: Icon,
  onClick,
}: {
  label: string;
  keys: string;
  icon: typeof IconPlus;
  onClick: () => void;
}) {
  return (
    <Tooltip label={`${label} (${keys})`} position="left">
      <ActionIcon variant="default" aria-label={label} aria-keyshortcuts={keys} onClick={onClick}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

function wholeOf({ width, height }: DrawnGraph) {
  const shownWidth = Math.max(width, LEAST_WIDTH);
  const shownHeight = Math.max(height, LEAST_HEIGHT);
  return {
    x: (width - shownWidth) / 2,
    y: (height - shownHeight) / 2,
    width: shownWidth,
    height: shownHeight,
  };
}

/** What stays bright beside the choice: a node with its edges and their ends, an edge with its ends. */
function nearTo(drawn: DrawnGraph, chosen: GraphChoice | null) {
  if (chosen === null) return null;
  const nodes = new Set<number>();
  const edges = new Set<number>();
  if (chosen.kind === 'node') nodes.add(chosen.node);
  drawn.ends.forEach(([from, to], edge) => {
    const touches =
      chosen.kind === 'edge' ? chosen.edge === edge : from === chosen.node || to === chosen.node;
    if (!touches) return;
    edges.add(edge);
    nodes.add(from).add(to);
  });
  return { nodes, edges };
}
