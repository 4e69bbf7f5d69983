/**
 * Epoch milliseconds as ISO 8601 in UTC, without `Date`, so that `shared` stays free of clocks and locales. Days become
 * dates by Howard Hinnant's `civil_from_days` (http://howardhinnant.github.io/date_algorithms.html); years outside 0
 * to 9999 get a sign and six digits, as ECMAScript writes them.
 */

import type { EpochMs } from './types.ts';

const DAY_MS = 86_400_000;
const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468;

/** 0 to 99 in two digits: exports write millions of times, and padding costs more than all the rest. */
const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => padded(value, 2));

/** The day written last and its text: times that are written together are often of one day. */
let lastDays = Number.NaN;
let lastDate = '';

/** `2026-03-02T12:01:00.000Z`. Assumes a finite number; fractions of a millisecond are cut off. */
export function isoTime(at: EpochMs): string {
  const days = Math.floor(at / DAY_MS);
  const ms = Math.floor(at - days * DAY_MS);
  if (days !== lastDays) {
    lastDate = isoDate(days);
    lastDays = days;
  }
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hour = TWO_DIGITS[Math.floor(minutes / 60)]!;
  const rest = ms % 1000;
  const tens = TWO_DIGITS[rest % 100]!;
  return `${lastDate}T${hour}:${TWO_DIGITS[minutes % 60]!}:${TWO_DIGITS[seconds % 60]!}.${Math.floor(rest / 100)}${tens}Z`;
}

function isoDate(epochDays: number): string {
  const days = epochDays + EPOCH_DAYS;
  const era = Math.floor(days / DAYS_PER_ERA);
  const dayOfEra = days - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${isoYear(year)}-${padded(month, 2)}-${padded(day, 2)}`;
}

function isoYear(year: number): string {
  if (year >= 0 && year <= 9999) return padded(year, 4);
  return `${year < 0 ? '-' : '+'}${padded(Math.abs(year), 6)}`;
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
