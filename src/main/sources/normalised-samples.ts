/**
 * What reading a sample shows before anything is imported: how identifiers are written in the log and what they become,
 * how many times lack a zone and how many phone numbers a country.
 *
 * Every record is read as asked, and twice without a country in two zones: what differs depends on the answers, whatever
 * the dialect does with its fields.
 */

import type { JsonValue } from '#shared/base/types.ts';
import type { Dialect, DialectOptions } from '#shared/event/event.ts';
import type { Identifier } from '#shared/identifier/identifier.ts';
import { normalizeIdentifier } from '#shared/identifier/normalize.ts';
import { isPlaceholder } from '#shared/identifier/placeholders.ts';
import type { NormalisedSample } from '#shared/protocol/results/source.ts';
import { leavesOf } from './json-cells.ts';

export interface Reading {
  readonly normalised: readonly NormalisedSample[];
  readonly zonelessTimes: number;
  readonly nationalPhones: number;
}

const MOST_SAMPLES = 12;
const TWO_ZONES = ['UTC', 'Asia/Kathmandu'] as const;
const UNPARSED_PHONE = 'phone_unparsed';
const INVALID_EMAIL = 'email_invalid';

export function readSample(
  records: readonly JsonValue[],
  dialect: Dialect,
  options: DialectOptions,
): Reading {
  const samples = new Map<string, NormalisedSample>();
  let zonelessTimes = 0;
  let nationalPhones = 0;
  for (const record of records) {
    const result = readOrSkip(record, dialect, options);
    if (result?.ok !== true) continue;
    for (const identifier of result.value.identifiers) addSample(samples, identifier, { record, options });
    const [here, there] = TWO_ZONES.map((zone) => dialect.toEvent(record, { country: null, zone }));
    if (!here?.ok || !there?.ok) continue;
    if (here.value.at !== there.value.at) zonelessTimes += 1;
    if (here.value.identifiers.some(({ namespace }) => namespace === UNPARSED_PHONE)) nationalPhones += 1;
  }
  return { normalised: tellingFirst(samples), zonelessTimes, nationalPhones };
}

/** null for a record nested deeper than the stack: the parser rejects it, and there is nothing to show of it. */
function readOrSkip(record: JsonValue, dialect: Dialect, options: DialectOptions) {
  try {
    return dialect.toEvent(record, options);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return null;
  }
}

interface Origin {
  readonly record: JsonValue;
  readonly options: DialectOptions;
}

function addSample(samples: Map<string, NormalisedSample>, identifier: Identifier, origin: Origin): void {
  const key = `${identifier.namespace}\n${identifier.value}`;
  if (samples.has(key)) return;
  const namespace = writtenAs(identifier.namespace);
  const before = spellingOf(namespace, identifier, origin) ?? identifier.value;
  const reason = whyNoKey(identifier);
  samples.set(key, { namespace, before, after: reason === null ? identifier.value : null, reason });
}

/** The namespace that the log meant. */
function writtenAs(namespace: string): string {
  if (namespace === UNPARSED_PHONE) return 'phone';
  return namespace === INVALID_EMAIL ? 'email' : namespace;
}

function whyNoKey({ namespace, value }: Identifier): string | null {
  if (namespace === UNPARSED_PHONE) return 'is no phone number as it stands: its country may be missing';
  if (namespace === INVALID_EMAIL) return 'is no email address';
  return isPlaceholder(value) ? 'is a placeholder, which the rules block' : null;
}

/** How the record writes an identifier: the first of its values that has the same normal form. */
function spellingOf(namespace: string, identifier: Identifier, { record, options }: Origin): string | null {
  for (const leaf of leavesOf(record).values()) {
    if (typeof leaf !== 'string' && typeof leaf !== 'number') continue;
    const normal = normalizeIdentifier(namespace, leaf, options);
    if (normal.value === identifier.value && normal.namespace === identifier.namespace) return String(leaf);
  }
  return null;
}

/** Those that change, or are no keys, say more than those that stay as they are. */
function tellingFirst(samples: ReadonlyMap<string, NormalisedSample>): NormalisedSample[] {
  const all = [...samples.values()];
  const telling = all.filter(({ before, after }) => before !== after);
  const plain = all.filter(({ before, after }) => before === after);
  return [...telling, ...plain].slice(0, MOST_SAMPLES);
}
