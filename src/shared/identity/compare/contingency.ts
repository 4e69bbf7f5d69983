/**
 * Two partitions of the same items, crossed: how many items lie in which part of the one and of the other.
 *
 * Items are sorted by their left part by counting, then tallied part by part. Cost: linear in items and parts; there
 * are never more cells than items.
 */

import { int32Column } from '../../base/columns.ts';

export interface Partition {
  /** Item → its part; negative for none. */
  readonly partOf: Int32Array;
  readonly partCount: number;
}

/** Cells in order of their left part and, within it, of their first item. Items without a part on a side are in none. */
export interface Contingency {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Items of the cell. */
  readonly count: Int32Array;
  /** The cell's first item. */
  readonly first: Int32Array;
  /** Part → its items and its cells, counting items that have a part on both sides. */
  readonly leftItems: Int32Array;
  readonly rightItems: Int32Array;
  readonly leftCells: Int32Array;
  readonly rightCells: Int32Array;
}

export function crossTabulate(left: Partition, right: Partition): Contingency {
  const { order, leftItems } = itemsByLeft(left, right.partOf);
  const rightItems = new Int32Array(right.partCount);
  const leftCells = new Int32Array(left.partCount);
  const rightCells = new Int32Array(right.partCount);
  const cells = { left: int32Column(), right: int32Column(), count: int32Column(), first: int32Column() };
  /** Right part → the cell it was last tallied in. */
  const cellOf = new Int32Array(right.partCount).fill(-1);
  let leftPart = -1;
  let firstCell = 0;
  for (let i = 0; i < order.length; i += 1) {
    const item = order[i]!;
    if (left.partOf[item] !== leftPart) {
      leftPart = left.partOf[item]!;
      firstCell = cells.left.length;
    }
    const rightPart = right.partOf[item]!;
    rightItems[rightPart]! += 1;
    const cell = cellOf[rightPart]!;
    if (cell >= firstCell) {
      cells.count.values[cell]! += 1;
      continue;
    }
    cellOf[rightPart] = cells.left.length;
    leftCells[leftPart]! += 1;
    rightCells[rightPart]! += 1;
    cells.left.push(leftPart);
    cells.right.push(rightPart);
    cells.count.push(1);
    cells.first.push(item);
  }
  return {
    left: cells.left.toArray(),
    right: cells.right.toArray(),
    count: cells.count.toArray(),
    first: cells.first.toArray(),
    leftItems,
    rightItems,
    leftCells,
    rightCells,
  };
}

/** Items that have a part on both sides, by left part and then as they come. */
function itemsByLeft(left: Partition, rightOf: Int32Array): { order: Uint32Array; leftItems: Int32Array } {
  const leftOf = left.partOf;
  const leftItems = new Int32Array(left.partCount);
  for (let item = 0; item < leftOf.length; item += 1)
    if (leftOf[item]! >= 0 && rightOf[item]! >= 0) leftItems[leftOf[item]!]! += 1;
  const places = new Uint32Array(left.partCount);
  let count = 0;
  for (let part = 0; part < left.partCount; part += 1) {
    places[part] = count;
    count += leftItems[part]!;
  }
  const order = new Uint32Array(count);
  for (let item = 0; item < leftOf.length; item += 1) {
    const part = leftOf[item]!;
    if (part < 0 || rightOf[item]! < 0) continue;
    order[places[part]!] = item;
    places[part]! += 1;
  }
  return { order, leftItems };
}
