/**
 * The work law: steps are in proportion to what changed. Counted in events read by the engine, never in time, so it
 * holds on any machine.
 */

import { describe, expect, it } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { POLICIES } from '#shared/identity/policies/policy.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { commit, resolved } from '../../support/engine-run.ts';
import { overridesFrom } from '../../support/override-text.ts';
import { eventOf } from '../../support/plain-events.ts';

const PEOPLE = 40;
const EVENTS_EACH = 25;
const MINUTE = 60_000;
/** An arriving event is looked at to find its islands, before they are read. */
const LOOK = 1;

/** Forty islands of 25 events, a minute apart from person to person. */
const LOG = Array.from({ length: PEOPLE * EVENTS_EACH }, (_, index) => {
  const person = index % PEOPLE;
  const ids = [`customerlabs_user_id:d${person}`, ...(index % 5 === 0 ? [`email:p${person}@x.example`] : [])];
  return eventOf({ ids, at: index * MINUTE, id: `e${index}` });
});
const AFTER = LOG.length * MINUTE;

describe('the work of a commit', () => {
  it('is one event read for an event that comes last in its island', () => {
    const engine = resolved([LOG]);
    const before = { ...engine.work };
    commit(engine, [eventOf({ ids: ['customerlabs_user_id:d7'], at: AFTER, id: 'last' })]);
    expect(engine.work.eventsRead - before.eventsRead).toBe(1);
    expect(engine.work.islandsResolved - before.islandsResolved).toBe(0);
  });

  it('is one island read for a late event, and no other', () => {
    const engine = resolved([LOG]);
    const before = { ...engine.work };
    commit(engine, [eventOf({ ids: ['customerlabs_user_id:d7'], at: 30, id: 'late' })]);
    expect(engine.work.islandsResolved - before.islandsResolved).toBe(1);
    expect(engine.work.eventsRead - before.eventsRead).toBe(LOOK + EVENTS_EACH + 1);
  });

  it('is the two islands that a late event joins', () => {
    const engine = resolved([LOG]);
    const before = { ...engine.work };
    const ids = ['customerlabs_user_id:d7', 'customerlabs_user_id:d8'];
    commit(engine, [eventOf({ ids, at: 30, id: 'bridge' })]);
    expect(engine.work.islandsResolved - before.islandsResolved).toBe(1);
    expect(engine.work.eventsRead - before.eventsRead).toBe(LOOK + 2 * EVENTS_EACH + 1);
  });

  it('is nothing for a repeat of what is known', () => {
    const engine = resolved([LOG]);
    const before = { ...engine.work };
    commit(engine, LOG.slice(0, 20));
    expect(engine.work).toEqual(before);
  });

  it('is one event read each for many events that come last, over many commits', () => {
    const engine = resolved([LOG]);
    const before = engine.work.eventsRead;
    for (let round = 0; round < 30; round += 1) {
      const person = (round * 7) % PEOPLE;
      const at = AFTER + round * MINUTE;
      commit(engine, [eventOf({ ids: [`customerlabs_user_id:d${person}`], at, id: `after${round}` })]);
    }
    expect(engine.work.eventsRead - before).toBe(30);
  });

  it('reads only the island of an earlier copy that takes the place of the one that counted', () => {
    const first = eventOf({
      ids: ['customerlabs_user_id:d3'],
      at: 5 * MINUTE,
      receivedAt: 900,
      id: 'copied',
    });
    const engine = resolved([[...LOG, first]]);
    const before = { ...engine.work };
    commit(engine, [{ ...first, receivedAt: 100 }]);
    expect(engine.work.islandsResolved - before.islandsResolved).toBe(1);
    expect(engine.work.eventsRead - before.eventsRead).toBe(LOOK + EVENTS_EACH + 1);
  });
});

describe('the work of one identifier on fifty thousand events', () => {
  const COUNT = 50_000;
  /** Others come and go on it, so that there is something to decide again and again. */
  const KIOSK = Array.from({ length: COUNT }, (_, index) => {
    const ids = [
      'customerlabs_user_id:kiosk',
      ...(index % 50 === 0 ? [`email:p${index % 1000}@x.example`] : []),
    ];
    return eventOf({ ids, at: index * MINUTE, id: `e${index}` });
  });

  it.each(Object.values(SHIPPED_RULESETS))(
    'is one look at each under $name, however it is cut',
    (ruleset) => {
      const whole = resolved([KIOSK], ruleset);
      expect(whole.work).toEqual({ eventsRead: COUNT, islandsResolved: 0 });
      if (POLICIES[ruleset.policy].kind === 'island') return;
      const parts = Array.from({ length: 20 }, (_, part) => KIOSK.slice(part * 2500, (part + 1) * 2500));
      const cut = resolved(parts, ruleset);
      expect(cut.digest()).toBe(whole.digest());
      // A commit that brings as much as there was resolves everything anew: the second does, no later one.
      expect(cut.work.eventsRead).toBeLessThanOrEqual(COUNT + 2 * 2500);
    },
  );

  it('is the same when all are spellings of one key', () => {
    const { customerlabs } = SHIPPED_RULESETS;
    const namespaces = customerlabs.namespaces.map((rule) =>
      rule.role === 'recorded' ? rule : { ...rule, normalise: ['lower-case', 'leading-zeros'] },
    );
    const written = KIOSK.map((event, index) => ({
      ...event,
      identifiers: event.identifiers.map(({ namespace, value }) => ({
        namespace,
        value: `${'0'.repeat(index % 40)}${index % 2 === 0 ? value : value.toUpperCase()}`,
      })),
    }));
    const engine = resolved([written], { ...customerlabs, namespaces });
    expect(engine.work).toEqual({ eventsRead: COUNT, islandsResolved: 0 });
    expect(engine.profileCount).toBe(resolved([KIOSK]).profileCount);
  });
});

describe('the work of a change of overrides', () => {
  const change = (before: readonly string[], after: readonly string[]): IdentityEngine['work'] => {
    const engine = resolved([LOG]);
    engine.setOverrides(overridesFrom(...before));
    engine.settle();
    const { eventsRead, islandsResolved } = engine.work;
    engine.setOverrides(overridesFrom(...after));
    engine.settle();
    return {
      eventsRead: engine.work.eventsRead - eventsRead,
      islandsResolved: engine.work.islandsResolved - islandsResolved,
    };
  };
  const pin = 'pin email:p10@x.example cl:d15';

  it('is the islands of its sides: the two of a new pin, the one that it made when it goes', () => {
    expect(change([], [pin])).toEqual({ eventsRead: 2 * EVENTS_EACH, islandsResolved: 2 });
    expect(change([pin], [])).toEqual({ eventsRead: 2 * EVENTS_EACH, islandsResolved: 1 });
  });

  it('is the island of a cut, and of an excluded value', () => {
    const one = { eventsRead: EVENTS_EACH, islandsResolved: 1 };
    expect(change([pin], [pin, 'cut cl:d5 email:p5@x.example'])).toEqual(one);
    expect(change([pin], [pin, 'exclude cl:d5'])).toEqual(one);
  });

  it('is nothing for overrides that stay, and for identifiers that no event carries', () => {
    const nothing = { eventsRead: 0, islandsResolved: 0 };
    expect(change([pin], [pin])).toEqual(nothing);
    expect(change([pin], [pin, 'pin email:nobody@x.example email:no-one@x.example'])).toEqual(nothing);
  });
});
