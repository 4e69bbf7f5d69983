/**
 * Traits that a person has one of for long: names, date of birth, city. Two values of one of them under one person are
 * a hint that they are two people.
 *
 * Each value becomes a number that is equal for spellings that differ in case, accents or spaces only. Numbers of
 * different kinds of traits differ.
 */

import { Dictionary } from '../base/dictionary.ts';
import type { Slices } from '../base/slices.ts';
import { finish } from '../base/slices.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';

export const PERSONAL_KINDS = ['first name', 'last name', 'name', 'date of birth', 'city'] as const;

/** Events with traits between two pauses. */
const READ_AT_ONCE = 1024;

/** Names of traits without case, `_`, `-` and spaces. */
const KIND_OF_NAME: ReadonlyMap<string, number> = new Map([
  ['firstname', 0],
  ['givenname', 0],
  ['lastname', 1],
  ['familyname', 1],
  ['surname', 1],
  ['name', 2],
  ['fullname', 2],
  ['dateofbirth', 3],
  ['birthdate', 3],
  ['birthday', 3],
  ['dob', 3],
  ['city', 4],
]);

export class PersonalTraits {
  /** Values of event `row` are `values[starts[row]]` up to the next start. */
  readonly #starts: Uint32Array;
  readonly #values: Uint32Array;
  /** Value number → index into PERSONAL_KINDS. */
  readonly #kinds: number[] = [0];

  /** `drive` may put the reading off; nothing is known before it is done. Cost: linear in the traits that the log says. */
  constructor(store: EventStore, drive: (work: Slices) => void = finish) {
    this.#starts = new Uint32Array(store.rowCount + 1);
    this.#values = new Uint32Array(store.facts.traitName.length);
    drive(this.#read(store));
  }

  *#read(store: EventStore): Slices {
    const { facts } = store;
    const rowCount = this.#starts.length - 1;
    const kinds = new Map<number, number>();
    const folded = new Dictionary();
    let count = 0;
    let position = 0;
    let row = 0;
    for (let entry = 0; entry < facts.traitRow.length; entry += 1) {
      if (entry % READ_AT_ONCE === 0) yield;
      const event = facts.traitRow.at(entry);
      while (row <= event) this.#starts[row++] = count;
      for (const end = facts.traitEnds.at(entry); position < end; position += 1) {
        const kind = kindOf(store, facts.traitName.at(position), kinds);
        const text = kind < 0 ? '' : fold(store.dictionary.text(facts.traitValue.at(position)));
        if (text === '') continue;
        const value = folded.intern(`${kind} ${text}`);
        if (value === this.#kinds.length) this.#kinds.push(kind);
        this.#values[count++] = value;
      }
    }
    while (row <= rowCount) this.#starts[row++] = count;
  }

  /** Values are numbers below this. */
  get valueCount(): number {
    return this.#kinds.length;
  }

  start(event: EventIndex): number {
    return this.#starts[event]!;
  }

  end(event: EventIndex): number {
    return this.#starts[event + 1]!;
  }

  /** The value at a position between `start` and `end` of an event. */
  at(position: number): number {
    return this.#values[position]!;
  }

  kindOf(value: number): number {
    return this.#kinds[value]!;
  }
}

function kindOf(store: EventStore, name: number, known: Map<number, number>): number {
  let kind = known.get(name);
  if (kind === undefined) {
    const plain = store.dictionary
      .text(name)
      .toLowerCase()
      .replace(/[\s_-]+/g, '');
    kind = KIND_OF_NAME.get(plain) ?? -1;
    known.set(name, kind);
  }
  return kind;
}

/** The letters and digits of a JSON text in lower case; empty for what says nothing. */
function fold(json: string): string {
  if (json === 'null' || json === '""') return '';
  return json
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
