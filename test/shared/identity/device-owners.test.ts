/** Whose a device is when somebody else logs in on it, by the ruleset's `owner`: worked out by hand, case by case. */

import { describe, expect, it } from 'vitest';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { ProfileIds } from '#shared/identity/profile-ids.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { DeviceOwner, Ruleset } from '#shared/identity/rules.ts';
import {
  appendEvents,
  decisionsOf,
  drawnIdentifier,
  engineOf,
  groupsOf,
  linesOf,
  logText,
  ownerOf,
} from '../../support/log-text.ts';
import { overridesFrom } from '../../support/override-text.ts';
import { eventKeyText } from '../../support/reference-resolver.ts';
import { LAST_OWNERS, NOBODY_OWNERS, withOwners } from '../../support/rulesets.ts';

/** Three people on one device, which is alone before, between and after their logins. */
const KIOSK = `
  10:00  anon:D
  10:05  anon:D  email:ada@x
  10:10  anon:D
  10:15  anon:D  email:ben@x
  10:20  anon:D
  10:25  anon:D  email:cem@x
  10:30  anon:D
`;

const PEOPLE = ['email:ada@x', 'email:ben@x', 'email:cem@x'];

function linesOfPeople(engine: IdentityEngine): number[][] {
  return PEOPLE.map((email) => linesOf(engine, email));
}

/** Settles after every line, so that each is folded on. */
function grown(log: string, ruleset: Ruleset): IdentityEngine {
  const engine = engineOf('', ruleset);
  for (const event of logText(log)) {
    appendEvents(engine, [event]);
    engine.settle();
  }
  return engine;
}

function stateOf(engine: IdentityEngine, word: string): string {
  return engine.state(ownerOf(engine, word));
}

describe('the lines of a kiosk that three people log in on', () => {
  it.each<[DeviceOwner, number[][]]>([
    [
      'hand-over',
      [
        [1, 2, 3],
        [4, 5],
        [6, 7],
      ],
    ],
    ['first', [[1, 2, 3, 5, 7], [4], [6]]],
    ['last', [[2], [4], [1, 3, 5, 6, 7]]],
    ['nobody', [[1, 2, 3], [4], [5, 6, 7]]],
  ])('under %s are whose they are, whether read at once or one by one', (owner, lines) => {
    const ruleset = withOwners(owner);
    const engine = engineOf(KIOSK, ruleset);
    expect(linesOfPeople(engine)).toEqual(lines);
    const oneByOne = grown(KIOSK, ruleset);
    expect(linesOfPeople(oneByOne)).toEqual(lines);
    expect(oneByOne.digest()).toBe(engine.digest());
  });
});

