import { scaleSqrt } from 'd3-scale';
import type { GraphView } from '#shared/protocol/results/graph.ts';
import type { Point } from './graph-layout.ts';
import { layoutGraph } from './graph-layout.ts';
import type { EdgeShape } from './graph-shapes.ts';
import { bendsOf, edgeShape, hullPath } from './graph-shapes.ts';
import { wasHere } from './graph-words.ts';

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
  return {
    points,
    ends,
    neighbours,
    shapes: shapesOf(edges, ends, points),
    widths: edges.map((edge) => widthOf(edge.events)),
    hulls: hullsOf(nodes, points),
    width,
    height,
  };
}

/** Room that a mark on an edge wants from nodes and from other marks. */
const MARK_ROOM = 27;
/** Where on its edge a mark may sit, best first. */
const MARK_PLACES = [0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75] as const;

/** Edges with the places of their marks, which keep off the nodes and off each other as far as there is room. */
function shapesOf(
  edges: GraphView['edges'],
  ends: DrawnGraph['ends'],
  points: readonly Point[],
): readonly EdgeShape[] {
  const bends = bendsOf(edges);
  const marks: Point[] = [];
  return ends.map(([from, to], index) => {
    const shapeAt = (share: number) => edgeShape(points[from]!, points[to]!, { bend: bends[index]!, share });
    const { merges, kind } = edges[index]!;
    if (merges.length === 0 && kind !== 'refused') return shapeAt(MARK_PLACES[0]);
    const isFree = ({ mark }: EdgeShape) =>
      [points, marks].every((others) =>
        others.every((other) => Math.hypot(other.x - mark.x, other.y - mark.y) >= MARK_ROOM),
      );
    const tried = MARK_PLACES.map(shapeAt);
    const shape = tried.find(isFree) ?? tried[0]!;
    marks.push(shape.mark);
    return shape;
  });
}

function hullsOf(nodes: GraphView['nodes'], points: readonly Point[]): DrawnGraph['hulls'] {
  const members = new Map<string, Point[]>();
  nodes.forEach((node, index) => {
    if (!wasHere(node)) return;
    const known = members.get(node.group);
    if (known === undefined) members.set(node.group, [points[index]!]);
    else known.push(points[index]!);
  });
  if (members.size < 2) return [];
  return [...members].map(([group, own]) => ({ group, path: hullPath(own) }));
}
