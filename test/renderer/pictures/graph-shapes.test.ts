import { expect, test } from 'vitest';
import { drawGraph } from '#renderer/pictures/graph-model.ts';
import { bendsOf, convexHull, edgeShape, hullPath } from '#renderer/pictures/graph-shapes.ts';
import { walkFrom } from '#renderer/pictures/graph-walk.ts';
import { edge, GRAPH, node } from '../views/graph/answers.ts';

test('draws the hull around the outer points only', () => {
  const square = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 0, y: 10 },
  ];
  const hull = convexHull([...square, { x: 5, y: 5 }, { x: 5, y: 0 }]);
  expect(hull).toHaveLength(4);
  expect(hull).toEqual(expect.arrayContaining(square));
});

test('draws an outline around a single node that ends where it begins', () => {
  const path = hullPath([{ x: 50, y: 50 }]);
  const start = /^M([\d.]+,[\d.]+)C/.exec(path)?.[1];
  expect(start).toBeDefined();
  expect(path.endsWith(start ?? '?')).toBe(true);
});

test('bends edges between the same two nodes apart, whichever way they run', () => {
  expect(bendsOf([edge('a', 'b'), edge('b', 'a'), edge('a', 'c')])).toEqual([-11, 11, 0]);
});

test('puts the mark of a straight edge at its share of the way', () => {
  const { path, mark } = edgeShape({ x: 0, y: 0 }, { x: 100, y: 0 }, { bend: 0, share: 0.25 });
  expect(path).toBe('M0 0L100 0');
  expect(mark).toEqual({ x: 25, y: 0 });
});

test('puts the middle of a bent edge as far out as it bends', () => {
  expect(edgeShape({ x: 0, y: 0 }, { x: 100, y: 0 }, { bend: 11, share: 0.5 }).mark).toEqual({
    x: 50,
    y: 11,
  });
});

test('outlines former profiles only when there is more than one, and nobody else’s identifiers', () => {
  expect(drawGraph(GRAPH).hulls.map((hull) => hull.group)).toEqual([
    GRAPH.nodes[0]?.group,
    GRAPH.nodes[1]?.group,
  ]);
  expect(drawGraph({ ...GRAPH, nodes: [node('a@x.example')], edges: [] }).hulls).toEqual([]);
});

test('draws edges on more events wider', () => {
  const [wide, thin] = drawGraph(GRAPH).widths;
  expect(wide).toBeGreaterThan(thin ?? 0);
});

const POINTS = [
  { x: 0, y: 0 },
  { x: 50, y: 0 },
  { x: 200, y: 10 },
  { x: 0, y: 90 },
];

test('follows an edge rather than going to a nearer node', () => {
  expect(walkFrom({ points: POINTS, neighbours: new Set([2]), current: 0 }, 'ArrowRight')).toBe(2);
});

test('goes to the nearest node where no edge leads', () => {
  expect(walkFrom({ points: POINTS, neighbours: new Set(), current: 0 }, 'ArrowRight')).toBe(1);
  expect(walkFrom({ points: POINTS, neighbours: new Set(), current: 0 }, 'ArrowDown')).toBe(3);
});

test('stays where nothing lies in that direction', () => {
  expect(walkFrom({ points: POINTS, neighbours: new Set(), current: 0 }, 'ArrowUp')).toBeNull();
  expect(walkFrom({ points: POINTS, neighbours: new Set(), current: 0 }, 'Enter')).toBeNull();
});
