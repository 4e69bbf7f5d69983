/**
 * What the columns of a table probably mean, for a person to confirm: by header, by the shape of the values, and best
 * by both. A value's shape outweighs a header that it contradicts. One column becomes the time, one the name, one the
 * id; further candidates are kept as properties.
 */

import { targetOfHeader } from './column-headers.ts';
import type { Shape } from './column-shapes.ts';
import { isEmail, isPhone, SHAPES } from './column-shapes.ts';
import type { ColumnTarget } from './mapping.ts';

export interface ColumnGuess {
  readonly column: string;
  readonly samples: readonly string[];
  /** Share of sampled rows with a value that can be read as what the column is, 0 to 1. */
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
  keepNamesApart(columns, guesses);
  const isLog = guesses.some((guess) => guess?.target.kind === 'name' || guess?.target.kind === 'property');
  return columns.map((column, index) => {
    const guess = guesses[index] ?? guessByTable(column, isLog);
    const readable = values[index]!.filter(readerOf(guess.target));
    const samples = [...new Set(values[index])].slice(0, SAMPLE_COUNT);
    return { column, samples, coverage: rows.length === 0 ? 0 : readable.length / rows.length, ...guess };
  });
}

/** Which values make sense under a target: those of its shape, where it has one. */
function readerOf(target: ColumnTarget): (value: string) => boolean {
  if (target.kind === 'identifier' && target.namespace === 'email') return isEmail;
  if (target.kind === 'identifier' && target.namespace === 'phone') return isPhone;
  if (target.kind !== 'time') return () => true;
  return timeShape(target.format)?.fits ?? (() => true);
}

function timeShape(format: string | undefined): Shape | undefined {
  return SHAPES.find(({ target }) => target.kind === 'time' && target.format === format);
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
  if (found?.outweighs.includes(byHeader.kind) === true) return byShape(found, values);
  return checkHeader(column, byHeader, values);
}

function byShape(found: Shape, values: readonly string[]): Guess {
  const percent = Math.round(share(values, found.fits) * 100);
  return {
    target: found.target,
    confidence: found.confidence,
    reason: `${percent} % of the values are ${found.name}`,
  };
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
  return share(values, isPhone) >= MOST
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

/** A second column of one property would write over the first; it keeps its own name, unless that is the property's. */
function keepNamesApart(columns: readonly string[], guesses: (Guess | null)[]): void {
  const owners = new Map<string, number>();
  const nameAt = (index: number): string | null => {
    const target = guesses[index]?.target;
    return target?.kind === 'property' ? target.name : null;
  };
  for (const [index, column] of columns.entries()) {
    const name = nameAt(index);
    if (name !== null && (!owners.has(name) || column.trim() === name)) owners.set(name, index);
  }
  for (const [index, column] of columns.entries()) {
    const name = nameAt(index);
    const owner = name === null ? undefined : owners.get(name);
    if (owner === undefined || owner === index) continue;
    guesses[index] = {
      target: { kind: 'property', name: column.trim() },
      confidence: 0.4,
      reason: `"${columns[owner]}" is more likely the ${name}`,
    };
  }
}

function share(values: readonly string[], fits: (value: string) => boolean): number {
  return values.filter(fits).length / values.length;
}

function isSame(a: ColumnTarget, b: ColumnTarget): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== 'identifier' || b.kind !== 'identifier' || a.namespace === b.namespace;
}

/** How a column chosen as the time is written; undefined: as times usually are, or in no way that is known. */
export function guessTimeFormat(samples: readonly string[]): string | undefined {
  const found = SHAPES.find(({ target, fits }) => target.kind === 'time' && share(samples, fits) >= MOST);
  return found?.target.kind === 'time' ? found.target.format : undefined;
}
