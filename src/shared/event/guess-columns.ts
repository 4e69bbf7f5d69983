/**
 * What the columns of a table probably mean, for a person to confirm: by header, by the shape of the values, and best
 * by both. A value's shape outweighs a header that it contradicts. One column becomes the time, one the name, one the
 * id; further candidates are kept as properties.
 */

import { must } from '../base/assert.ts';
import { normalizeEmail } from '../identifier/email.ts';
import { targetOfHeader } from './column-headers.ts';
import type { ColumnTarget } from './mapping.ts';
import { parseTime } from './time.ts';
import { parseTimeFormat, TIME_PATTERNS } from './time-format.ts';

export interface ColumnGuess {
  readonly column: string;
  readonly samples: readonly string[];
  /** Share of sampled rows with a value, 0 to 1. */
  readonly coverage: number;
  readonly target: ColumnTarget;
  readonly confidence: number;
  readonly reason: string;
}

interface Guess {
  readonly target: ColumnTarget;
  readonly confidence: number;
  readonly reason: string;
}

interface Shape {
  readonly name: string;
  readonly target: ColumnTarget;
  /** The shape says what a value is even under a header that means nothing. */
  readonly isTelling: boolean;
  readonly fits: (value: string) => boolean;
}

const SHAPES: readonly Shape[] = [
  shape(
    'an e-mail address',
    { kind: 'identifier', namespace: 'email' },
    (value) => value.includes('@') && normalizeEmail(value) !== null,
  ),
  shape('a Facebook browser id', { kind: 'identifier', namespace: 'facebook__fbp' }, (value) =>
    /^fb\.\d\.\d+\.\d+$/.test(value),
  ),
  shape('a Facebook click id', { kind: 'property', name: 'facebook__fbc' }, (value) =>
    /^fb\.\d\.\d+\.[\w-]+$/.test(value),
  ),
  shape(
    'a Google Analytics client id',
    { kind: 'identifier', namespace: 'google_analytics__client_id' },
    (value) => /^(?:GA\d\.\d\.)?\d{4,12}\.\d{9,10}$/.test(value),
  ),
  shape('an international phone number', { kind: 'identifier', namespace: 'phone' }, (value) =>
    /^\+\d[\d ()./-]{6,20}$/.test(value),
  ),
  shape('a time', { kind: 'time' }, isTime),
  ...TIME_PATTERNS.map((format) => {
    const pattern = must(parseTimeFormat(format), 'a pattern of times');
    return shape(
      `a time as ${format}`,
      { kind: 'time', format },
      (value) => pattern.parse(value, 'UTC') !== null,
    );
  }),
];

const NATIONAL_PHONE = /^[+(\d][\d ()./-]{5,20}$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Share of a column's values that must have a shape. */
const MOST = 0.8;
const SAMPLE_COUNT = 5;
/** Targets that only one column can have. */
const SINGLE = ['time', 'name', 'id'] as const;

/** Proposals in the order of the columns. `rows` are sampled cells, one list a row. */
export function guessColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): ColumnGuess[] {
  const values = columns.map((_, index) =>
    rows.map((row) => (row[index] ?? '').trim()).filter((value) => value !== ''),
  );
  const guesses = columns.map((column, index) => guessColumn(column, values[index]!));
  keepOneOfEach(columns, guesses);
  const isLog = guesses.some((guess) => guess?.target.kind === 'name' || guess?.target.kind === 'property');
  return columns.map((column, index) => ({
    column,
    samples: [...new Set(values[index])].slice(0, SAMPLE_COUNT),
    coverage: rows.length === 0 ? 0 : values[index]!.length / rows.length,
    ...(guesses[index] ?? guessByTable(column, isLog)),
  }));
}

/** null when neither header nor values say anything. */
function guessColumn(column: string, values: readonly string[]): Guess | null {
  if (values.length === 0) return { target: { kind: 'ignore' }, confidence: 0.9, reason: 'has no values' };
  const byHeader = targetOfHeader(column);
  const found = SHAPES.find((candidate) => share(values, candidate.fits) >= MOST);
  if (byHeader === null) return found === undefined ? guessUuid(column, values) : byShape(found, values);
  if (found !== undefined && isSame(byHeader, found.target))
    return {
      target: found.target,
      confidence: 0.95,
      reason: `is called "${column}" and most values are ${found.name}`,
    };
  if (found !== undefined && found.isTelling && byHeader.kind !== 'trait') return byShape(found, values);
  return checkHeader(column, byHeader, values);
}

