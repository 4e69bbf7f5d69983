import { describe, expect, it } from 'vitest';
import { compare } from '#shared/identity/compare/compare.ts';
import { orderLens } from '#shared/identity/compare/order-lens.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { resolve } from '#shared/identity/resolution.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { revenueMoved } from '#shared/profile/revenue-moved.ts';
import { engineOf, ownerOf } from '../../../support/engines.ts';
import { makeEvent, makeOrder } from '../../../support/events.ts';

const { components } = SHIPPED_RULESETS;

/** Ada and Ben share a device; Ben buys on it. The rules keep them apart, plain components do not. */
function sharedDevice(): IdentityEngine {
  return engineOf([
    makeEvent('email:ada@x.example customerlabs_user_id:d', { at: 1 }),
    makeEvent('customerlabs_user_id:d', { at: 2 }),
    makeEvent('email:ada@x.example', {
      at: 3,
      name: 'Purchased',
      order: makeOrder('o1', { amount: 20, currency: 'EUR' }),
    }),
    makeEvent('email:ben@x.example customerlabs_user_id:d', {
      at: 4,
      name: 'Purchased',
      order: makeOrder('o2', { amount: 5, currency: 'EUR' }),
    }),
    makeEvent('email:cleo@x.example', { at: 5 }),
  ]);
}

describe('a comparison of two policies', () => {
  it('says who was put together, what moved, and where the ledgers part', () => {
    const engine = sharedDevice();
    const other = resolve(engine, { ruleset: components });
    const { profiles, events, identifiers, merged, split, firstDivergence, differing } = compare(
      engine,
      other,
    );
    const ada = ownerOf(engine, 'email:ada@x.example');
    const ben = ownerOf(engine, 'email:ben@x.example');
    const both = other.findProfile(engine.profileId(ada));
    expect(profiles).toEqual({ before: 3, after: 2, paired: 2, unchanged: 1, gone: 1, created: 0 });
    expect(events).toEqual({ before: 5, after: 5, kept: 4, moved: 1, lost: 0, gained: 0 });
    // Ben held his address and the device.
    expect(identifiers).toEqual({ before: 4, after: 4, kept: 2, moved: 2, lost: 0, gained: 0 });
    expect(split.total).toBe(0);
    expect(merged).toEqual({
      total: 1,
      items: [
        {
          profile: both,
          partner: ada,
          parts: {
            total: 2,
            items: [
              { profile: ada, events: 3 },
              { profile: ben, events: 1 },
            ],
          },
        },
      ],
    });
    expect(firstDivergence?.event).toBe(3);
    const actions = (side: readonly number[], of: typeof other | IdentityEngine) =>
      side.map((index) => of.decision(index).action);
    expect(actions(firstDivergence!.before, engine)).toContain('hand-over');
    expect(actions(firstDivergence!.after, other)).toEqual(['attach']);
    expect(differing.items.map(({ before, after }) => [before, after])).toEqual([
      [ada, both],
      [ben, -1],
    ]);
    expect(differing.items.map(({ divergence }) => divergence?.event)).toEqual([3, 3]);
  });

  it('says what moved in money, order by order', () => {
    const engine = sharedDevice();
    const other = resolve(engine, { ruleset: components });
    expect(revenueMoved(engine, other, compare(engine, other))).toEqual([
      { currency: 'EUR', before: 25, after: 25, left: 5, came: 5 },
    ]);
    const early = resolve(engine, { asOf: 3 });
    expect(revenueMoved(early, engine, compare(early, engine))).toEqual([
      { currency: 'EUR', before: 20, after: 25, left: 0, came: 5 },
    ]);
  });

  it('bounds its lists and keeps its totals', () => {
    const engine = sharedDevice();
    const { differing, merged } = compare(engine, resolve(engine, { ruleset: components }), { limit: 1 });
    expect([differing.total, differing.items.length]).toEqual([2, 1]);
    expect(merged.items[0]?.parts).toMatchObject({ total: 2, items: [{ events: 3 }] });
  });
});

describe('a comparison in time', () => {
  it('counts states that rose and events that had not happened', () => {
    const engine = engineOf([
      makeEvent('customerlabs_user_id:d', { at: 1 }),
      makeEvent('customerlabs_user_id:d email:ada@x.example', { at: 2 }),
      makeEvent('email:ben@x.example', { at: 3 }),
    ]);
    const early = resolve(engine, { asOf: 1 });
    const { profiles, events, states, firstDivergence } = compare(early, engine);
    expect(profiles).toEqual({ before: 1, after: 2, paired: 1, unchanged: 0, gone: 0, created: 1 });
    expect(events).toEqual({ before: 1, after: 3, kept: 1, moved: 0, lost: 0, gained: 2 });
    expect(states).toEqual([{ before: 'anonymous', after: 'unified', count: 1 }]);
    expect(firstDivergence?.event).toBe(1);
  });
});

describe('the order lens', () => {
  it('names the profiles whose events would be others, had they counted as they arrived', () => {
    // The login of Ben on the device arrives after Ada's, which happened later: whose the last visit is depends on it.
    const engine = engineOf([
      makeEvent('email:ada@x.example customerlabs_user_id:d', { at: 1, receivedAt: 1 }),
      makeEvent('email:ben@x.example customerlabs_user_id:d', { at: 2, receivedAt: 9 }),
      makeEvent('customerlabs_user_id:d', { at: 3, receivedAt: 3 }),
      makeEvent('email:cleo@x.example', { at: 4, receivedAt: 4 }),
    ]);
    const { byReceivedTime, comparison } = orderLens(engine);
    expect(comparison.events.moved).toBe(1);
    const ada = ownerOf(engine, 'email:ada@x.example');
    const ben = ownerOf(engine, 'email:ben@x.example');
    expect(new Set(comparison.differing.items.map(({ before }) => before))).toEqual(new Set([ada, ben]));
    expect(byReceivedTime.creditOf(2)).toBe(byReceivedTime.ownerOf(engine.founder(ada)));
    expect(orderLens(byReceivedTime).comparison.events).toEqual(comparison.events);
  });

  it('finds nothing in a log that arrived as it happened', () => {
    const engine = sharedDevice();
    expect(orderLens(engine).comparison.differing.total).toBe(0);
  });
});
