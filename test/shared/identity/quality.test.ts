import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossTabulate } from '#shared/identity/compare/contingency.ts';
import { holdOut, measureQuality, qualityOf, truthOfNamespace } from '#shared/identity/quality.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { resolved } from '../../support/engine-run.ts';
import { eventOf } from '../../support/plain-events.ts';
import { checkLaw, UNIFY_SEED } from '../../support/seeds.ts';

console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const part = fc.integer({ min: -1, max: 4 });
const partitions = fc.array(fc.tuple(part, part), { maxLength: 16 });
type Parts = readonly (readonly [number, number])[];

const tabulate = (items: Parts) =>
  crossTabulate(
    { partOf: Int32Array.from(items, ([left]) => left), partCount: 5 },
    { partOf: Int32Array.from(items, ([, right]) => right), partCount: 5 },
  );

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** Every pair of items looked at. */
function pairwisePlainly(items: Parts): { precision: number; recall: number } {
  const both = { claimed: 0, true: 0, right: 0 };
  items.forEach(([left, right], i) => {
    for (const [otherLeft, otherRight] of items.slice(i + 1)) {
      if (left === otherLeft) both.claimed += 1;
      if (right === otherRight) both.true += 1;
      if (left === otherLeft && right === otherRight) both.right += 1;
    }
  });
  return { precision: ratio(both.right, both.claimed), recall: ratio(both.right, both.true) };
}

/** Every item against every other. */
function bCubedPlainly(items: Parts): { precision: number; recall: number } {
  let precision = 0;
  let recall = 0;
  for (const [left, right] of items) {
    const right_ = items.filter((other) => other[0] === left && other[1] === right).length;
    precision += right_ / items.filter((other) => other[0] === left).length;
    recall += right_ / items.filter((other) => other[1] === right).length;
  }
  return { precision: ratio(precision, items.length), recall: ratio(recall, items.length) };
}

describe('the quality of a partition', () => {
  it('equals what looking at every pair and every item finds', () => {
    checkLaw({
      law: 'quality-against-plain',
      runs: 500,
      cases: partitions,
      holds: (items) => {
        const judged = items.filter(([left, right]) => left >= 0 && right >= 0);
        const quality = qualityOf(tabulate(items));
        expect(quality.events).toBe(judged.length);
        expect(quality.profiles).toBe(new Set(judged.map(([left]) => left)).size);
        expect(quality.people).toBe(new Set(judged.map(([, right]) => right)).size);
        for (const [name, plain] of [
          ['pairwise', pairwisePlainly(judged)],
          ['bCubed', bCubedPlainly(judged)],
        ] as const) {
          const { precision, recall, f1 } = quality[name];
          expect(precision).toBeCloseTo(plain.precision, 12);
          expect(recall).toBeCloseTo(plain.recall, 12);
          const sum = plain.precision + plain.recall;
          expect(f1).toBeCloseTo(sum === 0 ? 0 : (2 * plain.precision * plain.recall) / sum, 12);
        }
      },
    });
  });

  it('is perfect against itself, and precision and recall change places with the sides', () => {
    checkLaw({
      law: 'quality-of-itself',
      runs: 200,
      cases: partitions,
      holds: (items) => {
        const itself = qualityOf(tabulate(items.map(([left]) => [left, left])));
        expect([itself.pairwise.f1, itself.bCubed.f1]).toEqual([1, 1]);
        const there = qualityOf(tabulate(items));
        const back = qualityOf(tabulate(items.map(([left, right]) => [right, left])));
        expect(back.pairwise.precision).toBe(there.pairwise.recall);
        expect(back.bCubed.recall).toBeCloseTo(there.bCubed.precision, 12);
      },
    });
  });
});

describe('a namespace held out', () => {
  const log = [
    eventOf({ at: 1, ids: ['customerlabs_user_id:d', 'member:m1'] }),
    eventOf({ at: 2, ids: ['customerlabs_user_id:d', 'member:m2'] }),
    eventOf({ at: 3, ids: ['customerlabs_user_id:e', 'member:m2'] }),
    eventOf({ at: 4, ids: ['customerlabs_user_id:e'] }),
    eventOf({ at: 5, ids: ['customerlabs_user_id:e', 'member:m1', 'member:m2'] }),
  ];

  it('judges what the rules make of the rest, by events that name one person', () => {
    const resolution = resolved([log], holdOut(SHIPPED_RULESETS.customerlabs, 'member'));
    const quality = measureQuality(resolution, truthOfNamespace(resolution, 'member'));
    expect(quality).toMatchObject({ events: 3, profiles: 2, people: 2 });
    expect(quality.pairwise).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(quality.bCubed.precision).toBeCloseTo(2 / 3, 12);
  });

  it('leaves rules that are valid, and joins nobody', () => {
    for (const namespace of ['email', 'member', 'gclid', 'facebook__fbp']) {
      const rules = holdOut(SHIPPED_RULESETS.customerlabs, namespace);
      expect(parseRuleset(rules).ok).toBe(true);
    }
    const rules = holdOut(SHIPPED_RULESETS.customerlabs, 'customerlabs_user_id');
    expect(resolved([log], rules).profileCount).toBe(2);
  });
});
