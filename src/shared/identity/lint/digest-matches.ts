/**
 * What the digests of a log are digests of: an address or number of the log in normal form, a spelling of one that is
 * not, or nothing that the log says. A normal form wins, because then the hash is right.
 *
 * All addresses and numbers are hashed in turn: in normal form, as traits have them written, and in the spellings that
 * are usual (identifiers are normalised on reading, and their own spelling is not kept). The last are only tried while
 * a column that speaks of contacts has digests of nothing, and of many contacts only in the ways that the first were
 * written in: what is of nothing may be of a spelling that nobody thought of. Cost: linear in addresses and numbers.
 */

import type { Slices } from '../../base/slices.ts';
import type { DigestAlgorithm } from '../../base/text-digest.ts';
import { digestOfText } from '../../base/text-digest.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import { normalizeEmail } from '../../identifier/email.ts';
import { normalSpellings, unnormalSpellings } from '../../identifier/spellings.ts';
import type { Census } from '../census.ts';
import type { DigestColumns } from './digest-columns.ts';
import { eachTrait, textOfJson } from './digest-columns.ts';

const NAMES_OF_CONTACTS = /(?:^|[^a-z])(?:e?mails?|em|phones?|ph|hash(?:ed)?|sha-?\d*|md5)(?:[^a-z]|$)/i;
/** Values hashed between two pauses. */
const HASHED_AT_ONCE = 64;
/** A hash takes microseconds, and there are dozens of ways to write one address. */
const CONTACTS_TRIED_IN_FULL = 5000;

export type MatchKind = 'nothing' | 'normal form' | 'spelling';
const KINDS: readonly MatchKind[] = ['nothing', 'normal form', 'spelling'];
const NOTHING = 0;
const NORMAL_FORM = 1;
const SPELLING = 2;

export interface SpelledDigest {
  readonly entry: number;
  readonly spelling: string;
  /** What was spelled so, or -1 for what only a trait says. */
  readonly identifier: IdentifierIndex;
  /** An event that says it, or -1 when none of the accepted does as a key. */
  readonly event: EventIndex;
}

export class DigestMatches {
  /** Of spellings, the first of each column. */
  readonly examples: SpelledDigest[][];
  readonly #census: Census;
  readonly #digests: DigestColumns;
  readonly #algorithms: readonly DigestAlgorithm[];
  /** Entry → KINDS. */
  readonly #kinds: Uint8Array;
  readonly #mostExamples: number;

  constructor(census: Census, digests: DigestColumns, mostExamples: number) {
    this.#census = census;
    this.#digests = digests;
    this.#mostExamples = mostExamples;
    this.examples = digests.columns.map(() => []);
    this.#algorithms = [...new Set(digests.columns.map(({ algorithm }) => algorithm))];
    this.#kinds = new Uint8Array(digests.entryCount);
  }

  *search(): Slices {
    yield* this.#hashContacts((identifier, namespace, value) => {
      for (const text of normalSpellings(namespace, value))
        this.#try(text, NORMAL_FORM, { identifier, event: -1 });
    });
    yield* this.#hashTraits();
    if (!this.#isOpen()) return;
    yield* this.#hashUsualSpellings();
  }

  /** Digests of a column by what they are of, and events that carry those of a kind. */
  count(column: number, kind: MatchKind): { digests: number; events: number } {
    let digests = 0;
    let events = 0;
    for (let entry = 1; entry < this.#kinds.length; entry += 1) {
      if (this.#digests.column.at(entry) !== column || KINDS[this.#kinds[entry]!] !== kind) continue;
      digests += 1;
      events += this.#digests.eventCount.at(entry);
    }
    return { digests, events };
  }

  *#hashContacts(visit: (identifier: IdentifierIndex, namespace: string, value: string) => void): Slices {
    const { identifierTable } = this.#census.engine.store;
    const { namespaceNames, namespace } = identifierTable;
    const contacts = namespaceNames.map((name) => name === 'email' || name === 'phone');
    let hashed = 0;
    for (let identifier = 0; identifier < identifierTable.size; identifier += 1) {
      const own = namespace.at(identifier);
      if (contacts[own] !== true) continue;
      visit(identifier, namespaceNames[own]!, identifierTable.valueText(identifier));
      hashed += 1;
      if (hashed % HASHED_AT_ONCE === 0) yield;
    }
  }

  /** Ways of writing that no digest of the first many contacts was of are given up: a source writes in few. */
  *#hashUsualSpellings(): Slices {
    const ways = { email: new Set<number>(), phone: new Set<number>() };
    let contacts = 0;
    yield* this.#hashContacts((identifier, namespace, value) => {
      const event = this.#census.carriers(identifier)[0] ?? -1;
      const known = namespace === 'phone' ? ways.phone : ways.email;
      contacts += 1;
      unnormalSpellings(namespace, value).forEach((text, way) => {
        if (text === null || (contacts > CONTACTS_TRIED_IN_FULL && !known.has(way))) return;
        if (this.#try(text, SPELLING, { identifier, event })) known.add(way);
      });
    });
  }

  /** Every address and number that a trait says, once, as it is written. */
  *#hashTraits(): Slices {
    const { engine, rows } = this.#census;
    const { store } = engine;
    const seen = new Uint8Array(store.dictionary.size);
    yield* eachTrait(store, rows, (event, _, value) => {
      if (seen[value] === 1) return;
      seen[value] = 1;
      const text = textOfJson(store, value);
      if (text === null) return;
      const normal = normalFormOf(text);
      if (normal === null) return;
      this.#try(normal, NORMAL_FORM, { identifier: -1, event });
      if (normal !== text) this.#try(text, SPELLING, { identifier: -1, event });
    });
  }

  /** True when a digest of nothing so far is of the text. */
  #try(text: string, kind: number, found: Pick<SpelledDigest, 'identifier' | 'event'>): boolean {
    let isOfSome = false;
    for (const algorithm of this.#algorithms) {
      const digest = digestOfText(text, algorithm);
      this.#digests.columns.forEach((column, number) => {
        const entry = column.algorithm === algorithm ? this.#digests.find(number, digest) : -1;
        if (entry < 0 || this.#kinds[entry] !== NOTHING) return;
        this.#kinds[entry] = kind;
        isOfSome = true;
        const examples = this.examples[number]!;
        if (kind === SPELLING && examples.length < this.#mostExamples)
          examples.push({ entry, spelling: text, ...found });
      });
    }
    return isOfSome;
  }

  /** True while a digest of nothing lies in a column that speaks of contacts, by its name or by what was found in it. */
  #isOpen(): boolean {
    return this.#digests.columns.some(
      ({ name }, column) =>
        this.count(column, 'nothing').digests > 0 &&
        (NAMES_OF_CONTACTS.test(name) ||
          this.count(column, 'normal form').digests > 0 ||
          this.count(column, 'spelling').digests > 0),
    );
  }
}

/** Of a text that is an address or looks like a telephone number, what should have been hashed; else null. */
function normalFormOf(text: string): string | null {
  const address = normalizeEmail(text);
  if (address !== null) return address;
  const isNumber = /^\s*(?:\+|00)[\d\s()./-]{7,24}$/.test(text);
  return isNumber ? `+${text.replace(/\D/g, '').replace(/^00/, '')}` : null;
}
