/** What readers see of an identifier that several profiles hold, and of a profile that holds none any more. */

import { describe, expect, it } from 'vitest';
import { searchProfiles } from '#main/engine/queries/profile-search.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { decisionSentence } from '#shared/identity/sentences.ts';
import { evaluate } from '#shared/segment/evaluate.ts';
import { commit, resolved } from '../../../support/engine-run.ts';
import { makeEvent } from '../../../support/events.ts';

const idOf = (engine: IdentityEngine, text: string): number => {
  const [namespace, value] = text.split(':') as [string, string];
  return engine.store.identifierTable.find(namespace, value);
};

/** Two users have logged in on one device, and it was used by somebody who had not. */
const KIOSK = [
  makeEvent('user_id:ada idfv:d', { at: 1 }),
  makeEvent('user_id:ben idfv:d', { at: 2 }),
  makeEvent('idfv:d', { at: 3 }),
];

describe('a device that three profiles hold', () => {
  const engine = resolved([KIOSK], SHIPPED_RULESETS['snowplow-identities']);
  const owners = engine.ownersOf(idOf(engine, 'idfv:d'));

  it('belongs to each of them, and the last to come answers for it', () => {
    expect(owners.map((owner) => engine.creditOf(owner))).toEqual(owners);
    expect(engine.ownerOf(idOf(engine, 'idfv:d'))).toBe(engine.creditOf(2));
  });

  it('finds all of them, by its value and by a part of it', () => {
    for (const text of ['idfv:d', 'd']) {
      const { found } = searchProfiles(engine, text, null);
      expect(owners.every((owner) => found[owner] === 1)).toBe(true);
    }
  });

  it('counts for all of them in a segment', () => {
    const condition = { kind: 'has-identifier', namespace: 'idfv', present: true } as const;
    const { members } = evaluate(engine, { match: 'all', conditions: [condition] });
    expect([...members]).toEqual(owners.toSorted((a, b) => a - b));
  });
});

describe('an identifier that founds again', () => {
  it('gives every profile an id of its own, by which it is found also after late events', () => {
    const engine = resolved(
      [[makeEvent('email:a@x.example idfv:d', { at: 1 })]],
      SHIPPED_RULESETS['mparticle-profile-link'],
    );
    commit(engine, [makeEvent('idfv:d', { at: 5, name: 'logout' })]);
    commit(engine, [makeEvent('idfv:d', { at: 3, name: 'logout' })]);
    const [, first, second] = engine.ownersOf(idOf(engine, 'idfv:d')) as [number, number, number];
    expect(engine.profileId(first)).not.toBe(engine.profileId(second));
    expect(engine.findProfile(engine.profileId(first))).toBe(first);
    expect(engine.findProfile(engine.profileId(second))).toBe(second);
  });
});

describe('a profile that has lost its identifiers', () => {
  const events = [
    makeEvent('email:new@x.example', { at: 1, name: 'feed' }),
    makeEvent('user_id:ada email:old@x.example', { at: 2, name: 'login' }),
    makeEvent('user_id:ada email:old@x.example email:new@x.example', {
      at: 3,
      name: 'modify',
      traits: { replaces: 'email:old@x.example' },
    }),
  ];
  const engine = resolved([events], SHIPPED_RULESETS['mparticle-profile-conversion']);

  it('is an orphan: still there with its event, anonymous, and found by its id', () => {
    const orphan = engine.creditOf(0);
    expect(engine.isPresent(orphan)).toBe(true);
    expect(engine.membershipsOf(orphan).filter(({ to }) => to < 0)).toEqual([]);
    expect(engine.state(orphan)).toBe('anonymous');
    expect(engine.findProfile(engine.profileId(orphan))).toBe(orphan);
  });

  it('is told of in sentences: what moved, and what took the place of what', () => {
    const sentences = engine.decisionsAt(2).map((decision) => decisionSentence(engine, decision));
    expect(sentences).toContainEqual(expect.stringContaining('who was given it'));
    expect(sentences).toContainEqual(
      expect.stringContaining('old@x.example (email) is no longer an identifier of'),
    );
    expect(engine.ownersOf(idOf(engine, 'email:old@x.example'))).toEqual([]);
  });
});
