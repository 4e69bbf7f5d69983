/** What two spellings of one key mean to everyone who reads what was concluded. */

import { describe, expect, it } from 'vitest';
import { overview } from '#main/engine/queries/overview.ts';
import { searchProfiles } from '#main/engine/queries/profile-search.ts';
import { Census } from '#shared/identity/census.ts';
import { IdentityEngine } from '#shared/identity/engine.ts';
import { explain } from '#shared/identity/explain/explain.ts';
import { resolve } from '#shared/identity/resolution.ts';
import type { Ruleset } from '#shared/identity/rules.ts';
import { parseRuleset } from '#shared/identity/rules.ts';
import { summarize } from '#shared/identity/summary.ts';
import { buildProfile } from '#shared/profile/profile.ts';
import { appendEvents, decisionsOf, engineOf, groupsOf, logText } from '../../support/log-text.ts';
import { overridesFrom } from '../../support/override-text.ts';

const RULES = rulesOf({
  namespaces: [
    { names: ['email'], role: 'strong', normalise: ['plus-tag', 'gmail-dots'] },
    { names: ['*'], role: 'supplementary', normalise: ['strip-prefix:crm-', 'lower-case', 'leading-zeros'] },
    { names: ['anonymous_id'], role: 'anonymous' },
    { names: ['gclid'], role: 'recorded' },
  ],
  blocked: { values: ['unknown', '0'] },
  demoted: { mailboxes: ['info'] },
});

function rulesOf(rest: object): Ruleset {
  const parsed = parseRuleset({ name: 'mine', policy: 'customerlabs', ...rest });
  if (!parsed.ok) throw new Error(parsed.error.join('; '));
  return parsed.value;
}

const LOG = `
  10:00  anon:a  crm:CRM-007
  10:01  anon:b  crm:7
  10:02  crm:crm-CRM-7  email:ann+x@post.example
  10:03  anon:c  email:ann@post.example
`;

describe('two spellings', () => {
  it('are one key, which has the normal form for a name; what the event carries stays as it is', () => {
    const engine = engineOf(LOG, RULES);
    expect(groupsOf(engine)).toEqual([['anon:a', 'anon:b', 'anon:c', 'crm:7', 'email:ann@post.example']]);
    expect(decisionsOf(engine, 'create', 'merge')).toEqual(['create crm:7 NONE 1']);
    const { identifierTable, identifiers } = engine.store;
    expect(identifierTable.get(identifiers.at(1)).value).toBe('CRM-007');
  });

  it('found the same profile in whatever order they are read, also one that no event carries', () => {
    const events = logText('10:00 crm:CRM-007\n10:01 crm:0007\n10:02 crm:crm-07');
    const engine = engineOf(events, RULES);
    const digests = [
      [2, 1, 0],
      [1, 0, 2],
    ].map((order) => {
      const other = new IdentityEngine(RULES);
      for (const place of order) {
        appendEvents(other, [events[place]!]);
        other.settle();
      }
      return other.digest();
    });
    expect(digests).toEqual([engine.digest(), engine.digest()]);
    expect(groupsOf(engine)).toEqual([['crm:7']]);
  });

  it('are answered for alike, also a spelling that no event carries; they count once', () => {
    const engine = engineOf(LOG, RULES);
    const key = engine.find('crm_user_id', '7');
    for (const spelling of ['CRM-007', 'CRM-7', 'crm-00007'])
      expect(engine.find('crm_user_id', spelling)).toBe(key);
    const written = engine.store.identifierTable.find('crm_user_id', 'CRM-007');
    expect(written).not.toBe(key);
    expect([engine.role(written), engine.rank(written), engine.ownerOf(written)]).toEqual([
      engine.role(key),
      engine.rank(key),
      engine.ownerOf(key),
    ]);
    expect(engine.find('crm_user_id', '8')).toBe(-1);
    expect(summarize(engine, 0).identifiers).toEqual({ anonymous_id: 3, crm_user_id: 1, email: 1 });
    const { held } = buildProfile(engine, engine.ownerOf(key));
    expect(held.filter(({ identifier }) => identifier === key).map(({ events }) => events)).toEqual([3]);
  });

  it('on one event are one sighting, one keyholder of the census, and one row when they are blocked', () => {
    const engine = engineOf('10:00 anon:a crm:CRM-7 crm:007 crm:0 crm:CRM-0 crm:000', RULES);
    const key = engine.find('crm_user_id', '7');
    expect(buildProfile(engine, 0).held.map(({ events }) => events)).toEqual([1, 1]);
    const census = new Census(engine);
    expect([census.events(key), census.partners[key], census.keysOn(0).length]).toEqual([1, 1, 2]);
    expect(decisionsOf(engine, 'block')).toEqual(['block crm:0 ID_BLOCKED 1']);
  });

  it('are found by a search, and joined by a path that an explanation shows', () => {
    const engine = engineOf(LOG, RULES);
    const found = searchProfiles(engine, 'crm_user_id:CRM-0007', null);
    expect(found.found[engine.ownerOf(0)]).toBe(1);
    const [from, to] = ['a', 'b'].map((value) => ({
      kind: 'identifier' as const,
      identifier: engine.find('anonymous_id', value),
    }));
    const path = explain(engine, from!, to!)?.path;
    expect(path?.hops.map(({ event }) => engine.store.line.at(event))).toEqual([1, 2]);
  });
});

