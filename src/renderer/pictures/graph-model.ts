import { scaleSqrt } from 'd3-scale';
import type { GraphView } from '#shared/protocol/results.ts';
import type { Point } from './graph-layout.ts';
import { layoutGraph } from './graph-layout.ts';
import type { EdgeShape } from './graph-shapes.ts';
import { bendsOf, edgeShape, hullPath } from './graph-shapes.ts';

/** A graph with a place for everything: lists run as those of the graph do. */
export interface DrawnGraph {
  readonly points: readonly Point[];
  /** Positions of the two nodes of every edge. */
  readonly ends: readonly (readonly [from: number, to: number])[];
  readonly neighbours: readonly ReadonlySet<number>[];
  readonly shapes: readonly EdgeShape[];
  readonly widths: readonly number[];
  /** Outlines of the former profiles, when there is more than one. */
  readonly hulls: readonly { readonly group: string; readonly path: string }[];
  readonly width: number;
  readonly height: number;
}

const THINNEST = 1.5;
const THICKEST = 8;

/** Assumes that every edge is between nodes of the graph. */
export function drawGraph({ nodes, edges }: GraphView): DrawnGraph {
  const places = new Map(nodes.map((node, place) => [node.key, place]));
  const ends = edges.map(({ from, to }) => [places.get(from) ?? 0, places.get(to) ?? 0] as const);
  const { points, width, height } = layoutGraph({
    groups: nodes.map((node) => node.group),
    links: edges.map(({ kind }, index) => ({
      from: ends[index]![0],
      to: ends[index]![1],
      pulls: kind === 'evidence',
    })),
  });
  const neighbours = nodes.map(() => new Set<number>());
  for (const [from, to] of ends) {
    neighbours[from]?.add(to);
    neighbours[to]?.add(from);
  }
  const most = edges.reduce((max, edge) => Math.max(max, edge.events), 1);
  const widthOf = scaleSqrt([1, Math.max(2, most)], [THINNEST, THICKEST]).clamp(true);
  const bends = bendsOf(edges);
  return {
    points,
    ends,
    neighbours,
    shapes: ends.map(([from, to], index) => edgeShape(points[from]!, points[to]!, bends[index]!)),
    widths: edges.map((edge) => widthOf(edge.events)),
    hulls: hullsOf(nodes, points),
    width,
    height,
  };
}

function hullsOf(nodes: GraphView['nodes'], points: readonly Point[]): DrawnGraph['hulls'] {
  const members = new Map<string, Point[]>();
  nodes.forEach(({ group, elsewhere }, index) => {
    // Somebody else's identifiers are in the picture for the link to them, and belong to no former profile of this one.
    if (elsewhere !== null) return;
    const known = members.get(group);
    if (known === undefined) members.set(group, [points[index]!]);
    else known.push(points[index]!);
  });
  if (members.size < 2) return [];
  return [...members].map(([group, own]) => ({ group, path: hullPath(own) }));
}
