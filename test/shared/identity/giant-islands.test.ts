/**
 * One island of everything: people at one kiosk, a chain of devices and logins, and random meetings. Work is counted at a
 * size and at twice that size, in operations and never in time, and so is what the dearest slice or event costs.
 */

import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { IslandDraft } from '#shared/identity/island-draft.ts';
import type { IslandKey } from '#shared/identity/island-event.ts';
import type { IslandPolicy } from '#shared/identity/policies/policy.ts';
import { POLICIES } from '#shared/identity/policies/policy.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { batchOf } from '../../support/events.ts';
import { eventOf } from '../../support/plain-events.ts';

const SIZE = 6000;
/** As much of the work at `SIZE` as twice the events may cost; n log n would be 2.2 times. */
const LINEAR = 2.25;
const MINUTE = 60_000;

const spread = (place: number): number => Math.imul(place ^ 0x9e3779b9, 0x85ebca6b) >>> 0;

/** Shape → keys of the event at a place of so many. */
const SHAPES: { readonly [shape: string]: (place: number, size: number) => readonly string[] } = {
  kiosk: (place) => [
    'anonymous_id:kiosk',
    ...(place % 10 === 0 ? [`user_id:u${spread(place) % (place + 1)}`] : []),
  ],
  chain: (place) => [`anonymous_id:d${place >> 1}`, `user_id:u${(place + 1) >> 1}`],
  random: (place, size) => [
    `anonymous_id:d${spread(place) % (size >> 3)}`,
    ...(place % 3 === 0 ? [] : [`user_id:u${spread(place * 7 + 1) % (size >> 3)}`]),
    ...(place % 4 === 0 ? [`anonymous_id:d${spread(place * 13 + 5) % (size >> 3)}`] : []),
  ],
};

function logOf(shape: string, size: number): CanonicalEvent[] {
  return Array.from({ length: size }, (_, place) =>
    eventOf({ ids: [...new Set(SHAPES[shape]!(place, size))], at: place * MINUTE, id: `e${place}` }),
  );
}

class Watched extends IdentityEngine {
  get operations(): number {
    const { memberships, ledger } = this.columns;
    return this.work.eventsRead + memberships.looks + memberships.last + ledger.count;
  }
}

/** Operations of one settle, and the most events that were read between two pauses. */
function settled(ruleset: Ruleset, events: readonly CanonicalEvent[]): { operations: number; slice: number } {
  const engine = new Watched(ruleset);
  engine.append(batchOf(events), 0, 1);
  let slice = 0;
  let read = 0;
  for (const _ of engine.settleInSlices(0)) {
    slice = Math.max(slice, engine.work.eventsRead - read);
    read = engine.work.eventsRead;
  }
  return { operations: engine.operations, slice };
}

describe.each(Object.keys(SHAPES))('one island, shaped as a %s,', (shape) => {
  const { customerlabs, components } = SHIPPED_RULESETS;
  it.each([customerlabs, components, SHIPPED_RULESETS['segment-unify']])(
    'costs in proportion to its events under $name, and every slice the same',
    (ruleset) => {
      const once = settled(ruleset, logOf(shape, SIZE));
      const twice = settled(ruleset, logOf(shape, 2 * SIZE));
      expect(twice.operations / once.operations).toBeLessThan(LINEAR);
      expect(twice.slice).toBeLessThanOrEqual(2048);
    },
  );

  const ofIslands = Object.values(SHIPPED_RULESETS).filter(
    ({ policy }) => POLICIES[policy].kind === 'island',
  );
  it.each(ofIslands)(
    'is taken event by event under $name, none of which costs what the island does',
    (ruleset) => {
      const once = taken(ruleset, shape, SIZE);
      const twice = taken(ruleset, shape, 2 * SIZE);
      expect(twice.looks / once.looks).toBeLessThan(LINEAR);
      expect(twice.dearest).toBeLessThan(SIZE / 8);
      expect(settled(ruleset, logOf(shape, SIZE)).slice).toBeLessThanOrEqual(256);
    },
  );
});

/** What a policy looks at to take an island: in all, and for the event that costs most. */
function taken(ruleset: Ruleset, shape: string, size: number): { looks: number; dearest: number } {
  const keys = new Map<string, IslandKey>();
  const listed: IslandKey[] = [];
  const keyOf = (text: string): IslandKey => {
    const known = keys.get(text);
    if (known !== undefined) return known;
    const [namespace = '', value = ''] = text.split(':');
    const isUser = namespace === 'user_id';
    const role = isUser ? 'strong' : 'anonymous';
    const rule = ruleset.namespaces.find(({ names }) => names.includes(namespace));
    const maxPerProfile = rule?.limit?.perProfile?.max ?? Number.POSITIVE_INFINITY;
    const key = {
      identifier: keys.size,
      namespace,
      value,
      rank: isUser ? 1 : 2,
      role,
      maxPerProfile,
    } as const;
    keys.set(text, key);
    listed.push(key);
    return key;
  };
  const roles = (identifier: number, role: string): boolean => listed[identifier]?.role === role;
  const draft = new IslandDraft({
    isStrong: (identifier) => roles(identifier, 'strong'),
    isAnonymous: (identifier) => roles(identifier, 'anonymous'),
  });
  // Only such rulesets are asked about.
  const take = (POLICIES[ruleset.policy] as IslandPolicy).begin(draft);
  let dearest = 0;
  for (let place = 0; place < size; place += 1) {
    const before = draft.looks;
    const event = [...new Set(SHAPES[shape]!(place, size))]
      .map(keyOf)
      .sort((a, b) => a.rank - b.rank || (a.value < b.value ? -1 : 1));
    take({
      event: place,
      at: place * MINUTE,
      type: 'track',
      name: null,
      keys: event,
      trait: () => undefined,
    });
    dearest = Math.max(dearest, draft.looks - before);
  }
  return { looks: draft.looks + size, dearest };
}
