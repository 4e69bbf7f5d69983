/**
 * Profiles of one resolution whose events lie in several profiles of another: those that fell apart, and, seen from the
 * other side, those that were put together. Cost: linear in the cells of the two partitions.
 */

import type { ProfileIndex } from '../identity.ts';
import type { Contingency } from './contingency.ts';
import type { Few } from './top-few.ts';
import { TopFew } from './top-few.ts';

/** A profile of one side whose events lie in several of the other. */
export interface Parted {
  readonly profile: ProfileIndex;
  /** Its partner on the other side, or -1. */
  readonly partner: ProfileIndex;
  /** Most events first. */
  readonly parts: Few<{ readonly profile: ProfileIndex; readonly events: number }>;
}

/** The cells as one of the two sides sees them. */
interface SeenFrom {
  /** Cell → profile of this side, and of the other. */
  readonly own: Int32Array;
  readonly other: Int32Array;
  readonly count: Int32Array;
  readonly first: Int32Array;
  readonly cellsOf: Int32Array;
  readonly itemsOf: Int32Array;
}

export function ofLeft({ left, right, count, first, leftCells, leftItems }: Contingency): SeenFrom {
  return { own: left, other: right, count, first, cellsOf: leftCells, itemsOf: leftItems };
}

export function ofRight({ left, right, count, first, rightCells, rightItems }: Contingency): SeenFrom {
  return { own: right, other: left, count, first, cellsOf: rightCells, itemsOf: rightItems };
}

/** First those with most events outside their largest part; of equal ones, whose first event comes first. */
export function listParted(cells: SeenFrom, partnerOf: Int32Array, limit: number): Few<Parted> {
  const { own, other, count, cellsOf } = cells;
  const parted = rankParted(cells, limit);
  const partsOf = new Map(
    parted.items.map((profile) => [
      profile,
      new TopFew(limit, (a, b) => count[b]! - count[a]! || cells.first[a]! - cells.first[b]!),
    ]),
  );
  for (let cell = 0; cell < own.length; cell += 1)
    if (cellsOf[own[cell]!]! > 1) partsOf.get(own[cell]!)?.offer(cell);
  return parted.read((profile) => ({
    profile,
    partner: partnerOf[profile]!,
    parts: partsOf.get(profile)!.read((cell) => ({ profile: other[cell]!, events: count[cell]! })),
  }));
}

function rankParted({ own, count, first, cellsOf, itemsOf }: SeenFrom, limit: number): TopFew {
  const largest = new Int32Array(cellsOf.length);
  const firstOf = new Int32Array(cellsOf.length).fill(-1);
  for (let cell = 0; cell < own.length; cell += 1) {
    const profile = own[cell]!;
    largest[profile] = Math.max(largest[profile]!, count[cell]!);
    if (firstOf[profile]! < 0 || first[cell]! < firstOf[profile]!) firstOf[profile] = first[cell]!;
  }
  const outside = (profile: ProfileIndex): number => itemsOf[profile]! - largest[profile]!;
  const few = new TopFew(limit, (a, b) => outside(b) - outside(a) || firstOf[a]! - firstOf[b]!);
  for (let profile = 0; profile < cellsOf.length; profile += 1) if (cellsOf[profile]! > 1) few.offer(profile);
  return few;
}
