/**
 * The normal form of a telephone number as a key: E.164, by Google's numbering plans (libphonenumber, full metadata).
 *
 * A number counts when its length is possible in its country; stricter checks reject numbers of new ranges, as the
 * library's author warns. An extension is read and left out. Without a country a national number cannot be known from
 * a foreign one, so it is no key. Answers are remembered in two generations, so memory stays bounded.
 */

import type { CountryCode } from 'libphonenumber-js/max';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isPossibleAsWritten } from './plain-phone.ts';

const GENERATION = 8192;
/** Longer texts are no numbers, and are not worth a look or a place in the cache. */
const MAX_LENGTH = 64;
/** So many digits without a `+` are more likely an international number that lost it than a national one. */
const LONG = 12;

let young = new Map<string, string | null>();
let old = new Map<string, string | null>();

export interface PhoneOptions {
  /** ISO 3166-1 alpha-2 for numbers without a country code; null: they are not read. */
  readonly country: string | null;
  /** The log held a number, not text, so that a leading `+` or `0` is gone. */
  readonly wasNumber: boolean;
}

/** True for a country whose numbering plan is known. */
export function isKnownCountry(code: string): boolean {
  return isSupportedCountry(code);
}

/** E.164, or null when the text is not possible as a number. Cost: a look-up for what was seen lately. */
export function normalizePhone(raw: string, options: PhoneOptions): string | null {
  if (raw.length > MAX_LENGTH) return null;
  const key = `${options.country ?? ''}${options.wasNumber ? '#' : ' '}${raw}`;
  let answer = young.get(key);
  if (answer !== undefined) return answer;
  answer = old.get(key);
  if (answer === undefined) answer = readPhone(raw, options);
  if (young.size >= GENERATION) {
    old = young;
    young = new Map();
  }
  young.set(key, answer);
  return answer;
}

function readPhone(raw: string, { country, wasNumber }: PhoneOptions): string | null {
  const asWritten = isPossibleAsWritten(raw);
  if (asWritten !== null) return asWritten ? raw : null;
  const trimmed = raw.normalize('NFKC').trim();
  const dialled = trimmed.startsWith('tel:') ? trimmed.slice(4) : trimmed;
  // The library does not know a country code in brackets, as in `(+49) 171 …`.
  const text = dialled.replace(/^\((\+\d{1,3})\)/, '$1 ');
  const national = parse(text, country);
  if (!wasNumber || text.startsWith('+')) return national?.isPossible() === true ? national.number : null;
  const international = parse(`+${text}`, null);
  const likelyFirst = text.length >= LONG ? [international, national] : [national, international];
  const valid = likelyFirst.find((candidate) => candidate?.isValid() === true);
  if (valid !== undefined) return valid.number;
  return national?.isPossible() === true ? national.number : null;
}

function parse(text: string, country: string | null): ReturnType<typeof parsePhoneNumberFromString> {
  const defaultCountry = country !== null && isSupportedCountry(country) ? country : null;
  return parsePhoneNumberFromString(text, withCountry(defaultCountry));
}

function withCountry(country: CountryCode | null): { extract: false; defaultCountry?: CountryCode } {
  return country === null ? { extract: false } : { extract: false, defaultCountry: country };
}
