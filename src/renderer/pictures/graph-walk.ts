import type { Point } from './graph-layout.ts';

const DIRECTIONS: ReadonlyMap<string, Point> = new Map([
  ['ArrowRight', { x: 1, y: 0 }],
  ['ArrowLeft', { x: -1, y: 0 }],
  ['ArrowDown', { x: 0, y: 1 }],
  ['ArrowUp', { x: 0, y: -1 }],
]);

interface Walk {
  readonly points: readonly Point[];
  /** Nodes that the present one has an edge to. */
  readonly neighbours: ReadonlySet<number>;
  readonly current: number;
}

/**
 * The node that an arrow key leads to: along an edge if one goes that way, else to the nearest node that lies there,
 * so that every node can be reached. null when nothing lies there, or the key is no arrow.
 */
export function walkFrom({ points, neighbours, current }: Walk, key: string): number | null {
  const direction = DIRECTIONS.get(key);
  const start = points[current];
  if (direction === undefined || start === undefined) return null;
  let best: { readonly node: number; readonly cost: number; readonly tied: boolean } | null = null;
  points.forEach((point, node) => {
    const dx = point.x - start.x;
    const dy = point.y - start.y;
    const along = dx * direction.x + dy * direction.y;
    const aside = Math.abs(dx * direction.y + dy * direction.x);
    const tied = neighbours.has(node);
    // Within 45° of the arrow, a little more along an edge.
    if (node === current || along <= 0 || aside > along * (tied ? 1.8 : 1)) return;
    const cost = along + 2 * aside;
    if (best === null || (tied && !best.tied) || (tied === best.tied && cost < best.cost))
      best = { node, cost, tied };
  });
  return (best as { readonly node: number } | null)?.node ?? null;
}
