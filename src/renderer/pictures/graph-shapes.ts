import { curveCatmullRomClosed, line } from 'd3-shape';
import type { Point } from './graph-layout.ts';

const HULL_ROOM = 34;
const CORNERS = 12;

/** The outline around some nodes, with room for each: the convex hull of circles (Andrew 1979), rounded. */
export function hullPath(points: readonly Point[]): string {
  const corners = points.flatMap(({ x, y }) =>
    Array.from({ length: CORNERS }, (_, corner) => {
      const angle = (corner / CORNERS) * 2 * Math.PI;
      return { x: x + HULL_ROOM * Math.cos(angle), y: y + HULL_ROOM * Math.sin(angle) };
    }),
  );
  const draw = line<Point>(
    (point) => round(point.x),
    (point) => round(point.y),
  ).curve(curveCatmullRomClosed);
  return draw(convexHull(corners)) ?? '';
}

export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())];
}

function halfHull(sorted: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of sorted) {
    while (hull.length >= 2 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
    hull.push(point);
  }
  hull.pop();
  return hull;
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

export interface EdgeShape {
  readonly path: string;
  /** Where its disc, its bar and its handle go. */
  readonly mark: Point;
  /** Direction from one end to the other, in degrees. */
  readonly angle: number;
}

/** An edge that bends by some pixels in its middle, with its mark at a share of the way. */
export function edgeShape(
  from: Point,
  to: Point,
  { bend, share }: { bend: number; share: number },
): EdgeShape {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.max(Math.hypot(dx, dy), 1);
  // The control point of a quadratic curve lies twice as far out as the curve's middle.
  const control = {
    x: (from.x + to.x) / 2 - (dy / length) * bend * 2,
    y: (from.y + to.y) / 2 + (dx / length) * bend * 2,
  };
  const rest = 1 - share;
  const along = (a: number, c: number, b: number) =>
    rest * rest * a + 2 * rest * share * c + share * share * b;
  const path =
    bend === 0
      ? `M${from.x} ${from.y}L${to.x} ${to.y}`
      : `M${from.x} ${from.y}Q${round(control.x)} ${round(control.y)} ${to.x} ${to.y}`;
  return {
    path,
    mark: { x: round(along(from.x, control.x, to.x)), y: round(along(from.y, control.y, to.y)) },
    angle: round((Math.atan2(dy, dx) * 180) / Math.PI),
  };
}

const BEND = 22;

/** How far each edge bends, so that edges between the same two nodes lie apart. */
export function bendsOf(edges: readonly { readonly from: string; readonly to: string }[]): number[] {
  const pairs = new Map<string, number[]>();
  edges.forEach(({ from, to }, index) => {
    const pair = JSON.stringify([from, to].toSorted());
    const alike = pairs.get(pair);
    if (alike === undefined) pairs.set(pair, [index]);
    else alike.push(index);
  });
  const bends = edges.map(() => 0);
  for (const alike of pairs.values()) {
    alike.forEach((index, place) => {
      bends[index] = (place - (alike.length - 1) / 2) * BEND;
    });
  }
  return bends;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
