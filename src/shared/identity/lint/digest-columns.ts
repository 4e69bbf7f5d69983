/**
 * Where a log carries digests: identifiers of a namespace, or values of a trait, at least half of which have the form
 * of one hash. The first values of each are looked at, and the rest only of those that turn out so.
 *
 * An entry is a distinct digest of a column, numbered from 1: its code in a dictionary of `column:digest`. Cost: linear.
 */

import { int32Column, uint32Column } from '../../base/columns.ts';
import { Dictionary } from '../../base/dictionary.ts';
import type { Slices } from '../../base/slices.ts';
import { CHEAP_ITEMS } from '../../base/slices.ts';
import type { DigestAlgorithm } from '../../base/text-digest.ts';
import { DIGEST_ALGORITHMS, digestForm } from '../../base/text-digest.ts';
import { runStart } from '../../event/event-facts.ts';
import type { EventIndex, EventStore } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Census } from '../census.ts';

export interface DigestColumn {
  /** Of the namespace or the trait. */
  readonly name: string;
  readonly algorithm: DigestAlgorithm;
}

/** So many of the first values tell what a column holds. */
const MOST_SAMPLED = 20;

export class DigestColumns {
  readonly columns: DigestColumn[] = [];
  /** By entry: column, first event, how many events, the identifier or -1 for a trait's. Place 0 is nobody's. */
  readonly column = uint32Column();
  readonly event = uint32Column();
  readonly eventCount = uint32Column();
  readonly identifier = int32Column();
  readonly #entries = new Dictionary();

  constructor() {
    this.column.push(0);
    this.event.push(0);
    this.eventCount.push(0);
    this.identifier.push(-1);
  }

  get entryCount(): number {
    return this.column.length;
  }

  /** The entry of a digest in a column, or -1. */
  find(column: number, digest: string): number {
    return this.#entries.find(`${column}:${digest}`);
  }

  see(column: number, digest: string, event: EventIndex, identifier: IdentifierIndex): void {
    const entry = this.#entries.intern(`${column}:${digest.toLowerCase()}`);
    if (entry < this.entryCount) {
      this.eventCount.set(entry, this.eventCount.at(entry) + 1);
      return;
    }
    this.column.push(column);
    this.event.push(event);
    this.eventCount.push(1);
    this.identifier.push(identifier);
  }
}

export function* readDigestColumns(census: Census): Slices<DigestColumns> {
  const digests = new DigestColumns();
  yield* readIdentifiers(census, digests);
  yield* readTraits(census, digests);
  return digests;
}

/** The first values of many columns, by number of the column. */
class Samples {
  readonly #looks: Uint32Array;
  readonly #hits: Uint32Array;

  constructor(size: number) {
    this.#looks = new Uint32Array(size);
    this.#hits = new Uint32Array(size * DIGEST_ALGORITHMS.length);
  }

  wants(column: number): boolean {
    return this.#looks[column]! < MOST_SAMPLED;
  }

  note(column: number, text: string): void {
    this.#looks[column]! += 1;
    const form = digestForm(text);
    if (form !== null) this.#hits[column * DIGEST_ALGORITHMS.length + DIGEST_ALGORITHMS.indexOf(form)]! += 1;
  }

  verdict(column: number): DigestAlgorithm | null {
    const start = column * DIGEST_ALGORITHMS.length;
    const isMost = (at: number): boolean =>
      this.#hits[start + at]! > 0 && this.#hits[start + at]! * 2 >= this.#looks[column]!;
    return DIGEST_ALGORITHMS.find((_, at) => isMost(at)) ?? null;
  }
}

function* readIdentifiers({ engine, rows }: Census, digests: DigestColumns): Slices {
  const { store } = engine;
  const { identifierTable } = store;
  const { namespaceNames, namespace } = identifierTable;
  const samples = new Samples(namespaceNames.length);
  for (let identifier = 0; identifier < identifierTable.size; identifier += 1) {
    const own = namespace.at(identifier);
    if (samples.wants(own)) samples.note(own, identifierTable.valueText(identifier));
  }
  const columnOf = namespaceNames.map((name, own) => enter(digests, name, samples.verdict(own)));
  if (columnOf.every((column) => column < 0)) return;
  for (let i = 0; i < rows.length; i += 1) {
    if (i % CHEAP_ITEMS === 0) yield;
    const event = rows[i]!;
    for (let at = store.identifierStart(event); at < store.identifierEnds.at(event); at += 1) {
      const identifier = store.identifiers.at(at);
      const column = columnOf[namespace.at(identifier)]!;
      if (column < 0) continue;
      const text = identifierTable.valueText(identifier);
      if (digestForm(text) === digests.columns[column]!.algorithm)
        digests.see(column, text, event, identifier);
    }
  }
}

function* readTraits({ engine, rows }: Census, digests: DigestColumns): Slices {
  const { store } = engine;
  const numbers = new Map<number, number>();
  const { traitName, traitValue } = store.facts;
  for (let at = 0; at < traitName.length; at += 1)
    if (!numbers.has(traitName.at(at))) numbers.set(traitName.at(at), numbers.size);
  const samples = new Samples(numbers.size);
  for (let at = 0; at < traitName.length; at += 1) {
    const number = numbers.get(traitName.at(at))!; // numbered above
    const text = samples.wants(number) ? textOfJson(store, traitValue.at(at)) : null;
    if (text !== null) samples.note(number, text);
  }
  const columnOf = [...numbers].map(([name, number]) =>
    enter(digests, store.dictionary.text(name), samples.verdict(number)),
  );
  if (columnOf.every((column) => column < 0)) return;
  yield* eachTrait(store, rows, (event, name, value) => {
    const column = columnOf[numbers.get(name)!]!; // numbered above
    const text = column < 0 ? null : textOfJson(store, value);
    if (text !== null && digestForm(text) === digests.columns[column]!.algorithm)
      digests.see(column, text, event, -1);
  });
}

/** Visits the traits of accepted events, as codes of the store's dictionary. */
export function* eachTrait(
  { facts, rowCount }: EventStore,
  rows: Uint32Array,
  visit: (event: EventIndex, name: number, value: number) => void,
): Slices {
  const isAccepted = new Uint8Array(rowCount);
  for (const row of rows) isAccepted[row] = 1;
  for (let entry = 0; entry < facts.traitRow.length; entry += 1) {
    if (entry % CHEAP_ITEMS === 0) yield;
    const event = facts.traitRow.at(entry);
    if (isAccepted[event] === 0) continue;
    for (let at = runStart(facts.traitEnds, entry); at < facts.traitEnds.at(entry); at += 1)
      visit(event, facts.traitName.at(at), facts.traitValue.at(at));
  }
}

/** The text that a JSON string holds; null for every other value. */
export function textOfJson({ dictionary }: EventStore, code: number): string | null {
  const json = dictionary.text(code);
  return json.startsWith('"') ? (JSON.parse(json) as string) : null;
}

/** The number of a new column, or -1 for what holds no digests. */
function enter({ columns }: DigestColumns, name: string, algorithm: DigestAlgorithm | null): number {
  return algorithm === null ? -1 : columns.push({ name, algorithm }) - 1;
}
