import { describe, expect, it } from 'vitest';
import { weighOverrides } from '#shared/identity/override-conflicts.ts';
import { overridesFingerprint, parseOverrides } from '#shared/identity/overrides.ts';
import { overridesFrom } from '../../support/override-text.ts';

const HEX = '0123456789abcdef0123456789abcdef';
const WHY = { reason: 'they told us', at: '2026-01-31T09:00:00Z' };
const A = { namespace: 'email', value: 'a@x.example' };
const B = { namespace: 'email', value: 'b@x.example' };

describe('a document of overrides', () => {
  it('names identifiers by namespace and value, and events by their keys', () => {
    const overrides = [
      { kind: 'pin', a: A, b: { event: HEX }, ...WHY },
      { kind: 'cut', a: A, b: B, ...WHY },
      { kind: 'exclude', identifier: B, ...WHY },
    ];
    expect(parseOverrides({ overrides })).toEqual({ ok: true, value: overrides });
  });

  it.each([
    [{ kind: 'join', a: A, b: B, ...WHY }, 'overrides[0].kind: expected "pin", "cut" or "exclude"'],
    [
      { kind: 'pin', a: A, b: { event: 'order 17' }, ...WHY },
      'overrides[0].b.event: expected 32 hexadecimal digits',
    ],
    [
      { kind: 'pin', a: A, b: 'a@x.example', ...WHY },
      'overrides[0].b: expected {"namespace": …, "value": …} or {"event": 32 hexadecimal digits}',
    ],
    [{ kind: 'pin', a: A, b: { ...A }, ...WHY }, 'overrides[0]: both sides are the same, expected two'],
    [
      { kind: 'cut', a: A, b: B, reason: 'x', at: '2026-01-31T09:00:00' },
      'overrides[0].at: expected a time such as 2026-01-31T09:00:00Z, with a zone',
    ],
    [{ kind: 'exclude', identifier: A, at: WHY.at }, /^overrides\[0\]\.reason: /],
    [{ kind: 'exclude', identifier: A, ...WHY, until: 'noon' }, /^overrides\[0\]: .*until/],
  ])('is refused with the place and what was expected: %j', (override, message) => {
    const parsed = parseOverrides({ overrides: [override] });
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.error).toHaveLength(1);
    expect(parsed.error[0]).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  it('has a fingerprint that depends on what was decided and not on the order of the list', () => {
    const list = overridesFrom('pin email:a email:b', 'cut email:a email:c');
    expect(overridesFingerprint(list.toReversed())).toBe(overridesFingerprint(list));
    expect(overridesFingerprint(list.slice(1))).not.toBe(overridesFingerprint(list));
  });
});

describe('overrides that contradict each other', () => {
  it('are both suspended when one pair is pinned and cut, whichever way round and whatever came first', () => {
    const list = overridesFrom('cut email:a email:b', 'pin email:b email:a', 'pin email:a email:c');
    const { pins, cuts, conflicts } = weighOverrides(list);
    expect(pins).toEqual([list[2]]);
    expect(cuts).toEqual([]);
    expect(conflicts).toEqual([
      { cause: 'pinned-and-cut', between: [list[0], list[1]], suspended: [list[0], list[1]] },
    ]);
  });

  it('leave the cut in force where a chain of pins would undo it, and the pins heard before', () => {
    const list = overridesFrom(
      'pin email:a email:b',
      'pin email:b email:c',
      'pin email:c email:d',
      'cut email:a email:c',
    );
    const { pins, cuts, conflicts } = weighOverrides(list);
    expect(pins).toEqual([list[0], list[2]]);
    expect(cuts).toEqual([list[3]]);
    expect(conflicts).toEqual([
      { cause: 'cut-beats-pin', between: [list[3], list[1]], suspended: [list[1]] },
    ]);
  });

  it('let the exclusion of a value stand against a pin of it', () => {
    const list = overridesFrom('pin email:a email:b', 'exclude email:b');
    const { pins, excludes, conflicts } = weighOverrides(list);
    expect({ pins, excludes }).toEqual({ pins: [], excludes: [list[1]] });
    expect(conflicts.map(({ cause }) => cause)).toEqual(['pin-of-excluded']);
  });

  it('do not include pins in a circle, nor one pair pinned twice', () => {
    const list = overridesFrom(
      'pin email:a email:b',
      'pin email:b email:c',
      'pin email:c email:a',
      'pin email:b email:a',
    );
    const { pins, conflicts } = weighOverrides(list);
    expect({ pins, conflicts }).toEqual({ pins: list.slice(0, 3), conflicts: [] });
  });
});
