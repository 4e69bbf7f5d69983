/** Titles and golden values: one ruleset chooses both, so they never contradict each other. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import type { PlainStrategy } from '#shared/identity/survivor-rules.ts';
import { presentProfiles } from '#shared/profile/engine-view.ts';
import { nameColumns, namesOfEvents } from '#shared/profile/names.ts';
import { titleOf } from '#shared/profile/profile-summary.ts';
import { computeTraits } from '#shared/profile/survivorship.ts';
import { batchOf, makeEvent } from '../../support/events.ts';
import { checkLaw, UNIFY_SEED } from '../../support/seeds.ts';

console.log(`UNIFY_SEED=${UNIFY_SEED}`);

const STRATEGIES: readonly PlainStrategy[] = ['most-recent', 'oldest', 'most-frequent', 'non-empty', 'union'];
const PEOPLE = ['email:a@x.example', 'email:b@x.example', 'email:a@x.example email:b@x.example'];
const VALUES = ['Ada', 'Ada L.', 'Bea', ' ', 7, null];

/** Under a strategy for all traits, or for the one that is a full name. */
function engineUnder(strategy: PlainStrategy, events: readonly CanonicalEvent[], isForName = false) {
  const named = { default: 'most-recent' as const, traits: [{ names: ['name'], strategy }] };
  const survivorship = isForName ? named : { default: strategy };
  const engine = new IdentityEngine({ ...SHIPPED_RULESETS.customerlabs, survivorship });
  engine.append(batchOf(events), 0, 1);
  engine.settle();
  return engine;
}

function goldenName(engine: IdentityEngine, profile: number): unknown {
  const traits = computeTraits(engine.store, engine.eventsOf(profile), engine.ruleset.survivorship);
  const json = traits.find(({ name }) => name === 'name')?.winner.value;
  return json === undefined ? undefined : JSON.parse(json);
}

describe('a title', () => {
  it.each([
    ['most-recent', 'Ada Lindqvist'],
    ['oldest', 'Ada'],
    ['most-frequent', 'A. Lind'],
    ['non-empty', 'Ada Lindqvist'],
    ['union', 'Ada Lindqvist'],
  ] as const)('is the name that the strategy %s chooses', (strategy, title) => {
    const names = ['Ada', 'A. Lind', 'A. Lind', 'Ada Lindqvist'];
    const events = names.map((name, at) => makeEvent(PEOPLE[0]!, { at, traits: { name } }));
    for (const isForName of [true, false]) {
      const engine = engineUnder(strategy, events, isForName);
      expect(titleOf(engine, presentProfiles(engine)[0]!)).toBe(title);
    }
  });

  it('is the golden name wherever that is a text, and the same from columns as from events', () => {
    checkLaw({
      law: 'names-golden',
      runs: 300,
      cases: fc.record({
        strategy: fc.constantFrom(...STRATEGIES),
        isForName: fc.boolean(),
        log: fc.array(
          fc.record({
            who: fc.constantFrom(...PEOPLE),
            name: fc.constantFrom(...VALUES),
            first: fc.constantFrom(...VALUES),
            at: fc.option(fc.nat(9)),
          }),
          { maxLength: 12 },
        ),
      }),
      holds: ({ strategy, isForName, log }) => {
        const events = log.map(({ who, name, first, at }, place) =>
          makeEvent(who, { at, id: `e${place}`, traits: { name, first_name: first } }),
        );
        const engine = engineUnder(strategy, events, isForName);
        for (const profile of presentProfiles(engine)) {
          const fromEvents = namesOfEvents(engine, engine.eventsOf(profile));
          const fromColumns = nameColumns(engine).map((column) => column[profile]);
          expect(fromColumns).toEqual(fromEvents);
          const golden = goldenName(engine, profile);
          if (typeof golden === 'string' && golden.trim() !== '')
            expect(titleOf(engine, profile)).toBe(golden.trim());
        }
      },
    });
  });
});