describe('a device of the last owner', () => {
  it('passes with its history, which a row says of every hand-over', () => {
    const engine = engineOf(KIOSK, LAST_OWNERS);
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:cem@x'], ['email:ada@x'], ['email:ben@x']]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual([
      'refuse anon:D OUTRANKED 4',
      'hand-over anon:D HISTORY_MOVED 4',
      'refuse anon:D OUTRANKED 6',
      'hand-over anon:D HISTORY_MOVED 6',
    ]);
  });

  it('makes unified whom its first events come to, and no longer whom they leave', () => {
    const engine = engineOf(KIOSK, LAST_OWNERS);
    expect(PEOPLE.map((email) => stateOf(engine, email))).toEqual(['known', 'known', 'unified']);
    const handedOver = engineOf(KIOSK, withOwners('hand-over'));
    expect(PEOPLE.map((email) => stateOf(handedOver, email))).toEqual(['unified', 'known', 'known']);
  });

  it('takes late events along, and gives back what it had when a login is taken out', () => {
    const engine = engineOf(KIOSK, LAST_OWNERS);
    appendEvents(engine, logText('10:07  anon:D\n09:55  anon:D'));
    engine.settle();
    expect(linesOfPeople(engine)).toEqual([[2], [4], [9, 1, 8, 3, 5, 6, 7]]);
    const asOf = engine.store.at.at(4);
    expect(linesOf(resolve(engine, { asOf }), 'email:ben@x')).toEqual([9, 1, 8, 3, 4, 5]);
  });

  it('moves its settled events with a login, and reads nothing again for an event after it', () => {
    const events = logText(KIOSK);
    const engine = engineOf(events.slice(0, 5), LAST_OWNERS);
    const work = () => ({ ...engine.work });
    let before = work();
    appendEvents(engine, events.slice(5, 6));
    engine.settle();
    expect(linesOf(engine, 'email:cem@x')).toEqual([1, 3, 5, 6]);
    expect(engine.work.islandsResolved - before.islandsResolved).toBe(1);
    before = work();
    appendEvents(engine, events.slice(6));
    engine.settle();
    expect(linesOf(engine, 'email:cem@x')).toEqual([1, 3, 5, 6, 7]);
    expect(engine.work.eventsRead - before.eventsRead).toBe(1);
    expect(engine.work.islandsResolved).toBe(before.islandsResolved);
  });

  it('leaves events that name anything else where they are', () => {
    const log = `
      10:00  anon:D  fbp:F
      10:05  anon:D  crm:X
      10:10  anon:D
      10:15  anon:D  email:ada@x
      10:20  anon:D  fbp:F  email:ben@x
    `;
    const engine = engineOf(log, withOwners('last', 'hand-over'));
    expect(linesOf(engine, 'email:ada@x')).toEqual([1, 2, 4]);
    expect(linesOf(engine, 'email:ben@x')).toEqual([3, 5]);
    expect(linesOf(engineOf(log, LAST_OWNERS), 'email:ben@x')).toEqual([1, 3, 5]);
  });

  it('is followed by events of several devices as the best that their profile holds', () => {
    const log = `
      10:00  fbp:A  anon:D
      10:05  fbp:A  fbp:B
      10:10  anon:D  email:ada@x
      10:15  fbp:B  email:ben@x
      10:20  anon:D  email:cem@x
    `;
    const engine = engineOf(log, LAST_OWNERS);
    expect(linesOf(engine, 'email:ada@x')).toEqual([2, 3]);
    expect(linesOf(engine, 'email:ben@x')).toEqual([4]);
    expect(linesOf(engine, 'email:cem@x')).toEqual([1, 5]);
  });

  it('is not followed by an event that an override names, and does not leave whom it is pinned to', () => {
    const events = logText(KIOSK);
    const engine = engineOf(events, LAST_OWNERS);
    engine.setOverrides(overridesFrom(`cut email:cem@x event:${eventKeyText(events[2]!)}`));
    engine.settle();
    expect(linesOfPeople(engine)).toEqual([[2, 3], [4], [1, 5, 6, 7]]);
    engine.setOverrides(overridesFrom('pin anon:D email:ben@x'));
    engine.settle();
    expect(linesOf(engine, 'email:cem@x')).toEqual([6]);
  });
});

