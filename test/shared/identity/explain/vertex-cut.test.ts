/** The cut of a graph against trying every set of vertices, on random graphs of up to 12. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CutGraph } from '#shared/identity/explain/vertex-cut.ts';
import { minimumVertexCut } from '#shared/identity/explain/vertex-cut.ts';
import { checkLaw, UNIFY_SEED } from '../../../support/seeds.ts';

console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const graphs = fc.integer({ min: 2, max: 12 }).chain((count) =>
  fc.record({
    // 0 stands for a vertex that must stay.
    prices: fc.array(fc.nat(4), { minLength: count, maxLength: count }),
    edges: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 26 }),
  }),
);

function graphOf({ prices, edges }: { prices: number[]; edges: [number, number][] }): CutGraph {
  return { capacities: prices.map((price) => (price === 0 ? Number.POSITIVE_INFINITY : price)), edges };
}

function connects({ edges, capacities }: CutGraph, removed: number): boolean {
  const reached = new Set([0]);
  for (let step = 0; step < capacities.length; step += 1)
    for (const [a, b] of edges.flatMap(([x, y]) => [
      [x, y],
      [y, x],
    ]) as [number, number][])
      if (reached.has(a) && (removed & (1 << b)) === 0) reached.add(b);
  return reached.has(1);
}

/** The least weight that separates vertices 0 and 1, or Infinity. */
function leastWeight(graph: CutGraph): number {
  let least = Number.POSITIVE_INFINITY;
  for (let removed = 0; removed < 1 << graph.capacities.length; removed += 4) {
    const weight = graph.capacities.reduce(
      (sum, price, vertex) => sum + ((removed & (1 << vertex)) === 0 ? 0 : price),
      0,
    );
    if (weight < least && !connects(graph, removed)) least = weight;
  }
  return least;
}

describe('the minimum cut of a graph', () => {
  it('separates, and nothing lighter does', () => {
    checkLaw({
      law: 'vertex-cut',
      runs: 300,
      cases: graphs,
      holds: (drawn) => {
        const graph = graphOf(drawn);
        const answer = minimumVertexCut(graph, 0, 1, Number.POSITIVE_INFINITY);
        const least = leastWeight(graph);
        if (least === Number.POSITIVE_INFINITY) {
          expect(answer).toEqual({ found: 'inseparable' });
          return;
        }
        if (answer.found !== 'cut') throw new Error(`${answer.found} in place of a cut of ${least}`);
        expect(answer.weight).toBe(least);
        expect(answer.vertices.reduce((sum, vertex) => sum + graph.capacities[vertex]!, 0)).toBe(least);
        expect(
          connects(
            graph,
            answer.vertices.reduce((mask, vertex) => mask | (1 << vertex), 0),
          ),
        ).toBe(false);
      },
    });
  }, 60_000);

  it('does not depend on the order of edges', () => {
    checkLaw({
      law: 'vertex-cut-order',
      runs: 100,
      cases: graphs,
      holds: (drawn) => {
        const graph = graphOf(drawn);
        const reversed = { ...graph, edges: graph.edges.toReversed().map(([a, b]) => [b, a] as const) };
        expect(minimumVertexCut(reversed, 0, 1, 1e9)).toEqual(minimumVertexCut(graph, 0, 1, 1e9));
      },
    });
  });

  it('says so when it would have to look at more arcs than it may', () => {
    const ladder: CutGraph = {
      capacities: Array.from({ length: 42 }, () => 1),
      edges: Array.from({ length: 40 }, (_, rung) => [
        [0, rung + 2],
        [rung + 2, 1],
      ]).flat() as unknown as [number, number][],
    };
    expect(minimumVertexCut(ladder, 0, 1, 100)).toEqual({ found: 'bound' });
    expect(minimumVertexCut(ladder, 0, 1, 100_000)).toMatchObject({ found: 'cut', weight: 40 });
  });
});
