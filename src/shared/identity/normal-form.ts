/**
 * `normalise` of a namespace: named steps that bring the spellings of one key together, on top of what reading already
 * does to every value (`identifier/normalize.ts`). They change keys and never what an event shows.
 *
 * The steps are gone through in their order, and again until the value stays as it is, so that a normal form is its own
 * normal form however the steps are combined. A value of which nothing is left, or that does not come to rest, has none.
 * That a dot in a Gmail address says nothing is Google's own rule; it takes googlemail.com for gmail.com.
 */

import { normalizeEmail } from '../identifier/email.ts';
import { isKnownCountry, normalizePhone } from '../identifier/phone.ts';

type Step = (value: string) => string;

/** Real values rest after one; only prefixes that alternate endlessly do not within these. */
const MOST_PASSES = 8;
const PREFIX_STEP = 'strip-prefix:';
const PHONE_STEP = 'phone:';
const GMAIL: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

const PLAIN_STEPS: ReadonlyMap<string, Step> = new Map([
  ['trim', (value: string) => value.trim()],
  ['lower-case', (value: string) => value.toLowerCase()],
  ['digits', (value: string) => value.replace(/[^0-9]+/g, '')],
  ['letters-and-digits', (value: string) => value.replace(/[^\p{L}\p{M}\p{N}]+/gu, '')],
  ['leading-zeros', withoutLeadingZeros],
  ['email', (value: string) => normalizeEmail(value) ?? value],
  ['phone', (value: string) => phone(value, null)],
  ['plus-tag', withoutPlusTag],
  ['gmail-dots', withoutGmailDots],
]);

/** Steps that need signs, and steps that take all signs away. */
const ON_SIGNS: readonly RegExp[] = [/^email$/, /^phone(?::|$)/, /^plus-tag$/, /^gmail-dots$/];
const WITHOUT_SIGNS: ReadonlySet<string> = new Set(['digits', 'letters-and-digits']);

export class NormalForm {
  readonly #steps: readonly Step[];

  /** Assumes steps without problems. */
  constructor(steps: readonly string[]) {
    this.#steps = steps.flatMap((name) => makeStep(name) ?? []);
  }

  /** Empty when the value has none. Cost: linear in the value. */
  of(value: string): string {
    let form = value;
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      let next = form;
      for (const step of this.#steps) next = step(next);
      if (next === form) return form;
      form = next;
    }
    return '';
  }
}

/** Every reason why a list of steps is no normaliser, each beginning with its place in the list. */
export function stepProblems(steps: readonly string[]): string[] {
  const problems = steps.flatMap((name, index) => {
    if (makeStep(name) === null) return [`[${index}]: ${unknownStep(name)}`];
    return steps.indexOf(name) < index ? [`[${index}]: "${name}" is named twice`] : [];
  });
  const stripper = steps.find((name) => WITHOUT_SIGNS.has(name));
  const stripped = steps.find((name) => ON_SIGNS.some((pattern) => pattern.test(name)));
  if (stripper !== undefined && stripped !== undefined)
    problems.push(`: "${stripper}" takes away the signs that "${stripped}" reads; expected one of them`);
  return problems;
}

function unknownStep(name: string): string {
  if (name === PREFIX_STEP) return `"${name}" names no prefix; expected one, as in "strip-prefix:CRM-"`;
  if (name.startsWith(PHONE_STEP))
    return `"${name.slice(PHONE_STEP.length)}" is no country; expected two letters, as in "phone:DE"`;
  return `there is no step "${name}"; expected ${[...PLAIN_STEPS.keys()].join(', ')}, phone:COUNTRY or strip-prefix:TEXT`;
}

function makeStep(name: string): Step | null {
  const plain = PLAIN_STEPS.get(name);
  if (plain !== undefined) return plain;
  if (name.startsWith(PREFIX_STEP) && name.length > PREFIX_STEP.length)
    return prefixStep(name.slice(PREFIX_STEP.length));
  if (!name.startsWith(PHONE_STEP)) return null;
  const country = name.slice(PHONE_STEP.length);
  return isKnownCountry(country) ? (value) => phone(value, country) : null;
}

/** Takes a prefix away, as often as it is there, whatever its case. */
function prefixStep(prefix: string): Step {
  const folded = prefix.toLowerCase();
  return (value) => {
    let start = 0;
    while (value.slice(start, start + prefix.length).toLowerCase() === folded) start += prefix.length;
    return value.slice(start);
  };
}

/** A value of zeros only is one zero. */
function withoutLeadingZeros(value: string): string {
  let start = 0;
  while (start < value.length - 1 && value.charCodeAt(start) === 0x30) start += 1;
  return value.slice(start);
}

/** What is no number stays as it is. */
function phone(value: string, country: string | null): string {
  return normalizePhone(value, { country, wasNumber: false }) ?? value;
}

function withoutPlusTag(value: string): string {
  const at = addressSign(value);
  const plus = value.indexOf('+');
  return at > 0 && plus > 0 && plus < at ? value.slice(0, plus) + value.slice(at) : value;
}

function withoutGmailDots(value: string): string {
  const at = addressSign(value);
  if (at < 0 || !GMAIL.has(value.slice(at + 1).toLowerCase())) return value;
  const local = value.slice(0, at).replaceAll('.', '');
  return local === '' ? value : `${local}@gmail.com`;
}

/** The place of the only `@`, or -1. */
function addressSign(value: string): number {
  const at = value.indexOf('@');
  return value.indexOf('@', at + 1) < 0 ? at : -1;
}
