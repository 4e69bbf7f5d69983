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
  readonly middle: Point;
  /** Direction at the middle, in degrees. */
  readonly angle: number;
}

/** An edge between two nodes; of several between the same two each bends by its `bend`, in pixels. */
export function edgeShape(from: Point, to: Point, bend: number): EdgeShape {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.max(Math.hypot(dx, dy), 1);
  const middle = {
    x: (from.x + to.x) / 2 - (dy / length) * bend,
    y: (from.y + to.y) / 2 + (dx / length) * bend,
  };
  const angle = round((Math.atan2(dy, dx) * 180) / Math.PI);
  const control = { x: 2 * middle.x - (from.x + to.x) / 2, y: 2 * middle.y - (from.y + to.y) / 2 };
  const path =
    bend === 0
      ? `M${from.x} ${from.y}L${to.x} ${to.y}`
      : `M${from.x} ${from.y}Q${round(control.x)} ${round(control.y)} ${to.x} ${to.y}`;
  return { path, middle: { x: round(middle.x), y: round(middle.y) }, angle };
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
