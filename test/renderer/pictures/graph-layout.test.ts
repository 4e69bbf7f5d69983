import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LayoutInput } from '#renderer/pictures/graph-layout.ts';
import { layoutGraph } from '#renderer/pictures/graph-layout.ts';

const graphs = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.record({
    groups: fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'), { minLength: count, maxLength: count }),
    links: fc.array(fc.record({ from: fc.nat(count - 1), to: fc.nat(count - 1), pulls: fc.boolean() }), {
      maxLength: 80,
    }),
  }),
);

function check(property: (graph: LayoutInput) => void): void {
  // fast-check prints the seed of a failure.
  fc.assert(fc.property(graphs, property), { numRuns: 40 });
}

test('places the same graph the same way, to the pixel', () => {
  check((graph) => {
    expect(JSON.stringify(layoutGraph(structuredClone(graph)))).toBe(JSON.stringify(layoutGraph(graph)));
  });
});

test('keeps every node within the picture, on whole pixels', () => {
  check((graph) => {
    const { points, width, height } = layoutGraph(graph);
    expect(points).toHaveLength(graph.groups.length);
    for (const { x, y } of points) {
      expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
      expect(x).toBeGreaterThan(0);
      expect(y).toBeGreaterThan(0);
      expect(x).toBeLessThan(width);
      expect(y).toBeLessThan(height);
    }
  });
});

test('leaves room between nodes and their labels in a small graph', () => {
  const groups = Array.from({ length: 12 }, (_, index) => (index < 6 ? 'a' : 'b'));
  const links = groups.map((_, index) => ({ from: 0, to: index, pulls: true })).slice(1);
  const { points } = layoutGraph({ groups, links });
  points.forEach((a, index) => {
    for (const b of points.slice(index + 1))
      expect(Math.abs(a.x - b.x) > 125 || Math.abs(a.y - b.y) > 45).toBe(true);
  });
});

test('places the largest graph there is without two nodes in one place', () => {
  const groups = Array.from({ length: 300 }, (_, index) => `g${index % 40}`);
  const links = groups.map((_, index) => ({ from: index % 7, to: index, pulls: index % 9 !== 0 })).slice(7);
  const { points } = layoutGraph({ groups, links });
  expect(new Set(points.map(({ x, y }) => `${x} ${y}`)).size).toBe(300);
});

test('draws nothing for a graph without nodes', () => {
  expect(layoutGraph({ groups: [], links: [] }).points).toEqual([]);
});