describe('a list', () => {
  it('names a value as it is written, or any spelling of its key', () => {
    const engine = engineOf(
      '10:00 anon:a crm:CRM-unknown\n10:01 anon:b crm:UNKNOWN\n10:02 anon:c email:info+x@post.example',
      RULES,
    );
    expect(groupsOf(engine)).toEqual([['anon:a'], ['anon:b'], ['anon:c']]);
    expect(decisionsOf(engine, 'block', 'demote')).toEqual([
      'block crm:unknown ID_BLOCKED 1',
      'block crm:UNKNOWN ID_BLOCKED 2',
      'demote email:info@post.example ID_DEMOTED 3',
    ]);
  });

  it('sets a value aside as it is written before it could be normalised to what a list does not name', () => {
    const rules = rulesOf({
      namespaces: [{ names: ['*'], role: 'supplementary', normalise: ['letters-and-digits'] }],
      blocked: { values: ['n/a'], patterns: ['\\[object.*\\]'] },
    });
    const engine = engineOf('10:00 crm:n/a x:1\n10:01 crm:N/A x:2\n10:02 crm:[object,Object] x:1', rules);
    expect(groupsOf(engine)).toEqual([['x:1'], ['x:2']]);
  });
});

describe('a value without a normal form', () => {
  it('is no key, and the ledger says so', () => {
    const engine = engineOf('10:00 anon:a crm:crm-\n10:01 anon:b crm:CRM-\n10:02 crm:crm-', RULES);
    expect(groupsOf(engine)).toEqual([['anon:a'], ['anon:b']]);
    expect(decisionsOf(engine, 'block')).toEqual([
      'block crm:crm- ID_BLOCKED 1',
      'block crm:CRM- ID_BLOCKED 2',
    ]);
    expect(engine.unresolved.noIdentifier).toBe(1);
  });
});

describe('an override', () => {
  it('names a key by any of its spellings', () => {
    const engine = new IdentityEngine(RULES);
    engine.setOverrides(overridesFrom('cut crm:CRM-7 anon:b', 'exclude email:ann+y@post.example'));
    appendEvents(engine, logText(LOG));
    engine.settle();
    expect(groupsOf(engine)).toEqual([['anon:a', 'crm:7'], ['anon:c']]);
    // Nobody has come to own b, so the cut has only one side so far.
    expect(engine.overrideReport().standings).toEqual(['waits', 'holds']);
  });

  it('that cuts two spellings of one key has no effect, and the report says why', () => {
    const engine = new IdentityEngine(RULES);
    engine.setOverrides(overridesFrom('cut crm:CRM-7 crm:007'));
    appendEvents(engine, logText('10:00 anon:a crm:7\n10:01 anon:a crm:07'));
    engine.settle();
    expect(groupsOf(engine)).toEqual([['anon:a', 'crm:7']]);
    const { standings, conflicts } = engine.overrideReport();
    expect(standings).toEqual(['suspended']);
    expect(conflicts.map(({ sentence }) => sentence)).toEqual([
      'The cut of 7 (crm_user_id) and 7 (crm_user_id) has no effect, because both are one key under these rules',
    ]);
    engine.setRuleset({ ...RULES, namespaces: RULES.namespaces.map(({ normalise: _, ...rule }) => rule) });
    engine.settle();
    expect(engine.overrideReport().standings).toEqual(['waits']);
  });
});

describe('a what-if', () => {
  it('with other normalisers leaves the answers of the one it is compared with as they were', () => {
    const plain = { ...RULES, namespaces: RULES.namespaces.map(({ normalise: _, ...rule }) => rule) };
    const engine = engineOf('10:00 anon:a crm:CRM-7\n10:01 anon:b crm:crm-007', plain);
    const before = [engine.digest(), groupsOf(engine), overview(contextFor(engine)).summary.identifiers];
    const other = resolve(engine, { ruleset: RULES });
    expect(other.ownerOf(other.find('crm_user_id', '7'))).toBe(other.ownerOf(0));
    const entered = engine.store.identifierTable.find('crm_user_id', '7');
    expect([engine.keyOf(entered), engine.ownersOf(entered), engine.rank(entered)]).toEqual([-1, [], 0]);
    expect(engine.find('crm_user_id', '7')).toBe(-1);
    expect([engine.digest(), groupsOf(engine), overview(contextFor(engine)).summary.identifiers]).toEqual(
      before,
    );
  });
});

function contextFor(engine: IdentityEngine) {
  return { engine, sources: [], country: null, rejected: 0, rejectedByReason: {} };
}
