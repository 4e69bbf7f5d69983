import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { int32Column } from '#shared/base/columns.ts';
import { Rings } from '#shared/base/rings.ts';

const OWNERS = 5;

describe('rings', () => {
  it('hold what lists would, in the same order', () => {
    const step = fc.oneof(
      fc.record({ append: fc.nat(OWNERS - 1) }),
      fc
        .record({ into: fc.nat(OWNERS - 1), from: fc.nat(OWNERS - 1) })
        .filter(({ into, from }) => into !== from),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const tails = int32Column();
        const next = int32Column();
        tails.extend(OWNERS, -1);
        const rings = new Rings(tails, next);
        const lists: number[][] = Array.from({ length: OWNERS }, () => []);
        for (const move of steps) {
          if ('append' in move) {
            next.push(-1);
            rings.append(move.append, next.length - 1);
            lists[move.append]!.push(next.length - 1);
          } else {
            rings.splice(move.into, move.from);
            lists[move.into]!.push(...lists[move.from]!.splice(0));
          }
        }
        expect(lists.map((_, owner) => rings.items(owner))).toEqual(lists);
        expect(lists.map((_, owner) => rings.first(owner))).toEqual(lists.map((list) => list[0] ?? -1));
      }),
    );
  });
});
