import { describe, expect, it } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import {
  appendEvents,
  decisionsOf,
  engineOf,
  groupsOf,
  linesOf,
  logText,
  ownerOf,
} from '../../support/log-text.ts';

function withLimits(names: readonly string[], limit: object): Ruleset {
  const { customerlabs } = SHIPPED_RULESETS;
  const namespaces = customerlabs.namespaces.map((rule) =>
    rule.names.some((name) => names.includes(name)) ? { ...rule, limit } : rule,
  );
  return { ...customerlabs, namespaces };
}

describe('canonical order', () => {
  it('puts undated events first, so that they found', () => {
    const engine = engineOf(`
      10:00  anon:d  email:a@x
      -      email:a@x
    `);
    expect(linesOf(engine, 'email:a@x')).toEqual([2, 1]);
    expect(engine.state(ownerOf(engine, 'email:a@x'))).toBe('known');
  });

  it('decides ties by received time, then by the sequence of the dialect, missing ones last', () => {
    const engine = engineOf(`
      10:00  anon:d  #1
      10:00  anon:d  #2  <10:09
      10:00  anon:d  #3  <10:08
      10:00  anon:d  #4  ~2
      10:00  anon:d  #5  ~1
    `);
    expect(linesOf(engine, 'anon:d')).toEqual([3, 2, 5, 4, 1]);
  });
});

describe('records that are one event', () => {
  it('let the copy received first count, in whatever order they are read', () => {
    const engine = engineOf('10:00  anon:d  email:a@x  #m1  <10:20');
    appendEvents(engine, logText('10:00  anon:d  email:a@x  #m1  <10:10'));
    engine.settle();
    expect(linesOf(engine, 'email:a@x')).toEqual([2]);
    expect(engine.store.counts).toEqual({ same: 1, sameContent: 0, idReused: 0 });
    expect(engine.creditOf(0)).toBe(-1);
    expect(engine.store.acceptedRowOf(0)).toBe(1);
  });

  it('move nothing when a copy without any key is superseded', () => {
    const engine = engineOf('10:00  email:null  #m1  <10:20');
    appendEvents(engine, logText('10:00  email:null  #m1  <10:10'));
    engine.settle();
    expect(engine.unresolved).toEqual({ noIdentifier: 1, demotedOnly: 0 });
    expect(engine.unresolvedReason(0)).toBeNull();
    expect(engine.unresolvedReason(1)).toBe('NO_IDENTIFIER');
  });

  it('may take the event away that two islands hung on', () => {
    const engine = engineOf(`
      10:00  anon:d
      10:01  anon:e
      10:05  anon:d  anon:e  #m1  <10:30
      10:06  anon:e
    `);
    appendEvents(engine, logText('11:05  anon:d  anon:e  #m1  <10:20'));
    engine.settle();
    expect(groupsOf(engine)).toEqual([['anon:d', 'anon:e']]);
    expect(decisionsOf(engine, 'merge')).toEqual(['merge anon:e NONE 5']);
  });
});

describe('values set aside', () => {
  it('join nobody and are noted once for a profile with first, last and count', () => {
    const engine = engineOf(`
      10:00  anon:d  email:null
      10:05  anon:e  email:null
      10:10  anon:d  email:null
      10:15  anon:d  email:info@x.example
    `);
    expect(groupsOf(engine)).toEqual([['anon:d'], ['anon:e']]);
    expect(decisionsOf(engine, 'block', 'demote')).toEqual([
      'block email:null ID_BLOCKED 1–3 ×2',
      'block email:null ID_BLOCKED 2',
      'demote email:info@x.example ID_DEMOTED 4',
    ]);
  });

  it('leave an event with nothing else unresolved, without a row', () => {
    const engine = engineOf(`
      10:00  email:null
      10:05  email:info@x.example
      10:10  gclid:Cj0
    `);
    expect([0, 1, 2].map((event) => engine.unresolvedReason(event))).toEqual([
      'NO_IDENTIFIER',
      'DEMOTED_ONLY',
      'NO_IDENTIFIER',
    ]);
    expect(decisionsOf(engine)).toEqual([]);
    expect(engine.profileCount).toBe(0);
  });
});

