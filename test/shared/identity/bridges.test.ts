import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '#shared/identity/bridges.ts';
import { findBridges } from '#shared/identity/bridges.ts';

const NODES = 8;

/** How many parts the graph has without one edge. */
function partsWithout(edges: readonly Link[], left: number): number {
  const group = Array.from({ length: NODES }, (_, node) => node);
  edges.forEach(({ from, to }, edge) => {
    if (edge === left) return;
    const [a, b] = [group[from]!, group[to]!];
    for (let node = 0; node < NODES; node += 1) if (group[node] === a) group[node] = b;
  });
  return new Set(group).size;
}

describe('findBridges', () => {
  it('finds the edge between two triangles', () => {
    const edges = [
      [0, 1],
      [1, 2],
      [2, 0],
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 3],
    ].map(([from, to]) => ({ from: from!, to: to! }));
    expect(findBridges(6, edges)).toEqual([false, false, false, true, false, false, false]);
  });

  it('agrees with taking every edge out', () => {
    const edge = fc
      .tuple(fc.nat(NODES - 1), fc.nat(NODES - 1))
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ from, to }));
    const graph = fc.uniqueArray(edge, { selector: ({ from, to }) => from * NODES + to, maxLength: 14 });
    fc.assert(
      fc.property(graph, (edges) => {
        const whole = partsWithout(edges, -1);
        const expected = edges.map((_, position) => partsWithout(edges, position) > whole);
        expect(findBridges(NODES, edges)).toEqual(expected);
      }),
    );
  });

  it('takes a path of any length without recursion', () => {
    const edges = Array.from({ length: 50_000 }, (_, from) => ({ from, to: from + 1 }));
    expect(findBridges(50_001, edges).every((isBridge) => isBridge)).toBe(true);
  });
});
