/** Laws of comparing: nothing differs from itself, swapping sides swaps the answer, and the numbers add up. */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Comparison } from '#shared/identity/compare/compare.ts';
import { compare, isSame } from '#shared/identity/compare/compare.ts';
import type { WhatIf } from '#shared/identity/resolution.ts';
import { type Resolution, resolve } from '#shared/identity/resolution.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery, troubledLog } from '../../../support/arbitraries.ts';
import { resolved } from '../../../support/engine-run.ts';
import { eventOf } from '../../../support/plain-events.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../../support/seeds.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const WISHES: readonly WhatIf[] = [
  {},
  { ruleset: SHIPPED_RULESETS.components },
  // Policies of whole islands: a value may be held by several, and what was concluded may be taken back.
  { ruleset: SHIPPED_RULESETS.posthog },
  { ruleset: SHIPPED_RULESETS['adobe-igl'] },
  { ruleset: SHIPPED_RULESETS['snowplow-identities'] },
  { order: 'received' },
  { asOf: 360_000 },
  { knownAt: 360_000 },
  { withoutSources: [0] },
  { ruleset: SHIPPED_RULESETS.components, asOf: 600_000, withoutSources: [1] },
];

const cases = fc.record({
  log: troubledLog({ max: 24 }),
  how: delivery,
  a: fc.nat(WISHES.length - 1),
  b: fc.nat(WISHES.length - 1),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function sidesOf({ log, how, a, b }: Case): [Resolution, Resolution] {
  const engine = resolved(deliver(log.map(eventOf), how));
  return [resolve(engine, WISHES[a]), resolve(engine, WISHES[b])];
}

/** All that a comparison says, without the columns it was made from. */
function said({ rows: _, ...rest }: Comparison) {
  return rest;
}

function swapFlow({ before, after, kept, moved, lost, gained }: Comparison['events']): Comparison['events'] {
  return { before: after, after: before, kept, moved, lost: gained, gained: lost };
}

function swapDivergence<T extends Comparison['firstDivergence']>(divergence: T): T {
  return divergence === null
    ? divergence
    : { ...divergence, before: divergence.after, after: divergence.before };
}

/** What the comparison is to say with its sides swapped. */
function swapped(comparison: Comparison): ReturnType<typeof said> {
  const { profiles, events, identifiers, states, firstDivergence, differing, split, merged } = comparison;
  return {
    profiles: {
      ...profiles,
      before: profiles.after,
      after: profiles.before,
      gone: profiles.created,
      created: profiles.gone,
    },
    events: swapFlow(events),
    identifiers: swapFlow(identifiers),
    states,
    firstDivergence: swapDivergence(firstDivergence),
    differing: {
      total: differing.total,
      items: differing.items.map((row) => ({
        before: row.after,
        after: row.before,
        kept: row.kept,
        left: row.came,
        came: row.left,
        identifiersLeft: row.identifiersCame,
        identifiersCame: row.identifiersLeft,
        stateBefore: row.stateAfter,
        stateAfter: row.stateBefore,
        divergence: swapDivergence(row.divergence),
      })),
    },
    split: merged,
    merged: split,
  };
}

const sortedStates = (states: Comparison['states']) =>
  states.map(({ before, after, count }) => `${before} ${after} ${count}`).toSorted();

describe('a comparison', () => {
  it('of the present rules with themselves is empty', () => {
    checkLaw({
      law: 'comparison-with-itself',
      runs: 100,
      cases,
      holds: (input) => {
        const [resolution] = sidesOf(input);
        const engine = resolved(deliver(input.log.map(eventOf), input.how));
        expect(isSame(compare(engine, resolve(engine)))).toBe(true);
        const same = compare(resolution, resolution);
        expect(isSame(same)).toBe(true);
        expect(same.profiles.unchanged).toBe(same.profiles.before);
        expect(same.split.total + same.merged.total + same.states.length).toBe(0);
      },
    });
  });

  it('with its sides swapped says the same the other way round', () => {
    checkLaw({
      law: 'comparison-swapped',
      runs: 200,
      cases,
      holds: (input) => {
        const [before, after] = sidesOf(input);
        const there = compare(before, after);
        const back = said(compare(after, before));
        const { states, ...expected } = swapped(there);
        const { states: statesBack, ...rest } = back;
        expect(rest).toEqual(expected);
        const turned = states.map((change) => ({ ...change, before: change.after, after: change.before }));
        expect(sortedStates(statesBack)).toEqual(sortedStates(turned));
      },
    });
  });

  it('has numbers that add up, and says so when the results differ', () => {
    checkLaw({
      law: 'comparison-adds-up',
      runs: 200,
      cases,
      holds: (input) => {
        const [before, after] = sidesOf(input);
        const { profiles, events, identifiers, differing, ...rest } = compare(before, after);
        expect(profiles.before).toBe(profiles.paired + profiles.gone);
        expect(profiles.after).toBe(profiles.paired + profiles.created);
        expect(differing.total).toBe(profiles.paired + profiles.gone + profiles.created - profiles.unchanged);
        for (const { before: had, after: has, kept, moved, lost, gained } of [events, identifiers]) {
          expect(had).toBe(kept + moved + lost);
          expect(has).toBe(kept + moved + gained);
        }
        expect(events.before).toBe(creditedEvents(before));
        expect(events.after).toBe(creditedEvents(after));
        const sum = (of: (row: (typeof differing.items)[number]) => number): number =>
          differing.items.reduce((total, row) => total + of(row), 0);
        expect(sum((row) => row.left)).toBe(events.moved + events.lost);
        expect(sum((row) => row.came)).toBe(events.moved + events.gained);
        if (before.timeline.rows !== after.timeline.rows) return;
        const isSame = differing.total === 0 && rest.firstDivergence === null;
        if (before.digest() === after.digest()) expect(isSame).toBe(true);
        // Links to companies are in the digest and not in a comparison.
        else if (!input.log.some(({ company = [] }) => company.length > 0)) expect(isSame).toBe(false);
      },
    });
  });

  it('counts as moved what a plain look at every event finds away from the partner', () => {
    checkLaw({
      law: 'comparison-against-plain',
      runs: 200,
      cases,
      holds: (input) => {
        const [before, after] = sidesOf(input);
        const { events, rows, split, merged } = compare(before, after);
        const credits = plainCredits(before, after);
        const partner = new Map(Array.from(rows.before, (profile, row) => [profile, rows.after[row]!]));
        const moved = credits.filter(([had, has]) => had >= 0 && has >= 0 && partner.get(had) !== has);
        expect(events.moved).toBe(moved.length);
        expect(split.total).toBe(countParted(credits));
        expect(merged.total).toBe(countParted(credits.map(([had, has]) => [has, had])));
      },
    });
  });
});

function creditedEvents(resolution: Resolution): number {
  let count = 0;
  for (let profile = 0; profile < resolution.profileCount; profile += 1)
    if (resolution.isPresent(profile)) count += resolution.eventsOf(profile).length;
  return count;
}

/** For every distinct event, whom the two sides credit it to; -1 for nobody. */
function plainCredits(before: Resolution, after: Resolution): [number, number][] {
  const { store } = before;
  const credits = new Map<number, [number, number]>();
  for (let row = 0; row < store.rowCount; row += 1) {
    const event = store.acceptedRowOf(row);
    const known = credits.get(event) ?? [-1, -1];
    if (before.creditOf(row) >= 0) known[0] = before.creditOf(row);
    if (after.creditOf(row) >= 0) known[1] = after.creditOf(row);
    credits.set(event, known);
  }
  return [...credits.values()];
}

function countParted(credits: readonly (readonly [number, number])[]): number {
  const others = new Map<number, Set<number>>();
  for (const [own, other] of credits) {
    if (own < 0 || other < 0) continue;
    const known = others.get(own) ?? new Set();
    others.set(own, known.add(other));
  }
  return [...others.values()].filter(({ size }) => size > 1).length;
}
