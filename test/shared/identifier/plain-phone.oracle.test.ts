import fc from 'fast-check';
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { normalizePhone } from '#shared/identifier/phone.ts';
import { isPossibleAsWritten } from '#shared/identifier/plain-phone.ts';
import { checkLaw } from '../../support/seeds.ts';

const codes = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))];
const digits = fc.string({ unit: fc.nat(9).map(String), maxLength: 18 });
const numbers = fc
  .tuple(fc.oneof(fc.constantFrom(...codes), digits), fc.constantFrom('', '0', '8', '1', '9', '15'), digits)
  .map((parts) => `+${parts.join('')}`);

function libraryAnswer(text: string): string | null {
  const parsed = parsePhoneNumberFromString(text, { extract: false });
  return parsed?.isPossible() === true ? parsed.number : null;
}

test('gives the answer of the library for every number written as a plus and digits', () => {
  checkLaw({
    law: 'plain-phone',
    cases: numbers,
    runs: 20_000,
    holds: (text) => {
      expect(normalizePhone(text, { country: 'DE', wasNumber: false })).toBe(libraryAnswer(text));
    },
  });
});

test('knows numbers of a country that has its calling code for itself', () => {
  expect(isPossibleAsWritten('+491713920077')).toBe(true);
  expect(isPossibleAsWritten('+4917')).toBe(false);
});

test.each(['+4901713920077', '+16505551212', '+49 171 3920077', '491713920077', '+0491713920077', '+'])(
  'leaves %s to the library',
  (text) => {
    expect(isPossibleAsWritten(text)).toBeNull();
  },
);
