import { describe, expect, it } from 'vitest';
import type { Condition } from '#shared/segment/predicate.ts';
import { predicateSentence } from '#shared/segment/sentence.ts';

describe('predicateSentence', () => {
  it('says that no condition keeps everybody', () => {
    expect(predicateSentence({ match: 'any', conditions: [] })).toBe('Every profile.');
  });

  it('joins conditions as they are joined', () => {
    const conditions: Condition[] = [
      { kind: 'state', states: ['known', 'unified'] },
      { kind: 'trait', name: 'city', operator: 'is', value: 'Lyon' },
      { kind: 'has-identifier', namespace: 'phone', present: false },
    ];
    expect(predicateSentence({ match: 'all', conditions })).toBe(
      'Profiles that are known or unified, whose city is “Lyon”, and without a phone.',
    );
    expect(predicateSentence({ match: 'any', conditions: conditions.slice(0, 2) })).toBe(
      'Profiles that are known or unified or whose city is “Lyon”.',
    );
  });

  it('reads event conditions with count and window', () => {
    const base = { kind: 'event', name: 'Purchased' } as const;
    const sentence = (condition: Condition) => predicateSentence({ match: 'all', conditions: [condition] });
    expect(sentence({ ...base, did: true, atLeast: 1, window: { kind: 'ever' } })).toBe(
      'Profiles that did “Purchased”.',
    );
    expect(sentence({ ...base, did: false, atLeast: 3, window: { kind: 'last-days', days: 30 } })).toBe(
      'Profiles that did not do “Purchased” at least 3 times in the last 30 days of the log.',
    );
    expect(sentence({ ...base, did: true, atLeast: 1, window: { kind: 'between', from: 0, to: null } })).toBe(
      'Profiles that did “Purchased” from 1970-01-01T00:00:00.000Z.',
    );
  });

  it('reads revenue with its currency', () => {
    const sentence = (currency: string) =>
      predicateSentence({ match: 'all', conditions: [{ kind: 'revenue', currency, atLeast: 50 }] });
    expect(sentence('eur')).toBe('Profiles with revenue of at least 50 EUR.');
    expect(sentence('')).toBe('Profiles with revenue of at least 50 in an unknown currency.');
  });
});
