/**
 * Normalisers on random logs: whatever steps a ruleset has, after every commit the engine equals the plain resolver, which
 * replaces every identifier by its normal form before it looks at it; and no order of reading shows in the result.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { NormalForm } from '#shared/identity/normal-form.ts';
import type { Override } from '#shared/identity/overrides.ts';
import { respelled } from '#shared/identity/overrides.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { summarize } from '#shared/identity/summary.ts';
import { ownedCounts } from '#shared/profile/profile-columns.ts';
import { rowTally } from '#shared/profile/row-tally.ts';
import { deliver, delivery } from '../../support/arbitraries.ts';
import { drawnOverrides, overridesOf } from '../../support/drawn-overrides.ts';
import { asReference, commit, resolved } from '../../support/engine-run.ts';
import type { EventDraft } from '../../support/plain-events.ts';
import { eventOf } from '../../support/plain-events.ts';
import { referenceOverrides } from '../../support/reference-overrides.ts';
import { resolveReference } from '../../support/reference-resolver.ts';
import { referenceRules } from '../../support/reference-rules.ts';
import { CAPPED, FIRST_OWNERS, LIMITED } from '../../support/rulesets.ts';
import { CAMPAIGN_TIMEOUT_MS, checkLaw, UNIFY_SEED } from '../../support/seeds.ts';
import { drawnSteps, drawnWays, normalising, respelledLog, writer } from '../../support/spellings.ts';
import { summaryOfEngine, summaryOfReference } from '../../support/summaries.ts';

vi.setConfig({ testTimeout: CAMPAIGN_TIMEOUT_MS });
console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const { customerlabs, components } = SHIPPED_RULESETS;
const ruleset = fc.constantFrom(customerlabs, components, LIMITED, CAPPED, FIRST_OWNERS).chain(normalising);
const events = (log: readonly EventDraft[]) => log.map(eventOf);

describe('a ruleset with normalisers', () => {
  it('resolves as the plain resolver does after every commit', () => {
    checkLaw({
      law: 'oracle-normalisers',
      runs: 400,
      cases: fc.record({ log: respelledLog({ max: 14 }), ruleset, delivery }),
      holds: ({ log, ruleset: rules, delivery: how }) => {
        const engine = new IdentityEngine(rules);
        const sofar = [];
        for (const [source, part] of deliver(events(log), how).entries()) {
          commit(engine, part, source);
          sofar.push(...part);
          const expected = resolveReference(asReference(sofar), referenceRules(rules));
          expect(summaryOfEngine(engine)).toEqual(summaryOfReference(expected));
          expect(countsOf(engine)).toEqual(countsOf(resolved([sofar], rules)));
        }
      },
    });
  });

  it('can come and go: nothing of other normalisers stays behind, in the engine and in a what-if beside it', () => {
    checkLaw({
      law: 'oracle-normalisers-change',
      runs: 150,
      cases: fc.record({
        log: respelledLog({ max: 10 }),
        rules: fc.array(ruleset, { minLength: 1, maxLength: 4 }),
      }),
      holds: ({ log, rules }) => {
        const engine = new IdentityEngine(customerlabs);
        const sofar = [];
        for (const [step, event] of events(log).entries()) {
          const next = rules[step % rules.length]!;
          engine.setRuleset(next);
          commit(engine, [event]);
          sofar.push(event);
          const other = resolve(engine, { ruleset: rules[(step + 1) % rules.length]! });
          expect(summaryOfEngine(engine)).toEqual(summaryOfReference(plainly(sofar, next)));
          expect(other.digest()).toBe(resolved([sofar], other.ruleset).digest());
        }
      },
    });
  });

  it('gives one digest for any order, batching and repetition of the same events', () => {
    checkLaw({
      law: 'partition-of-input-normalisers',
      runs: 200,
      cases: fc.record({ log: respelledLog({ max: 14 }), ruleset, how: delivery }),
      holds: ({ log, ruleset: rules, how }) => {
        const whole = resolved([events(log)], rules);
        const cut = resolved([...deliver(events(log), how), events(log)], rules);
        expect(cut.digest()).toBe(whole.digest());
      },
    });
  });

  it('hears overrides of any spelling as those of the key', () => {
    checkLaw({
      law: 'overrides-normalisers',
      runs: 250,
      cases: fc.record({
        log: respelledLog({ max: 12 }),
        ruleset,
        drawn: drawnOverrides,
        ways: drawnWays,
        delivery,
      }),
      holds: ({ log, ruleset: rules, drawn, ways, delivery: how }) => {
        const write = writer(ways);
        const overrides = overridesOf(drawn, events(log)).map((one) =>
          respelled(one, (_, value) => write(value)),
        );
        const engine = new IdentityEngine(rules);
        engine.setOverrides(overrides);
        const sofar = [];
        for (const part of deliver(events(log), how)) {
          commit(engine, part);
          sofar.push(...part);
          expect(summaryOfEngine(engine)).toEqual(summaryOfReference(plainly(sofar, rules, overrides)));
        }
        engine.setOverrides([]);
        engine.settle();
        expect(summaryOfEngine(engine)).toEqual(summaryOfReference(plainly(sofar, rules)));
        engine.setOverrides(overrides);
        engine.settle();
        expect(summaryOfEngine(engine)).toEqual(summaryOfReference(plainly(sofar, rules, overrides)));
      },
    });
  });
});

describe('a normal form', () => {
  it('is its own normal form, whatever the steps and the value', () => {
    checkLaw({
      law: 'normal-form-idempotent',
      runs: 2000,
      cases: fc.record({ steps: drawnSteps, value: fc.oneof(fc.string(), fc.string({ unit: 'binary' })) }),
      holds: ({ steps, value }) => {
        for (const names of [steps, [...steps, 'phone:DE'], ['phone', ...steps]]) {
          const normal = new NormalForm(names);
          const form = normal.of(value);
          expect(normal.of(form)).toBe(form);
        }
      },
    });
  });
});

/** Counts that are kept from one settle to the next: they must be those of an engine that was only given the last. */
function countsOf(engine: IdentityEngine) {
  const setAside = Array.from(rowTally(engine).setAside(), ({ identifier, events: count }) => [
    engine.store.identifierTable.get(identifier),
    count,
  ]);
  const owned = ownedCounts(engine).filter((_, profile) => engine.isPresent(profile));
  return {
    identifiers: summarize(engine, 0).identifiers,
    owned: Array.from(owned).toSorted((a, b) => a - b),
    setAside: setAside.map((one) => JSON.stringify(one)).toSorted(),
  };
}

function plainly(
  sofar: readonly ReturnType<typeof eventOf>[],
  rules: Ruleset,
  overrides: readonly Override[] = [],
) {
  const plain = referenceRules(rules);
  const keyOf = (side: { readonly namespace: string; readonly value: string }) => plain.keyOf?.(side) ?? side;
  const ofKeys = overrides.flatMap((one): Override[] => {
    if (one.kind === 'exclude') return [{ ...one, identifier: keyOf(one.identifier) }];
    const [a, b] = [one.a, one.b].map((side) => ('event' in side ? side : keyOf(side)));
    // A cut between two spellings of one key says nothing, and so does such a pin.
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ ...one, a: a!, b: b! }];
  });
  return resolveReference(asReference(sofar), { ...plain, overrides: referenceOverrides(ofKeys) });
}
