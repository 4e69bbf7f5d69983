import { describe, expect, it } from 'vitest';
import type { TraitCondition } from '#shared/segment/text-operators.ts';
import { makeTraitTest } from '#shared/segment/text-operators.ts';

function holds(operator: TraitCondition['operator'], value: string, json: string | null): boolean {
  return makeTraitTest({ kind: 'trait', name: 'x', operator, value })(json);
}

describe('trait operators', () => {
  it('compare texts without regard to case', () => {
    expect(holds('is', 'LYON', '"Lyon"')).toBe(true);
    expect(holds('contains', 'YO', '"Lyon"')).toBe(true);
    expect(holds('starts-with', 'ly', '"Lyon"')).toBe(true);
    expect(holds('starts-with', 'yon', '"Lyon"')).toBe(false);
    expect(holds('is-not', 'lyon', '"Lyon"')).toBe(false);
  });

  it('read numbers and truth values as a person would type them', () => {
    expect(holds('is', '42', '42')).toBe(true);
    expect(holds('is', '42', '"42"')).toBe(true);
    expect(holds('is', 'true', 'true')).toBe(true);
    expect(holds('is', '"42"', '"42"')).toBe(false);
  });

  it('compare numbers by value where both sides are numbers', () => {
    expect(holds('at-least', '9', '10')).toBe(true);
    expect(holds('at-least', '9', '"10"')).toBe(true);
    expect(holds('at-most', '9', '10')).toBe(false);
    expect(holds('at-most', '10', '10')).toBe(true);
  });

  it('compare texts by their order where a side is no number', () => {
    expect(holds('at-least', '2026-03-01', '"2026-03-02T10:00:00Z"')).toBe(true);
    expect(holds('at-most', '2026-03-01', '"2026-03-02T10:00:00Z"')).toBe(false);
    expect(holds('at-least', '5', '"x"')).toBe(true);
  });

  it('take a null and what was never said as missing', () => {
    for (const json of [null, 'null']) {
      expect(holds('missing', '', json)).toBe(true);
      expect(holds('exists', '', json)).toBe(false);
      expect(holds('is-not', 'lyon', json)).toBe(true);
      expect(holds('is', '', json)).toBe(false);
      expect(holds('at-most', '9', json)).toBe(false);
    }
    expect(holds('exists', '', '""')).toBe(true);
  });
});
