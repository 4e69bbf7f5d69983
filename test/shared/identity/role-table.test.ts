import { describe, expect, it } from 'vitest';
import type { Ruleset } from '#shared/identity/rules.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { drawnIdentifier, engineOf } from '../../support/log-text.ts';

function roleAndRank(word: string, ruleset?: Ruleset): [string, number] {
  const engine = engineOf(`10:00 ${word}`, ruleset);
  const { namespace, value } = drawnIdentifier(word);
  const identifier = engine.store.identifierTable.find(namespace, value);
  return [engine.role(identifier), engine.rank(identifier)];
}

describe('roles under the shipped ruleset', () => {
  it.each([
    ['email:a@x', 'strong', 1],
    ['phone:+4915100000001', 'strong', 2],
    ['user_id:u1', 'strong', 3],
    ['cl:device', 'anonymous', 4],
    ['anon:device', 'anonymous', 4],
    ['fbp:fb.1.2.3', 'anonymous', 5],
    ['google_analytics__client_id:GA1.1.2.3', 'anonymous', 5],
    ['crm:C-1', 'supplementary', 6],
    ['loyalty card:7', 'supplementary', 6],
    ['__proto__:7', 'supplementary', 6],
    ['gclid:Cj0', 'recorded', 0],
    ['ip:10.0.0.1', 'recorded', 0],
  ])('%s is %s', (word, role, rank) => {
    expect(roleAndRank(word.replace(' ', '_'))).toEqual([role, rank]);
  });

  it('blocks placeholders in every namespace, without regard to case', () => {
    expect(roleAndRank('email:NULL')).toEqual(['blocked', 0]);
    expect(roleAndRank('gclid:undefined')).toEqual(['blocked', 0]);
    expect(roleAndRank('cl:00000000-0000-0000-0000-000000000000')).toEqual(['blocked', 0]);
    expect(roleAndRank('crm:1000')).toEqual(['supplementary', 6]);
  });

  it('demotes role mailboxes of e-mail addresses only', () => {
    expect(roleAndRank('email:info@x.example')).toEqual(['demoted', 0]);
    expect(roleAndRank('email:information@x.example')).toEqual(['strong', 1]);
    expect(roleAndRank('crm:info@x.example')).toEqual(['supplementary', 6]);
  });

  it('knows company identifiers by name and by use', () => {
    const engine = engineOf('10:00 cl:a +site:acme.example +account:77');
    for (const word of ['site:acme.example', 'account:77']) {
      const { namespace, value } = drawnIdentifier(word);
      expect(engine.role(engine.store.identifierTable.find(namespace, value))).toBe('company');
    }
  });
});

describe('lists of one namespace', () => {
  const ruleset: Ruleset = {
    ...SHIPPED_RULESETS.customerlabs,
    namespaces: [
      {
        names: ['email'],
        role: 'strong',
        blocked: { values: ['Test@Shop.example'], patterns: ['.*@mailinator\\..*'] },
        demoted: { values: [], patterns: ['family-.*'] },
      },
      { names: ['phone'], role: 'strong' },
    ],
  };

  it('concern that namespace, whole values and without regard to case', () => {
    expect(roleAndRank('email:test@shop.example', ruleset)[0]).toBe('blocked');
    expect(roleAndRank('email:a@MAILINATOR.example', ruleset)[0]).toBe('blocked');
    expect(roleAndRank('email:family-lindqvist@x', ruleset)[0]).toBe('demoted');
    expect(roleAndRank('email:the-family-lindqvist@x', ruleset)[0]).toBe('strong');
    expect(roleAndRank('phone:family-lindqvist@x', ruleset)[0]).toBe('strong');
  });

  it('leaves what no entry names recorded when there is no "*"', () => {
    expect(roleAndRank('crm:C-1', ruleset)).toEqual(['recorded', 0]);
  });
});
