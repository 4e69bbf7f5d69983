/**
 * Law 18, slices: whoever pauses between the slices of a settle, asks, appends, changes overrides or rules, or lets go of
 * it, is answered from what was settled last and ends up where settling in one go leads. Seeds are printed.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { finish } from '#shared/base/slices.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { orderLens, orderLensInSlices } from '#shared/identity/compare/order-lens.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import type { Override } from '#shared/identity/overrides.ts';
import { POLICIES } from '#shared/identity/policies/policy.ts';
import { resolve, resolveInSlices } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { deliver, delivery, troubledLog } from '../../support/arbitraries.ts';
import { drawnOverrides, overridesOf } from '../../support/drawn-overrides.ts';
import { asReference } from '../../support/engine-run.ts';
import { batchOf } from '../../support/events.ts';
import { eventOf } from '../../support/plain-events.ts';
import { referenceOverrides } from '../../support/reference-overrides.ts';
import { resolveReference } from '../../support/reference-resolver.ts';
import { referenceRules } from '../../support/reference-rules.ts';
import { LAST_OWNERS, LIMITED } from '../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';
import { summaryOfEngine, summaryOfReference } from '../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const { customerlabs, components } = SHIPPED_RULESETS;
/** Rules that the plain resolver knows, and policies of whole islands, which are held against settling in one go. */
const REFERENCED: readonly Ruleset[] = [customerlabs, components, LIMITED, LAST_OWNERS];
const OF_ISLANDS = Object.values(SHIPPED_RULESETS).filter(({ policy }) => POLICIES[policy].kind === 'island');
const RULESETS = [...REFERENCED, ...OF_ISLANDS];

/** Nothing is so little that it is done at once. */
const NOTHING_AT_ONCE = 0;

/** What is done with a settle that is under way. */
interface Step {
  /** Slices before it. */
  readonly after: number;
  readonly what: 'finish' | 'drop' | 'settle' | 'append' | 'overrides' | 'rules';
  readonly rules: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  after: fc.oneof(fc.nat(12), fc.nat(80)),
  what: fc.constantFrom('finish', 'drop', 'settle', 'append', 'overrides', 'rules'),
  rules: fc.nat(RULESETS.length - 1),
});

/** An engine that is driven slice by slice, and what it has been given. */
class Driven {
  readonly engine: IdentityEngine;
  readonly given: CanonicalEvent[] = [];
  overrides: readonly Override[] = [];
  ruleset: Ruleset;
  #sources = 0;

  constructor(ruleset: Ruleset) {
    this.ruleset = ruleset;
    this.engine = new IdentityEngine(ruleset);
  }

  append(events: readonly CanonicalEvent[]): void {
    this.engine.append(batchOf(events), this.#sources, 1);
    this.#sources += 1;
    this.given.push(...events);
  }

  obey(overrides: readonly Override[]): void {
    this.overrides = overrides;
    this.engine.setOverrides(overrides);
  }

  rule(ruleset: Ruleset): void {
    this.ruleset = ruleset;
    this.engine.setRuleset(ruleset);
  }

  /** What readers see, as far as they see the same as long as nothing has been settled. */
  look(): unknown {
    const { engine } = this;
    return {
      revision: engine.revision,
      digest: engine.digest(),
      ruleset: engine.ruleset.name,
      overrides: engine.overrides,
      report: engine.overrideReport(),
      summary: summaryOfEngine(engine),
    };
  }

  /** Drives a settle, looking between all slices; returns how many there were, and true when it ended. */
  drive(settling: Generator<unknown, boolean>, slices: number): boolean {
    const before = this.engine.revision === 0 ? null : this.look();
    for (let slice = 0; slice < slices; slice += 1) {
      if (settling.next().done === true) return true;
      if (before !== null) expect(this.look()).toEqual(before);
    }
    return false;
  }

  expectResolved(): void {
    expect(this.engine.digest()).toBe(resolve(this.engine).digest());
    if (!REFERENCED.includes(this.ruleset)) return;
    const rules = { ...referenceRules(this.ruleset), overrides: referenceOverrides(this.overrides) };
    const expected = resolveReference(asReference(this.given), rules);
    expect(summaryOfEngine(this.engine)).toEqual(summaryOfReference(expected));
  }
}

describe('what if, in slices', () => {
  it('says what it says in one go, whatever the store is given meanwhile', () => {
    checkLaw({
      law: 'slices-what-if',
      runs: 120,
      cases: fc.record({
        log: troubledLog({ min: 2, max: 16 }),
        rules: fc.nat(RULESETS.length - 1),
        order: fc.constantFrom('event', 'received'),
        withoutSources: fc.constantFrom([], [0]),
        after: fc.integer({ min: 1, max: 20 }),
        isSettled: fc.boolean(),
      }),
      holds: ({ log, rules, after, isSettled, ...wishes }) => {
        const events = log.map(eventOf);
        const half = Math.ceil(events.length / 2);
        const driven = new Driven(customerlabs);
        driven.append(events.slice(0, half - 1));
        driven.append(events.slice(half - 1, half));
        const { engine } = driven;
        if (isSettled) engine.settle();
        const wish = { ...wishes, ruleset: RULESETS[rules]! };
        const expected = resolve(engine, wish);
        const lens = isSettled ? orderLens(engine).comparison.differing : null;
        const slices = resolveInSlices(engine, wish);
        const lensSlices = orderLensInSlices(engine);
        let step = slices.next();
        for (let slice = 1; slice < after && step.done !== true; slice += 1) {
          expect(step.value.done).toBeLessThanOrEqual(step.value.total);
          step = slices.next();
        }
        if (lens !== null) lensSlices.next();
        driven.append(events.slice(half));
        const found = step.done === true ? step.value : finish(slices);
        expect(found.digest()).toBe(expected.digest());
        if (lens !== null) expect(finish(lensSlices).comparison.differing).toEqual(lens);
      },
    });
  });
});

describe('a settle in slices', () => {
  it.each(RULESETS)(
    'leads where settling in one go does, whatever happens between slices, under $name',
    (ruleset) => {
      checkLaw({
        law: `slices-${ruleset.name}`,
        runs: REFERENCED.includes(ruleset) ? 60 : 20,
        cases: fc.record({
          log: troubledLog({ max: 14 }),
          delivery,
          steps: fc.array(step, { minLength: 1, maxLength: 8 }),
          lists: fc.array(drawnOverrides, { minLength: 1, maxLength: 3 }),
        }),
        holds: ({ log, delivery: how, steps, lists }) => {
          const events = log.map(eventOf);
          const driven = new Driven(ruleset);
          const { engine } = driven;
          const parts = deliver(events, how);
          driven.append(parts.shift() ?? []);
          for (const [turn, { after, what, rules }] of steps.entries()) {
            const settling = engine.settleInSlices(NOTHING_AT_ONCE);
            const hasEnded = driven.drive(settling, after);
            if (what === 'append') driven.append(parts.shift() ?? []);
            if (what === 'overrides') driven.obey(overridesOf(lists[turn % lists.length]!, events));
            if (what === 'rules') driven.rule(RULESETS[rules]!);
            if (what === 'settle') engine.settle();
            if (what !== 'drop' && !hasEnded) expect(finish(settling)).toBe(engine.isSettled);
            if (what === 'finish') expect(engine.isSettled).toBe(true);
            if (engine.isSettled) driven.expectResolved();
          }
          for (const part of parts) {
            driven.append(part);
            finish(engine.settleInSlices(NOTHING_AT_ONCE));
            driven.expectResolved();
          }
        },
      });
    },
  );
});