describe('a device that is nobody’s after another login', () => {
  it('founds a profile of its own with the next event on it, which the next login takes over', () => {
    const engine = engineOf(KIOSK, NOBODY_OWNERS);
    expect(groupsOf(engine)).toEqual([['anon:D', 'email:cem@x'], ['email:ada@x'], ['email:ben@x']]);
    expect(decisionsOf(engine)).toEqual([
      'create anon:D NONE 1',
      'attach email:ada@x NONE 2',
      'create email:ben@x NONE 4',
      'refuse anon:D OUTRANKED 4',
      'cut anon:D RELEASED 4',
      'create anon:D NONE 5',
      'attach email:cem@x NONE 6',
    ]);
    expect(PEOPLE.map((email) => stateOf(engine, email))).toEqual(['unified', 'known', 'unified']);
  });

  it('tells the profiles that it founded apart by their ids, which all lead back', () => {
    const engine = engineOf(KIOSK, NOBODY_OWNERS);
    const [ada, , cem] = PEOPLE.map((email) => ownerOf(engine, email));
    const { namespace, value } = drawnIdentifier('anon:D');
    const device = engine.store.identifierTable.find(namespace, value);
    expect(engine.profileId(ada!)).toBe(new ProfileIds(engine.store.identifierTable).idOf(device));
    expect(engine.profileId(cem!)).not.toBe(engine.profileId(ada!));
    for (const profile of [ada!, cem!]) expect(engine.findProfile(engine.profileId(profile))).toBe(profile);
  });

  it('is nobody’s until then', () => {
    const engine = engineOf(logText(KIOSK).slice(0, 4), NOBODY_OWNERS);
    expect(ownerOf(engine, 'anon:D')).toBe(-1);
    expect(groupsOf(engine)).toEqual([['email:ada@x'], ['email:ben@x']]);
  });

  it('is theirs who log in next, be it the same person, and is released by the next one', () => {
    const engine = engineOf(
      `
      10:00  anon:D  email:ada@x
      10:05  anon:D  email:ben@x
      10:10  anon:D  email:ben@x
      10:15  anon:D
      10:20  anon:D  email:ada@x
      10:25  anon:D
      10:30  anon:D  email:ada@x
    `,
      NOBODY_OWNERS,
    );
    expect(linesOf(engine, 'email:ada@x')).toEqual([1, 5, 6, 7]);
    expect(linesOf(engine, 'email:ben@x')).toEqual([2, 3, 4]);
    expect(decisionsOf(engine, 'cut', 'merge', 'refuse')).toEqual([
      'refuse anon:D OUTRANKED 2–5 ×2',
      'cut anon:D RELEASED 2',
      'cut anon:D RELEASED 5',
      'merge anon:D NONE 7',
    ]);
  });

  it('changes with late events and with logins that are taken out', () => {
    const engine = engineOf(KIOSK, NOBODY_OWNERS);
    appendEvents(engine, logText('10:17  anon:D  email:ada@x'));
    engine.settle();
    expect(linesOfPeople(engine)).toEqual([[1, 2, 3, 8, 5], [4], [6]]);
    expect(ownerOf(engine, 'anon:D')).toBeGreaterThanOrEqual(0);
    expect(linesOf(engine, 'anon:D')).toEqual([7]);
  });

  it('stays with its owner where it may belong to nobody else, or is pinned', () => {
    const limited: Ruleset = {
      ...NOBODY_OWNERS,
      namespaces: NOBODY_OWNERS.namespaces.map((rule) =>
        rule.owner === 'nobody' ? { ...rule, limit: { profiles: { max: 2 } } } : rule,
      ),
    };
    const engine = engineOf(KIOSK, limited);
    expect(linesOfPeople(engine)).toEqual([[1, 2, 3], [4], [5, 6, 7]]);
    appendEvents(engine, logText('10:35  anon:D  email:dan@x\n10:40  anon:D'));
    engine.settle();
    expect(linesOf(engine, 'email:cem@x')).toEqual([5, 6, 7, 9]);
    const pinned = engineOf(KIOSK, NOBODY_OWNERS);
    pinned.setOverrides(overridesFrom('pin anon:D email:ada@x'));
    pinned.settle();
    expect(linesOfPeople(pinned)).toEqual([[1, 2, 3, 5, 7], [4], [6]]);
  });
});

describe('an event with devices of different owners', () => {
  it('passes each on by its own rule', () => {
    const log = `
      10:00  anon:D  fbp:F  email:ada@x
      10:05  fbp:F
      10:10  anon:D
      10:15  anon:D  fbp:F  email:ben@x
      10:20  anon:D
      10:25  fbp:F
    `;
    const engine = engineOf(log, withOwners('nobody', 'last'));
    expect(linesOf(engine, 'email:ada@x')).toEqual([1, 3]);
    expect(linesOf(engine, 'email:ben@x')).toEqual([2, 4, 6]);
    expect(linesOf(engine, 'anon:D')).toEqual([5]);
    expect(decisionsOf(engine, 'hand-over', 'cut')).toEqual([
      'cut anon:D RELEASED 4',
      'hand-over fbp:F HISTORY_MOVED 4',
    ]);
  });
});
