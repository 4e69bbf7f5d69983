/**
 * What all dialects need to read a record: plain looks at values of any type, and the draft that collects identifiers,
 * traits and the first thing that is wrong. Nothing here throws, whatever the record holds.
 */

import type { EpochMs, JsonObject, JsonValue } from '../../base/types.ts';
import type { Identifier } from '../../identifier/identifier.ts';
import { isCompanyNamespace } from '../../identifier/namespaces.ts';
import { normalizeIdentifier } from '../../identifier/normalize.ts';
import type {
  CanonicalEvent,
  CompanyFact,
  DialectOptions,
  Rejection,
  RejectionReason,
  TraitEntry,
} from '../event.ts';
import { parseTime } from '../time.ts';
import type { TouchDraft } from '../touch.ts';
import { makeTouchDraft } from '../touch.ts';

export type EventResult = { ok: true; value: CanonicalEvent } | { ok: false; error: Rejection };

/** An object that can be filled. Keys of any name are own properties: there is no prototype to be reached. */
export type Bag = { [key: string]: JsonValue };

/**
 * Constructor of bags. An object from a constructor whose prototype is empty keeps V8's fast layout, which
 * `Object.create(null)` gives up; `__proto__` is an ordinary key in both.
 */
const BagConstructor = function (this: Bag): void {} as unknown as new () => Bag;
BagConstructor.prototype = Object.freeze(Object.create(null)) as object;

export function makeBag(): Bag {
  return new BagConstructor();
}

export const EMPTY_OBJECT: JsonObject = Object.freeze(makeBag());

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Trimmed text of a string or number; null when there is none. */
export function scalarText(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

const MAX_SHOWN = 60;

/** How a value is named in a sentence: short, and never deeper than its type. */
function showValue(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string')
    return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

export function notAnObject(record: JsonValue): EventResult {
  const text = `the record is ${showValue(record)}; expected an object`;
  return { ok: false, error: { field: null, reason: 'not-an-object', text } };
}

const EXPECTED_IDENTIFIER = 'text or a number';
const EXPECTED_OBJECT = 'an object';
const EXPECTED_TIME = 'ISO 8601 or an epoch number';
/** Up to here repeats are looked for by walking the list. */
const MAX_WALKED = 32;

/** Identifiers in normal form, without repeats, in the order they came. */
class IdentifierList {
  readonly items: Identifier[] = [];
  #seen: Set<string> | null = null;

  add(identifier: Identifier): void {
    const { items } = this;
    if (items.length < MAX_WALKED) {
      for (let i = 0; i < items.length; i += 1)
        if (items[i]!.value === identifier.value && items[i]!.namespace === identifier.namespace) return;
      items.push(identifier);
      return;
    }
    this.#seen ??= new Set(items.map(identifierText));
    const text = identifierText(identifier);
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    items.push(identifier);
  }
}

export class EventDraft {
  readonly people = new IdentifierList();
  readonly traits: TraitEntry[] = [];
  readonly companies = new IdentifierList();
  readonly companyTraits: TraitEntry[] = [];
  readonly touch: TouchDraft = makeTouchDraft();
  readonly options: DialectOptions;
  /** The first thing that is wrong. */
  rejection: Rejection | null = null;

  constructor(options: DialectOptions) {
    this.options = options;
  }

  /** Says that a field cannot be read. The first such field is reported. */
  fail(
    field: string,
    value: JsonValue | undefined,
    expected: string,
    reason: RejectionReason = 'wrong-type',
  ): void {
    this.rejection ??= { field, reason, text: `"${field}" is ${showValue(value)}; expected ${expected}` };
  }

  /**
   * Adds one value or a list of values of a namespace, which must be canonical; a company's go to the company. Blanks
   * and null are no values. `field` is named when the value is of a type that cannot be an identifier.
   */
  identify(namespace: string, raw: JsonValue | undefined, field: string): void {
    if (isCompanyNamespace(namespace)) {
      this.identifyCompany(namespace, raw, field);
      return;
    }
    if (typeof raw === 'string') {
      const identifier = normalizeIdentifier(namespace, raw, this.options);
      if (identifier.value !== '') this.people.add(identifier);
      return;
    }
    for (const identifier of this.#normalize(namespace, raw, field)) this.people.add(identifier);
  }

  /** The same for what names a company, under whatever name. */
  identifyCompany(namespace: string, raw: JsonValue | undefined, field: string): void {
    for (const identifier of this.#normalize(namespace, raw, field)) this.companies.add(identifier);
  }

  /** An object that may be missing. An empty list stands for an empty object: PHP writes it so. */
  object(value: JsonValue | undefined, field: string): JsonObject | null {
    if (isObject(value)) return value;
    const isNothing = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!isNothing) this.fail(field, value, EXPECTED_OBJECT);
    return null;
  }

  /** Event time: null when there is none, a rejection when it is no time. */
  time(value: JsonValue | undefined, field: string): EpochMs | null {
    if (value === undefined || value === null || value === '') return null;
    const at = parseTime(value, this.options);
    if (at === null) this.fail(field, value, EXPECTED_TIME, 'bad-time');
    return at;
  }

  /** Received time: what is none is ignored, because the event stands without it. */
  receivedTime(value: JsonValue | undefined): EpochMs | null {
    return parseTime(value, this.options);
  }

  /** Text that may be missing. */
  text(value: JsonValue | undefined, field: string): string | null {
    if (typeof value === 'string' || typeof value === 'number') return scalarText(value);
    if (value !== undefined && value !== null) this.fail(field, value, EXPECTED_IDENTIFIER);
    return null;
  }

  company(leaves = false): CompanyFact | null {
    if (this.companies.items.length === 0 && this.companyTraits.length === 0) return null;
    const fact = { identifiers: this.companies.items, traits: this.companyTraits };
    return leaves ? { ...fact, leaves } : fact;
  }

  /** Adds the click ids of the touch, which are recorded identifiers of the event. */
  addClickIds(): void {
    if (this.touch.clickIds === null) return;
    for (const clickId of this.touch.clickIds) this.people.add(clickId);
  }

  result(event: CanonicalEvent): EventResult {
    return this.rejection === null ? { ok: true, value: event } : { ok: false, error: this.rejection };
  }

  #normalize(namespace: string, raw: JsonValue | undefined, field: string): Identifier[] {
    if (raw === undefined || raw === null) return [];
    const values: readonly JsonValue[] = Array.isArray(raw) ? raw : [raw as JsonValue];
    const identifiers: Identifier[] = [];
    for (const value of values) {
      if (value === null) continue;
      if (typeof value === 'object') {
        this.fail(field, value, EXPECTED_IDENTIFIER);
        continue;
      }
      const identifier = normalizeIdentifier(namespace, value, this.options);
      if (identifier.value !== '') identifiers.push(identifier);
    }
    return identifiers;
  }
}

function identifierText(identifier: Identifier): string {
  return `${identifier.namespace}\u0000${identifier.value}`;
}
