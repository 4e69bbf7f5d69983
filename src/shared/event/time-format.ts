/**
 * What a mapping's `format` says about a column of times: `iso`, `epoch-s` … `epoch-ns`, or a pattern of Unicode date
 * letters such as `dd/MM/yyyy HH:mm:ss`, for the spellings whose order of day and month only a person can know.
 */

import type { EpochMs, JsonValue } from '../base/types.ts';
import type { TimeUnit } from './time.ts';
import { parseTime, readOffset, TIME_UNITS } from './time.ts';
import { DAY_MS, daysFromCivil, daysInMonth, localToEpoch } from './time-zone.ts';

export interface TimeFormat {
  parse(value: JsonValue | undefined, zone: string): EpochMs | null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const LETTERS = /'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g;
const FIELD_LETTERS = 'yMdHhmsSaXxZ';

/** null when the format is none; the message names what is understood. */
export function parseTimeFormat(format: string): TimeFormat | null {
  if (format === 'iso') return { parse: (value, zone) => parseTime(value, { zone }) };
  const unit = TIME_UNITS.find((name) => format === `epoch-${name}`);
  if (unit !== undefined) return epochFormat(unit);
  const tokens = tokensOf(format);
  if (tokens === null) return null;
  return {
    parse: (value, zone) => {
      if (typeof value !== 'string' && typeof value !== 'number') return null;
      return readPattern(tokens, String(value).trim(), zone);
    },
  };
}

export const TIME_FORMATS_EXPECTED =
  '"iso", "epoch-s", "epoch-ms", "epoch-us", "epoch-ns" or a pattern such as "dd/MM/yyyy HH:mm"';

/**
 * Patterns that a column of times is tried with, and that can be chosen for it. A day before its month comes first,
 * as most of the world writes it; where every value fits both, the person has to look.
 */
export const TIME_PATTERNS = ['.', '/', '-'].flatMap((mark) =>
  (mark === '/' ? ['dd/MM/yyyy', 'MM/dd/yyyy', 'yyyy/MM/dd'] : [`dd${mark}MM${mark}yyyy`]).flatMap((day) => [
    `${day} HH:mm:ss`,
    `${day} HH:mm`,
    day,
  ]),
);

interface Token {
  /** A letter of the pattern, or empty for literal text. */
  readonly field: string;
  readonly width: number;
  readonly literal: string;
}

interface CivilFields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  isAfternoon: boolean | null;
  /** NaN: the text names no zone. */
  offset: number;
}

function epochFormat(unit: TimeUnit): TimeFormat {
  return {
    parse: (value, zone) => {
      const isNumber =
        typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value));
      return isNumber ? parseTime(value, { zone, unit }) : null;
    },
  };
}

function tokensOf(format: string): Token[] | null {
  const tokens: Token[] = [];
  let length = 0;
  for (const [text, letter] of format.matchAll(LETTERS)) {
    length += text.length;
    if (letter === undefined || letter === 'T') {
      const quoted = text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
      tokens.push({ field: '', width: 0, literal: quoted === '' ? "'" : quoted });
    } else if (FIELD_LETTERS.includes(letter)) {
      tokens.push({ field: letter, width: text.length, literal: '' });
    } else return null;
  }
  const names = new Set(tokens.map((token) => token.field));
  const isComplete = names.has('y') && names.has('M') && names.has('d');
  return length === format.length && isComplete ? tokens : null;
}

/** A place in a text, and what was read before it. */
interface Cursor {
  readonly text: string;
  at: number;
  readonly fields: CivilFields;
}

function readPattern(tokens: readonly Token[], text: string, zone: string): EpochMs | null {
  const fields: CivilFields = {
    year: 0,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    ms: 0,
    isAfternoon: null,
    offset: Number.NaN,
  };
  const cursor: Cursor = { text, at: 0, fields };
  for (const token of tokens) if (!readToken(token, cursor)) return null;
  return cursor.at === text.length ? epochOfFields(fields, zone) : null;
}

/** False when the text does not hold the token; otherwise the cursor is behind it. */
function readToken(token: Token, cursor: Cursor): boolean {
  switch (token.field) {
    case '':
      if (!cursor.text.startsWith(token.literal, cursor.at)) return false;
      cursor.at += token.literal.length;
      return true;
    case 'a':
      return readHalf(cursor);
    case 'X':
    case 'x':
    case 'Z':
      cursor.fields.offset = readOffset(cursor.text, cursor.at);
      cursor.at = cursor.text.length;
      return !Number.isNaN(cursor.fields.offset);
    default:
      return token.field === 'M' && token.width === 3 ? readMonthName(cursor) : readDigits(token, cursor);
  }
}

function readDigits(token: Token, cursor: Cursor): boolean {
  const { text, at } = cursor;
  const longest = token.width > 2 ? token.width : 2;
  const most = token.field === 'S' ? 9 : longest;
  let end = at;
  while (end < text.length && end - at < most && text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39)
    end += 1;
  const isShort = token.field !== 'S' && token.width > 1 && end - at < token.width;
  if (end === at || isShort) return false;
  setField(token, text.slice(at, end), cursor.fields);
  cursor.at = end;
  return true;
}

function setField(token: Token, digits: string, fields: CivilFields): void {
  const value = Number(digits);
  switch (token.field) {
    case 'y':
      fields.year = token.width === 2 ? value + (value < 70 ? 2000 : 1900) : value;
      break;
    case 'M':
      fields.month = value;
      break;
    case 'd':
      fields.day = value;
      break;
    case 'm':
      fields.minute = value;
      break;
    case 's':
      fields.second = value;
      break;
    case 'S':
      fields.ms = Math.floor(Number(`0.${digits}`) * 1000 + 1e-6);
      break;
    default:
      fields.hour = value;
  }
}

function readHalf(cursor: Cursor): boolean {
  const half = cursor.text.slice(cursor.at, cursor.at + 2).toLowerCase();
  cursor.fields.isAfternoon = half === 'pm';
  cursor.at += 2;
  return half === 'am' || half === 'pm';
}

function readMonthName(cursor: Cursor): boolean {
  const name = cursor.text.slice(cursor.at, cursor.at + 3).toLowerCase();
  cursor.fields.month = MONTHS.indexOf(name) + 1;
  cursor.at += 3;
  return cursor.fields.month > 0;
}

function epochOfFields(fields: CivilFields, zone: string): EpochMs | null {
  const { year, month, day, minute, second, isAfternoon } = fields;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (isAfternoon !== null && (fields.hour < 1 || fields.hour > 12)) return null;
  const hour = isAfternoon === null ? fields.hour : (fields.hour % 12) + (isAfternoon ? 12 : 0);
  if (hour > 24 || minute > 59 || second > 60) return null;
  if (hour === 24 && (minute > 0 || second > 0 || fields.ms > 0)) return null;
  const clock = hour * 3_600_000 + minute * 60_000 + second * 1000 + fields.ms;
  const local = daysFromCivil(year, month, day) * DAY_MS + clock;
  const at = Number.isNaN(fields.offset) ? localToEpoch(local, zone) : local - fields.offset;
  return Number.isNaN(at) ? null : at;
}
