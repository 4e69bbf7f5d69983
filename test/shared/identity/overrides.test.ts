import { describe, expect, it } from 'vitest';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { weighOverrides } from '#shared/identity/override-conflicts.ts';
import type { Override } from '#shared/identity/overrides.ts';
import { overridesFingerprint, parseOverrides } from '#shared/identity/overrides.ts';
import { resolve } from '#shared/identity/resolution.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { appendEvents, engineOf, logText } from '../../support/log-text.ts';
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
    const { pins, cuts, conflicts } = weighOverrides(list, SHIPPED_RULESETS.customerlabs);
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
    const { pins, cuts, conflicts } = weighOverrides(list, SHIPPED_RULESETS.customerlabs);
    expect(pins).toEqual([list[0], list[2]]);
    expect(cuts).toEqual([list[3]]);
    expect(conflicts).toEqual([
      { cause: 'cut-beats-pin', between: [list[3], list[1]], suspended: [list[1]] },
    ]);
  });

  it('let the exclusion of a value stand against a pin of it', () => {
    const list = overridesFrom('pin email:a email:b', 'exclude email:b');
    const { pins, excludes, conflicts } = weighOverrides(list, SHIPPED_RULESETS.customerlabs);
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
    const { pins, conflicts } = weighOverrides(list, SHIPPED_RULESETS.customerlabs);
    expect({ pins, conflicts }).toEqual({ pins: list.slice(0, 3), conflicts: [] });
  });
});

describe('ten thousand overrides', () => {
  const at = (place: number): string => new Date(Date.UTC(2026, 0, 1) + place * 1000).toISOString();
  const named = (kind: string, place: number) => ({ namespace: 'email', value: `${kind}${place}@x.example` });
  /** One chain of pins, and of every pin but the first its two sides' neighbours cut, so that half of the pins are beaten. */
  const overrides = Array.from({ length: 10_000 }, (_, place): Override => {
    const step = Math.floor(place / 2);
    const why = { reason: 'drawn', at: at(place) };
    if (place % 2 === 0) return { kind: 'cut', a: named('a', step), b: named('a', step + 2), ...why };
    return { kind: 'pin', a: named('a', step), b: named('a', step + 1), ...why };
  });

  it('are a document, and one more is not', () => {
    expect(parseOverrides({ overrides }).ok).toBe(true);
    expect(parseOverrides({ overrides: [...overrides, overrides[0]] }).ok).toBe(false);
  });

  it('are weighed as a few are, and the report knows the place of each', () => {
    const { pins, cuts, conflicts } = weighOverrides(overrides, SHIPPED_RULESETS.customerlabs);
    expect([pins.length, cuts.length, conflicts.length]).toEqual([2500, 5000, 2500]);
    const few = weighOverrides(overrides.slice(0, 12), SHIPPED_RULESETS.customerlabs);
    expect(few.pins).toEqual(pins.slice(0, 3));
    const engine = engineOf('10:00  email:a0@x.example\n10:05  email:a1@x.example\n10:10  phone:+49151');
    engine.setOverrides(overrides);
    engine.settle();
    const { standings, conflicts: reported } = engine.overrideReport();
    expect(standings.slice(0, 4)).toEqual(['waits', 'holds', 'waits', 'suspended']);
    expect(reported).toHaveLength(2500);
    expect(reported[0]!.overrides).toEqual([0, 3]);
  });

  it.each(['customerlabs', 'last-touch'] as const)('read no event twice under %s', (policy) => {
    const lines = Array.from(
      { length: 200 },
      (_, place) => `10:00  email:a${place}@x.example  cl:d${place}  #${place}`,
    );
    const engine = new IdentityEngine(SHIPPED_RULESETS[policy]);
    engine.setOverrides(overrides);
    appendEvents(engine, logText(lines.join('\n')));
    engine.settle();
    expect(engine.work.eventsRead).toBe(200);
    const before = engine.work.eventsRead;
    engine.setOverrides(overrides.slice(0, -2));
    engine.settle();
    expect(engine.work.eventsRead).toBe(before);
    expect(engine.digest()).toBe(resolve(engine).digest());
  });
});

describe('overrides that nothing answers to', () => {
  it('wait, also for namespaces that no rule names, and repeats change nothing', () => {
    const list = overridesFrom(
      'pin email:a@x badge:x',
      'cut email:a@x nothing:here',
      'pin email:a@x badge:x',
    );
    const twice = [...list, list[1]!];
    const engine = engineOf('10:00  email:a@x');
    const without = engine.digest();
    engine.setOverrides(twice);
    engine.settle();
    expect(engine.overrideReport()).toEqual({
      standings: ['waits', 'waits', 'waits', 'waits'],
      conflicts: [],
    });
    expect(engine.digest()).toBe(without);
  });
});
