/**
 * Bridges of an undirected graph: edges whose removal takes a component apart. Tarjan's low-link (Information
 * Processing Letters 2, 1974) on an explicit stack, O(nodes + edges). Parallel edges are the caller's to have joined.
 */

import type { Slices } from '../base/slices.ts';
import { finish } from '../base/slices.ts';

/** Edges looked at between two pauses. */
const EDGES_AT_ONCE = 16_384;

export interface Link {
  readonly from: number;
  readonly to: number;
}

/** Edge position → true for a bridge. Nodes are numbered from 0 to `nodeCount` - 1. */
export function findBridges(nodeCount: number, edges: readonly Link[]): boolean[] {
  return finish(bridgesInSlices(nodeCount, edges));
}

/** The same, pausing. */
export function* bridgesInSlices(nodeCount: number, edges: readonly Link[]): Slices<boolean[]> {
  const adjacency = Array.from({ length: nodeCount }, (): number[] => []);
  edges.forEach(({ from, to }, edge) => {
    adjacency[from]!.push(edge);
    adjacency[to]!.push(edge);
  });
  const found = new Int32Array(nodeCount).fill(-1);
  const low = new Int32Array(nodeCount);
  const next = new Int32Array(nodeCount);
  const cameBy = new Int32Array(nodeCount).fill(-1);
  const isBridge = edges.map(() => false);
  let time = 0;
  let steps = 0;
  for (let start = 0; start < nodeCount; start += 1) {
    if (found[start]! >= 0) continue;
    const stack = [start];
    found[start] = low[start] = time++;
    while (stack.length > 0) {
      steps += 1;
      if (steps % EDGES_AT_ONCE === 0) yield;
      const node = stack[stack.length - 1]!;
      const edge = adjacency[node]![next[node]!];
      if (edge === undefined) {
        stack.pop();
        const parent = stack[stack.length - 1];
        if (parent === undefined) continue;
        low[parent] = Math.min(low[parent]!, low[node]!);
        if (low[node]! > found[parent]!) isBridge[cameBy[node]!] = true;
        continue;
      }
      next[node]! += 1;
      if (edge === cameBy[node]) continue;
      const { from, to } = edges[edge]!;
      const other = from === node ? to : from;
      if (found[other]! >= 0) {
        low[node] = Math.min(low[node]!, found[other]!);
        continue;
      }
      found[other] = low[other] = time++;
      cameBy[other] = edge;
      stack.push(other);
    }
  }
  return isBridge;
}