describe('refusals', () => {
  it('of one identifier between the same two are one row, whichever way round; hand-overs are their own', () => {
    const engine = engineOf(`
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
      10:10  anon:d  email:a@x
      10:15  anon:d  email:c@x
    `);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual([
      'refuse anon:d OUTRANKED 2–3 ×2',
      'hand-over anon:d HANDED_OVER 2',
      'hand-over anon:d HANDED_OVER 3',
      'refuse anon:d OUTRANKED 4',
      'hand-over anon:d HANDED_OVER 4',
    ]);
  });

  it('do not happen on a device whose earlier people turned out to be one', () => {
    const engine = engineOf(`
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
      10:10  email:a@x  email:b@x
      10:15  anon:d  phone:+4915100000001
    `);
    expect(groupsOf(engine)).toEqual([['anon:d', 'email:a@x', 'email:b@x', 'phone:+4915100000001']]);
    expect(decisionsOf(engine, 'refuse')).toEqual(['refuse anon:d OUTRANKED 2']);
  });

  it('leave a device where it is on an event without a strong identifier', () => {
    const engine = engineOf(`
      10:00  anon:d  email:a@x
      10:05  fbp:f   email:b@x
      10:10  anon:d  fbp:f
    `);
    expect(groupsOf(engine)).toEqual([
      ['anon:d', 'email:a@x'],
      ['email:b@x', 'fbp:f'],
    ]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual(['refuse fbp:f OUTRANKED 3']);
  });
});

describe('limits', () => {
  it('leave an identifier unattached that a profile may not hold as well', () => {
    const engine = engineOf(
      `
      10:00  email:a@x  anon:d1
      10:05  email:a@x  anon:d2
      10:10  email:a@x  anon:d3
    `,
      withLimits(['anonymous_id'], { perProfile: { max: 2 } }),
    );
    expect(groupsOf(engine)).toEqual([['anon:d1', 'anon:d2', 'email:a@x']]);
    expect(decisionsOf(engine, 'refuse')).toEqual(['refuse anon:d3 LIMIT_EXCEEDED 3']);
  });

  it('keep apart what together would hold too much, and hand nothing over', () => {
    const engine = engineOf(
      `
      10:00  anon:d1  crm:X
      10:05  anon:d2  email:a@x
      10:10  anon:d1  email:a@x
    `,
      withLimits(['anonymous_id'], { perProfile: { max: 1 } }),
    );
    expect(groupsOf(engine)).toEqual([
      ['anon:d1', 'crm:X'],
      ['anon:d2', 'email:a@x'],
    ]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual(['refuse anon:d1 LIMIT_EXCEEDED 3']);
  });

  it('end the wandering of a device after so many profiles', () => {
    const engine = engineOf(
      `
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
      10:10  anon:d  email:c@x
      10:15  anon:d  email:a@x
    `,
      withLimits(['anonymous_id'], { profiles: { max: 2 } }),
    );
    expect(groupsOf(engine)).toEqual([['anon:d', 'email:a@x'], ['email:b@x'], ['email:c@x']]);
    expect(decisionsOf(engine, 'hand-over')).toEqual([
      'hand-over anon:d HANDED_OVER 2',
      'hand-over anon:d HANDED_OVER 4',
    ]);
  });
});

describe('the policy components', () => {
  it('joins whatever ever met and refuses nothing', () => {
    const engine = engineOf(
      `
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
    `,
      SHIPPED_RULESETS.components,
    );
    expect(groupsOf(engine)).toEqual([['anon:d', 'email:a@x', 'email:b@x']]);
    expect(decisionsOf(engine, 'refuse', 'hand-over')).toEqual([]);
  });

  it('can be changed to and back, with the same digest as before', () => {
    const engine = engineOf(`
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
    `);
    const before = engine.digest();
    engine.setRuleset(SHIPPED_RULESETS.components);
    engine.settle();
    expect(engine.digest()).not.toBe(before);
    engine.setRuleset(SHIPPED_RULESETS.customerlabs);
    engine.settle();
    expect(engine.digest()).toBe(before);
  });
});

describe('profile ids', () => {
  it('answer for the founder, the absorbed, and every other identifier', () => {
    const engine = engineOf(`
      10:00  cl:s1
      10:05  email:a@x  crm:7
      10:10  cl:s1  email:a@x
    `);
    const table = engine.store.identifierTable;
    const profile = ownerOf(engine, 'email:a@x');
    const idOf = (namespace: string, value: string): string => engine.ids.idOf(table.find(namespace, value));
    expect(engine.profileId(profile)).toBe(idOf('email', 'a@x'));
    expect(engine.formerIds(profile)).toEqual([idOf('customerlabs_user_id', 's1')]);
    for (const id of [engine.profileId(profile), ...engine.formerIds(profile), idOf('crm_user_id', '7')])
      expect(engine.findProfile(id)).toBe(profile);
    expect(engine.findProfile('0'.repeat(32))).toBe(-1);
    expect(engine.findProfile('no id')).toBe(-1);
  });

  it('lead from a founder that moved on to the profile it founded', () => {
    const engine = engineOf(`
      10:00  anon:d
      10:05  anon:d  email:a@x
      10:10  anon:d  email:b@x
    `);
    const founded = engine.findProfile(
      engine.ids.idOf(engine.store.identifierTable.find('anonymous_id', 'd')),
    );
    expect(founded).toBe(ownerOf(engine, 'email:a@x'));
    expect(ownerOf(engine, 'anon:d')).toBe(ownerOf(engine, 'email:b@x'));
  });
});

describe('housekeeping', () => {
  it('leaves no more dead rows behind than living ones, however often an island is resolved again', () => {
    const first = Array.from(
      { length: 60 },
      (_, index) => `10:${index % 60 < 10 ? '0' : ''}${index} anon:d email:p${index}@x`,
    );
    const engine = engineOf(first.join('\n'));
    for (let round = 0; round < 100; round += 1) {
      appendEvents(engine, logText(`09:00 anon:d #late${round}`));
      engine.settle();
    }
    let live = 0;
    for (let row = 0; row < engine.decisionCount; row += 1) if (engine.isDecision(row)) live += 1;
    expect(engine.decisionCount).toBeLessThan(5000 + 2 * live);
    expect(engine.work.islandsResolved).toBeGreaterThan(80);
  });
});
