/**
 * A time of a log → epoch ms. ISO 8601 in the spellings that vendors and databases print, and epoch numbers, whose
 * unit is told by their size unless the dialect says it. One pass over character codes, because it runs for every event.
 *
 * `24:00` is the next midnight, a leap second the second after it. Fractions beyond the millisecond are cut off. Words
 * and dates whose order of day and month is a guess are no times: a mapping's format says what they mean.
 */

import type { EpochMs, JsonValue } from '../base/types.ts';
import { DAY_MS, daysFromCivil, daysInMonth, localToEpoch } from './time-zone.ts';

export const TIME_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export interface TimeOptions {
  /** IANA zone of times that name none. */
  readonly zone: string;
  /** Unit of epoch numbers; left out: by magnitude, which holds from 1973 to 5138. */
  readonly unit?: TimeUnit;
}

/** The range of times that can be printed: ±8.64e15 ms, as in ECMAScript. */
const MAX_EPOCH: EpochMs = 8.64e15;
/** Shorter digit strings are years, hours or counters rather than seconds. */
const MIN_EPOCH_DIGITS = 9;

/** null for what is no time. */
export function parseTime(value: JsonValue | undefined, options: TimeOptions): EpochMs | null {
  if (typeof value === 'number') return epochOf(value, options.unit);
  if (typeof value !== 'string') return null;
  const first = value.charCodeAt(0);
  const text = isDigit(first) && value.charCodeAt(value.length - 1) > 0x20 ? value : value.trim();
  // Eight digits are a date, unless somebody said that the column counts seconds.
  const iso = text.length === 8 && options.unit !== undefined ? Number.NaN : readIso(text, options.zone);
  return iso === iso ? iso : readDigits(text, options);
}

/** True for text that is a time but names no zone, so that the reader has to choose one. */
export function isZoneless(value: JsonValue | undefined): boolean {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  return !Number.isNaN(readIso(text, 'UTC')) && Number.isNaN(readIso(text, null));
}

function epochOf(value: number, unit: TimeUnit | undefined): EpochMs | null {
  const ms = Math.floor(value * msPerUnit(value, unit));
  return ms >= -MAX_EPOCH && ms <= MAX_EPOCH ? ms + 0 : null;
}

function msPerUnit(value: number, unit: TimeUnit | undefined): number {
  if (unit !== undefined) return unit === 's' ? 1000 : unit === 'ms' ? 1 : unit === 'us' ? 1e-3 : 1e-6;
  const size = Math.abs(value);
  if (size < 1e11) return 1000;
  if (size < 1e14) return 1;
  return size < 1e17 ? 1e-3 : 1e-6;
}

/** Text of digits: a date and time run together, or an epoch number. */
function readDigits(text: string, options: TimeOptions): EpochMs | null {
  let at = text.startsWith('-') ? 1 : 0;
  const start = at;
  while (at < text.length && isDigit(text.charCodeAt(at))) at += 1;
  const count = at - start;
  const hasFraction = at < text.length - 1 && text.charCodeAt(at) === 0x2e;
  if (hasFraction) for (at += 1; at < text.length && isDigit(text.charCodeAt(at)); ) at += 1;
  if (at < text.length || count === 0) return null;
  if (options.unit === undefined) {
    if (text.length === 14 && count === 14) {
      const compact = readIso(`${text.slice(0, 8)}T${text.slice(8)}`, options.zone);
      if (compact === compact) return compact;
    }
    if (count < MIN_EPOCH_DIGITS) return null;
  }
  return epochOf(Number(text), options.unit);
}

/** NaN when it is no ISO time, or when it names no zone and `zone` is null. */
function readIso(text: string, zone: string | null): EpochMs {
  const year = digits(text, 0, 4);
  const isExtended = text.charCodeAt(4) === 0x2d;
  const month = digits(text, isExtended ? 5 : 4, 2);
  const day = isExtended ? (text.charCodeAt(7) === 0x2d ? digits(text, 8, 2) : -1) : digits(text, 6, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  const midnight = daysFromCivil(year, month, day) * DAY_MS;
  const at = isExtended ? 10 : 8;
  if (at === text.length) return zone === null ? Number.NaN : localToEpoch(midnight, zone);
  const separator = text.charCodeAt(at) | 0x20;
  if (separator !== 0x74 && separator !== 0x20) return Number.NaN;
  return readClock(text, { at: at + 1, midnight, zone });
}

interface ClockPlace {
  readonly at: number;
  readonly midnight: number;
  readonly zone: string | null;
}

function readClock(text: string, { at: start, midnight, zone }: ClockPlace): EpochMs {
  let at = start;
  const step = text.charCodeAt(at + 2) === 0x3a ? 3 : 2;
  const hour = digits(text, at, 2);
  const minute = digits(text, at + step, 2);
  at += step + 2;
  let second = 0;
  let ms = 0;
  if (step === 3 ? text.charCodeAt(at) === 0x3a : isDigit(text.charCodeAt(at))) {
    second = digits(text, at + step - 2, 2);
    at += step;
    const mark = text.charCodeAt(at);
    if (mark === 0x2e || mark === 0x2c) {
      let scale = 100;
      for (at += 1; isDigit(text.charCodeAt(at)); at += 1) {
        ms += (text.charCodeAt(at) - 0x30) * scale;
        scale = scale === 1 ? 0 : scale / 10;
      }
      if (!isDigit(text.charCodeAt(at - 1))) return Number.NaN;
    }
  }
  if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 60) return Number.NaN;
  if (hour > 23 && (hour > 24 || minute > 0 || second > 0 || ms > 0)) return Number.NaN;
  const local = midnight + hour * 3_600_000 + minute * 60_000 + second * 1000 + Math.floor(ms);
  if (at === text.length) return zone === null ? Number.NaN : localToEpoch(local, zone);
  return local - readOffset(text, at);
}

/** Anything that Go, Snowflake or RFC 9557 print behind an offset: a zone's name, a monotonic clock. */
const TAIL = /^(?: [A-Z]{1,5})?(?: m=[+-][\d.]+)?(?:\[[\w/+-]+\])?$/;

/** Offset in ms of what follows the clock; NaN when it is none. */
export function readOffset(text: string, start: number): number {
  let at = start;
  if (text.charCodeAt(at) === 0x20) at += 1;
  const mark = text.charCodeAt(at);
  if (mark === 0x5a || mark === 0x7a)
    return at + 1 === text.length || TAIL.test(text.slice(at + 1)) ? 0 : Number.NaN;
  if (mark === 0x55 || mark === 0x47) {
    const name = text.slice(at);
    return name === 'UTC' || name === 'GMT' ? 0 : Number.NaN;
  }
  if (mark !== 0x2b && mark !== 0x2d) return Number.NaN;
  const hours = digits(text, at + 1, 2);
  at += 3;
  if (text.charCodeAt(at) === 0x3a) at += 1;
  const minutes = isDigit(text.charCodeAt(at)) ? digits(text, at, 2) : 0;
  if (isDigit(text.charCodeAt(at))) at += 2;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return Number.NaN;
  if (at !== text.length && !TAIL.test(text.slice(at))) return Number.NaN;
  return (hours * 60 + minutes) * (mark === 0x2d ? -60_000 : 60_000);
}

/** The number that `count` digits say, or -1 when one of them is none. */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i += 1) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
