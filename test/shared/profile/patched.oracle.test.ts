/**
 * What is patched from commit to commit against the same computed anew, after every step of random histories: events
 * late and in order, copies that take another's place, other rules, overrides.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { overview } from '#main/engine/queries/overview.ts';
import { profilesInOrder } from '#main/engine/queries/profile-order.ts';
import { applyDiff, EMPTY_PROJECTION, FollowingProjection, projectIdentity } from '#shared/identity/diff.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Override } from '#shared/identity/overrides.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { summarize } from '#shared/identity/summary.ts';
import { presentProfiles } from '#shared/profile/engine-view.ts';
import { nameColumns } from '#shared/profile/names.ts';
import { orderColumns, revenueOf } from '#shared/profile/order-columns.ts';
import { decisionCounts, ownedCounts, stateColumn } from '#shared/profile/profile-columns.ts';
import { rowTally } from '#shared/profile/row-tally.ts';
import { PROFILE_SORTS } from '#shared/protocol/profile-sorts.ts';
import type { DrawnEvent } from '../../support/drawn-events.ts';
import { drawnEvent, toEvent } from '../../support/drawn-events.ts';
import { batchOf } from '../../support/events.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

interface Step {
  readonly events: readonly (DrawnEvent & { readonly id: number | null; readonly received: number })[];
  /** Position among the shipped rulesets. */
  readonly ruleset: number | null;
  readonly override: Override['kind'] | null;
}

const RULESETS: readonly Ruleset[] = Object.values(SHIPPED_RULESETS);
const seldom = <T>(drawn: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(drawn, { freq: 12 });

const step: fc.Arbitrary<Step> = fc.record({
  events: fc.array(
    fc
      .tuple(drawnEvent, fc.record({ id: fc.option(fc.nat(6)), received: fc.nat(100) }))
      .map(([event, copy]) => ({ ...event, ...copy })),
    { maxLength: 6 },
  ),
  ruleset: seldom(fc.nat(RULESETS.length - 1)),
  override: seldom(fc.constantFrom('pin' as const, 'cut' as const, 'exclude' as const)),
});

/** Events with one id say the same but for when they came, so that they are copies of each other. */
function eventsOf({ events }: Step) {
  return events.map(({ id, received, ...drawn }, at) => {
    const said = id === null ? drawn : { ...drawn, order: null, traits: [], name: `copied ${id % 2}` };
    const receivedAt = received * 1000;
    if (id === null) return { ...toEvent(said), id: null, sequence: at, receivedAt };
    const ids = [`customerlabs_user_id:d${id}`, ...(id % 2 === 0 ? ['email:a@x.example'] : [])];
    return { ...toEvent({ ...said, ids, type: 'track' }), id: `copy ${id}`, receivedAt };
  });
}

function overrideOf(kind: Override['kind']): Override {
  const a = { namespace: 'email', value: 'a@x.example' };
  const b = { namespace: 'email', value: 'b@x.example' };
  const base = { reason: 'drawn', at: '2026-01-01T00:00:00Z' };
  return kind === 'exclude' ? { ...base, kind, identifier: a } : { ...base, kind, a, b };
}

/** The same engine to whoever keeps what it said: nothing is kept of this one yet. */
function unseen(engine: IdentityEngine): IdentityEngine {
  return new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** All that is kept and patched, as plain data; of columns what present profiles have. */
function answersOf(engine: IdentityEngine): unknown {
  const profiles = [...presentProfiles(engine)];
  const { merges, refusals } = decisionCounts(engine);
  const names = nameColumns(engine);
  const tally = rowTally(engine);
  return {
    summary: summarize(engine, 0),
    rows: { sources: tally.sources, span: tally.span, names: tally.names, setAside: [...tally.setAside()] },
    profiles: profiles.map((profile) => ({
      profile,
      state: stateColumn(engine)[profile],
      owned: ownedCounts(engine)[profile],
      merges: merges[profile],
      refusals: refusals[profile],
      names: names.map((column) => column[profile]),
      orders: orderColumns(engine).orders[profile],
      revenue: [...revenueOf(engine, profile)],
    })),
    mainCurrency: orderColumns(engine).mainCurrency,
    orders: PROFILE_SORTS.flatMap((sort) =>
      [true, false].map((descending) => [sort, ...profilesInOrder(engine, sort, descending)]),
    ),
    overview: overview({ engine, sources: [], country: null, rejected: 0, rejectedByReason: {} }),
  };
}

describe('what is kept from commit to commit', () => {
  it('is what would be computed anew', () => {
    checkLaw({
      law: 'patched-columns',
      runs: 300,
      cases: fc.record({ first: fc.nat(RULESETS.length - 1), steps: fc.array(step, { maxLength: 6 }) }),
      holds: ({ first, steps }) => {
        const engine = new IdentityEngine(RULESETS[first]!);
        const following = new FollowingProjection();
        let projection = EMPTY_PROJECTION;
        steps.forEach((one, source) => {
          if (one.ruleset !== null) engine.setRuleset(RULESETS[one.ruleset]!);
          if (one.override !== null) engine.setOverrides([overrideOf(one.override)]);
          engine.append(batchOf(eventsOf(one)), source, 1);
          engine.settle();
          expect(answersOf(engine)).toEqual(answersOf(unseen(engine)));
          projection = applyDiff(projection, following.follow(engine));
          const { owner, state } = projectIdentity(engine);
          const { length } = projection.owner;
          expect(projection).toEqual({ owner: owner.slice(0, length), state: state.slice(0, length) });
          expect(owner.subarray(length).every((one) => one < 0)).toBe(true);
        });
      },
    });
  });
});