function byShape(found: Shape, values: readonly string[]): Guess {
  const percent = Math.round(share(values, found.fits) * 100);
  return { target: found.target, confidence: 0.8, reason: `${percent} % of the values are ${found.name}` };
}

/** A header whose meaning has a shape of values is believed only when they have it. */
function checkHeader(column: string, target: ColumnTarget, values: readonly string[]): Guess | null {
  const reason = `is called "${column}"`;
  if (target.kind === 'time') return null;
  if (target.kind === 'id') {
    const isUnique = new Set(values).size === values.length;
    return isUnique ? { target, confidence: 0.8, reason: `${reason} and no value repeats` } : null;
  }
  if (target.kind !== 'identifier') return { target, confidence: 0.8, reason };
  if (target.namespace === 'email')
    return { target, confidence: 0.4, reason: `${reason}, but few values are addresses` };
  if (target.namespace !== 'phone') return { target, confidence: 0.85, reason };
  const isPhone = share(values, (value) => NATIONAL_PHONE.test(value)) >= MOST;
  return isPhone
    ? { target, confidence: 0.85, reason: `${reason} and most values look like phone numbers` }
    : { target, confidence: 0.4, reason: `${reason}, but few values look like phone numbers` };
}

function guessUuid(column: string, values: readonly string[]): Guess | null {
  if (share(values, (value) => UUID.test(value)) < MOST) return null;
  const isUnique = new Set(values).size === values.length;
  const target: ColumnTarget = isUnique ? { kind: 'id' } : { kind: 'identifier', namespace: column.trim() };
  const repeats = isUnique ? 'none repeats' : 'some repeat';
  return { target, confidence: 0.5, reason: `most values are UUIDs and ${repeats}` };
}

function guessByTable(column: string, isLog: boolean): Guess {
  const name = column.trim();
  return isLog
    ? { target: { kind: 'property', name }, confidence: 0.3, reason: 'the table speaks of events' }
    : { target: { kind: 'trait', name }, confidence: 0.3, reason: 'the table speaks of people' };
}

/** Of several columns for one place the most certain stays, and of equals the first. */
function keepOneOfEach(columns: readonly string[], guesses: (Guess | null)[]): void {
  for (const kind of SINGLE) {
    let best = -1;
    for (const [index, guess] of guesses.entries())
      if (guess?.target.kind === kind && guess.confidence > (guesses[best]?.confidence ?? 0)) best = index;
    for (const [index, guess] of guesses.entries()) {
      if (guess?.target.kind !== kind || index === best) continue;
      const reason = `"${columns[best]}" is more likely the ${kind}`;
      guesses[index] = {
        target: { kind: 'property', name: columns[index]!.trim() },
        confidence: 0.4,
        reason,
      };
    }
  }
}

/** Digits alone are a time only with as many as seconds or milliseconds of our days have. */
function isTime(value: string): boolean {
  if (/^-?\d+(?:\.\d+)?$/.test(value) && !/^1\d{9}(?:\d{3}|\d{6})?(?:\.\d+)?$/.test(value)) return false;
  return parseTime(value, { zone: 'UTC' }) !== null;
}

function share(values: readonly string[], fits: (value: string) => boolean): number {
  return values.filter(fits).length / values.length;
}

function isSame(a: ColumnTarget, b: ColumnTarget): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== 'identifier' || b.kind !== 'identifier' || a.namespace === b.namespace;
}

function shape(name: string, target: ColumnTarget, fits: (value: string) => boolean): Shape {
  return { name, target, fits, isTelling: target.kind === 'identifier' };
}

/** How a column chosen as the time is written; undefined: as times usually are, or in no way that is known. */
export function guessTimeFormat(samples: readonly string[]): string | undefined {
  const found = SHAPES.find(({ target, fits }) => target.kind === 'time' && share(samples, fits) >= MOST);
  return found?.target.kind === 'time' ? found.target.format : undefined;
}
