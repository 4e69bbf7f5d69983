/**
 * The fewest vertices, by weight, whose removal separates two vertices of an undirected graph.
 *
 * Menger by maximum flow: every vertex is an arc of its capacity between an entrance and an exit, every edge two arcs
 * without limit, and flow is pushed along shortest augmenting paths (Edmonds and Karp, J. ACM 19, 1972). The cut is the
 * one nearest to `from`, which does not depend on the order of edges or on the paths chosen.
 */

export interface CutGraph {
  /** Vertex → what removing it costs; Infinity for one that must stay. The two ends always stay. */
  readonly capacities: readonly number[];
  /** Pairs of vertices; repeats are harmless. */
  readonly edges: readonly (readonly [number, number])[];
}

export type CutAnswer =
  | { readonly found: 'cut'; readonly vertices: readonly number[]; readonly weight: number }
  /** They are one vertex, neighbours, or connected by what must stay. */
  | { readonly found: 'inseparable' }
  /** Looking at more than `maxVisits` arcs would have been needed. */
  | { readonly found: 'bound' };

export function minimumVertexCut(graph: CutGraph, from: number, to: number, maxVisits: number): CutAnswer {
  if (from === to) return { found: 'inseparable' };
  const network = new Network(graph, from, to);
  let weight = 0;
  for (;;) {
    const pushed = network.augment();
    if (pushed === Number.POSITIVE_INFINITY) return { found: 'inseparable' };
    if (pushed === 0) return { found: 'cut', vertices: network.reachedOnlyInto(), weight };
    weight += pushed;
    if (network.visits > maxVisits) return { found: 'bound' };
  }
}

/** Node 2v is the entrance of vertex v, 2v + 1 its exit. Arc a and its reverse are a and a ^ 1. */
class Network {
  visits = 0;
  readonly #heads: number[] = [];
  readonly #left: number[] = [];
  readonly #arcsOf: number[][];
  readonly #source: number;
  readonly #sink: number;
  readonly #cameBy: Int32Array;

  constructor({ capacities, edges }: CutGraph, from: number, to: number) {
    this.#arcsOf = Array.from({ length: capacities.length * 2 }, () => []);
    this.#cameBy = new Int32Array(capacities.length * 2);
    this.#source = from * 2 + 1;
    this.#sink = to * 2;
    capacities.forEach((capacity, vertex) => this.#arc(vertex * 2, vertex * 2 + 1, capacity));
    for (const [a, b] of edges) {
      this.#arc(a * 2 + 1, b * 2, Number.POSITIVE_INFINITY);
      this.#arc(b * 2 + 1, a * 2, Number.POSITIVE_INFINITY);
    }
  }

  /** Pushes as much as one shortest path takes; 0 when there is none left. */
  augment(): number {
    if (!this.#search()) return 0;
    let pushed = Number.POSITIVE_INFINITY;
    for (const arc of this.#pathBack()) pushed = Math.min(pushed, this.#left[arc]!);
    if (pushed === Number.POSITIVE_INFINITY) return pushed;
    for (const arc of this.#pathBack()) {
      this.#left[arc]! -= pushed;
      this.#left[arc ^ 1]! += pushed;
    }
    return pushed;
  }

  /** Vertices whose entrance the last search reached and whose exit it did not. Assumes that it missed the sink. */
  reachedOnlyInto(): number[] {
    const vertices: number[] = [];
    for (let node = 0; node < this.#cameBy.length; node += 2) {
      if (this.#cameBy[node]! !== UNSEEN && this.#cameBy[node + 1]! === UNSEEN) vertices.push(node / 2);
    }
    return vertices;
  }

  #search(): boolean {
    const cameBy = this.#cameBy.fill(UNSEEN);
    cameBy[this.#source] = START;
    const queue = [this.#source];
    for (let next = 0; next < queue.length; next += 1) {
      for (const arc of this.#arcsOf[queue[next]!]!) {
        this.visits += 1;
        const head = this.#heads[arc]!;
        if (this.#left[arc]! <= 0 || cameBy[head]! !== UNSEEN) continue;
        cameBy[head] = arc;
        if (head === this.#sink) return true;
        queue.push(head);
      }
    }
    return false;
  }

  *#pathBack(): Generator<number> {
    for (let node = this.#sink; node !== this.#source; ) {
      const arc = this.#cameBy[node]!;
      yield arc;
      node = this.#heads[arc ^ 1]!;
    }
  }

  #arc(tail: number, head: number, capacity: number): void {
    this.#arcsOf[tail]!.push(this.#heads.length);
    this.#heads.push(head);
    this.#left.push(capacity);
    this.#arcsOf[head]!.push(this.#heads.length);
    this.#heads.push(tail);
    this.#left.push(0);
  }
}

const UNSEEN = -1;
const START = -2;
