import { describe, expect, test } from 'vitest';
import { normalSpellings, unnormalSpellings } from '#shared/identifier/spellings.ts';

describe('spellings that count as normalised', () => {
  test.each([
    ['email', 'anna@x.example', ['anna@x.example']],
    ['email', 'an.na+shop@gmail.com', ['an.na+shop@gmail.com', 'anna@gmail.com']],
    ['phone', '+4917139200', ['+4917139200', '4917139200']],
  ])('of %s %s', (namespace, value, expected) => {
    expect(normalSpellings(namespace, value)).toEqual(expected);
  });
});

describe('spellings that do not', () => {
  test.each([
    ['email', 'anna.berg@x.example', ['Anna.Berg@x.example', 'ANNA.BERG@X.EXAMPLE', 'anna.berg@x.example ']],
    ['email', 'anna@x.example', ['Anna@X.example ', ' anna@x.example', 'anna@x.example\n']],
    ['phone', '+4917139200', ['017139200', '004917139200', '+49 17139200']],
  ])('of %s %s are among the usual', (namespace, value, expected) => {
    const spellings = unnormalSpellings(namespace, value);
    expect(spellings).toEqual(expect.arrayContaining(expected));
    expect(spellings.length).toBeLessThanOrEqual(40);
  });

  test('keep their places whatever the value', () => {
    const placeOf = (value: string, spelling: string): number =>
      unnormalSpellings('email', value).indexOf(spelling);
    expect(placeOf('1@x.example', '1@X.example')).toBe(placeOf('anna.berg@x.example', 'anna.berg@X.example'));
  });

  test('are each there once, and none of them is a normal one', () => {
    for (const [namespace, value] of [
      ['email', '1@2.example'],
      ['email', 'a.b@gmail.com'],
      ['phone', '+1'],
    ] as const) {
      const spellings = unnormalSpellings(namespace, value).filter((spelling) => spelling !== null);
      expect(new Set(spellings).size).toBe(spellings.length);
      for (const normal of normalSpellings(namespace, value)) expect(spellings).not.toContain(normal);
    }
  });
});
