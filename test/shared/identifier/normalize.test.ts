import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeIdentifier } from '#shared/identifier/normalize.ts';
import {
  isPlaceholder,
  PLACEHOLDER_PATTERNS,
  PLACEHOLDER_VALUES,
  ROLE_MAILBOXES,
} from '#shared/identifier/placeholders.ts';

const DE = { country: 'DE' };

function print(namespace: string, raw: string | number | boolean): string {
  const identifier = normalizeIdentifier(namespace, raw, DE);
  return `${identifier.namespace}:${identifier.value}`;
}

describe('normalizeIdentifier', () => {
  test('gives unreadable addresses and numbers a namespace that is never a key', () => {
    expect(print('email', ' jane at example.com ')).toBe('email_invalid:jane at example.com');
    expect(print('phone', 'ask at the desk')).toBe('phone_unparsed:ask at the desk');
    expect(normalizeIdentifier('phone', '0171 3920077', { country: null }).namespace).toBe('phone_unparsed');
  });

  test('keeps placeholders where they are, for the rules to block', () => {
    expect(print('email', ' N/A ')).toBe('email:n/a');
    expect(print('phone', 'unknown')).toBe('phone:unknown');
    expect(print('phone', '0000000000')).toBe('phone:0000000000');
    expect(print('customerlabs_user_id', 'undefined')).toBe('customerlabs_user_id:undefined');
    expect(print('user_id', true)).toBe('user_id:true');
  });

  test('lower-cases UUIDs and nothing else', () => {
    expect(print('anonymous_id', '6638CAF0-D2C2-4BC0-AECF-8B290B559A37')).toBe(
      'anonymous_id:6638caf0-d2c2-4bc0-aecf-8b290b559a37',
    );
    expect(print('fbclid', 'IwAR0Abc')).toBe('fbclid:IwAR0Abc');
    expect(print('gclid', '6638CAF0-D2C2-4BC0-AECF-8B290B559A37')).toBe(
      'gclid:6638CAF0-D2C2-4BC0-AECF-8B290B559A37',
    );
    expect(print('crm_user_id', ' CRM-0017 ')).toBe('crm_user_id:CRM-0017');
  });

  test('writes long numbers with all their digits', () => {
    expect(print('user_id', 1e21)).toBe('user_id:1000000000000000000000');
    expect(print('user_id', '-4693474329486342000')).toBe('user_id:-4693474329486342000');
    expect(print('user_id', 42)).toBe('user_id:42');
  });

  test('composes accents, so that two encodings of one text are one value', () => {
    expect(print('crm_user_id', 'Jo\u0308rg')).toBe(print('crm_user_id', 'Jörg'));
  });

  test('leaves a normal form alone, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('email', 'phone', 'user_id', 'gclid', '__proto__'),
        fc.string({ unit: 'grapheme' }),
        (namespace, raw) => {
          const once = normalizeIdentifier(namespace, raw, DE);
          expect(normalizeIdentifier(once.namespace, once.value, DE)).toEqual(once);
        },
      ),
    );
  });
});

describe('placeholders', () => {
  test('are exact values: short and odd ids are not among them', () => {
    for (const value of ['42', '7', 'a', 'user', 'anonymous-7', '0-1'])
      expect(isPlaceholder(value)).toBe(false);
  });

  test('hold what vendors block, in any case and in quotes', () => {
    const values = ['NaN', '[object Object]', 'None', '"null"', "'undefined'", 'GUEST', '0000', '-', '-1'];
    for (const value of [...values, '00000000-0000-0000-0000-000000000000'])
      expect(isPlaceholder(value)).toBe(true);
  });

  test('are lower case and say the same as their patterns', () => {
    for (const value of [...PLACEHOLDER_VALUES, ...ROLE_MAILBOXES]) expect(value).toBe(value.toLowerCase());
    expect(new Set(ROLE_MAILBOXES).size).toBe(ROLE_MAILBOXES.length);
    const patterns = PLACEHOLDER_PATTERNS.map((pattern) => new RegExp(pattern));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '-', '1', 'a') }), (value) => {
        const listed = PLACEHOLDER_VALUES.includes(value) || patterns.some((pattern) => pattern.test(value));
        expect(isPlaceholder(value)).toBe(listed);
      }),
    );
  });
});
