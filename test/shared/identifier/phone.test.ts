import { describe, expect, test } from 'vitest';
import { normalizePhone } from '#shared/identifier/phone.ts';

function text(raw: string, country: string | null): string | null {
  return normalizePhone(raw, { country, wasNumber: false });
}

function number(raw: string, country: string | null): string | null {
  return normalizePhone(raw, { country, wasNumber: true });
}

describe('normalizePhone', () => {
  test.each([
    ['(650)555-1212', 'US', '+16505551212'],
    ['0044 207 123 4567', 'GB', '+442071234567'],
    ['011 44 20 7183 8750', 'US', '+442071838750'],
    ['0491 570 006', 'AU', '+61491570006'],
    ['8 (800) 555-35-35', 'RU', '+78005553535'],
    ['98450 12345', 'IN', '+919845012345'],
    ['+39 06 698 12345', null, '+390669812345'],
    ['tel:+49-171-392-0077', null, '+491713920077'],
    ['＋49 171 3920077', null, '+491713920077'],
    ['+1 650 555 1212 x123', null, '+16505551212'],
  ])('reads %s in %s as %s', (raw, country, expected) => {
    expect(text(raw, country)).toBe(expected);
  });

  test.each([
    ['0044 207 123 4567', 'US'],
    ['+0000000000', null],
    ['0171 3920077', null],
    ['12', 'DE'],
    ['call me', 'DE'],
    ['my number is +491713920077', null],
    [`+49${'1'.repeat(500)}`, null],
    ['1-800-FLOWERS', 'DE'],
  ])('takes %s in %s for no number', (raw, country) => {
    expect(text(raw, country)).toBeNull();
  });

  test('reads a country code in brackets', () => {
    expect(normalizePhone('(+49) 171 3920077', { country: null, wasNumber: false })).toBe('+491713920077');
  });

  test('ignores a country that no numbering plan knows', () => {
    expect(text('+491713920077', 'XX')).toBe('+491713920077');
    expect(text('01713920077', 'XX')).toBeNull();
  });

  test('gives a number back the + that its type has cost it, only when it is then valid', () => {
    expect(number('491713920077', null)).toBe('+491713920077');
    expect(number('491713920077', 'IN')).toBe('+491713920077');
    expect(number('9845012345', 'IN')).toBe('+919845012345');
    expect(number('919845012345', 'DE')).toBe('+919845012345');
    expect(number('6586551212', 'US')).toBe('+16586551212');
    expect(number('1713920042', null)).toBeNull();
    expect(text('491713920077', null)).toBeNull();
  });

  test('gives a number back the leading 0 of its country', () => {
    expect(number('1713920042', 'DE')).toBe('+491713920042');
  });

  test('answers the same after more numbers than it remembers', () => {
    for (let i = 0; i < 20_000; i += 1) text(`+4917139${10_000 + i}`, null);
    expect(text('(650)555-1212', 'US')).toBe('+16505551212');
    expect(text('(650)555-1212', 'DE')).not.toBe('+16505551212');
  });
});
