/**
 * Some rows of a store as a batch of their own, so that they can be resolved apart from all others: who may be whom after
 * an event or a value is taken away. Keys, times and ids stay, so the order among the rows is that of the store.
 *
 * Copied is what decides who is whom: times, type, name, identifiers, traits. Companies, orders and touches are not.
 */

import { uint32Column } from '../base/columns.ts';
import type { Dictionary, TextCode } from '../base/dictionary.ts';
import { packTexts, TextRunBuilder } from '../base/dictionary.ts';
import type { BatchColumns, EventBatch } from './batch.ts';
import { BATCH_COLUMN_KINDS, BATCH_COLUMN_NAMES } from './batch.ts';
import { entryOfRow, runStart } from './event-facts.ts';
import type { EventIndex, EventStore } from './event-store.ts';
import type { IdentifierIndex } from './identifier-table.ts';

const ARRAYS = { u8: Uint8Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array } as const;

/** Row r of the batch is `rows[r]`, on line r. Identifiers that are left out are left out of every row. */
export function copyRows(
  store: EventStore,
  rows: readonly EventIndex[],
  isLeftOut: (identifier: IdentifierIndex) => boolean,
): EventBatch {
  const texts = new CopiedTexts(store.dictionary);
  const ids = new TextRunBuilder();
  for (const row of rows) ids.push(store.hasOwnId(row) ? store.ownId(row) : '');
  const columns: { [name: string]: unknown } = Object.create(null);
  for (const name of BATCH_COLUMN_NAMES) columns[name] = new ARRAYS[BATCH_COLUMN_KINDS[name]](0);
  const { at, receivedAt, sequence } = store;
  Object.assign(columns, {
    at: Float64Array.from(rows, (row) => at.at(row)),
    receivedAt: Float64Array.from(rows, (row) => receivedAt.at(row)),
    sequence:
      sequence.length === 0 ? new Float64Array(0) : Float64Array.from(rows, (row) => sequence.at(row)),
    type: Uint8Array.from(rows, (row) => store.type.at(row)),
    flags: new Uint8Array(rows.length),
    name: Uint32Array.from(rows, (row) => texts.code(store.name.at(row))),
    key: Int32Array.from({ length: rows.length * 4 }, (_, word) =>
      store.key.at(rows[word >> 2]! * 4 + (word & 3)),
    ),
    line: Uint32Array.from(rows.keys()),
    record: new Uint32Array(rows.length),
    ...copyIdentifiers(store, rows, texts, isLeftOut),
    ...copyTraits(store, rows, texts),
  });
  // Every column of the list has been made above, in its kind.
  return {
    rowCount: rows.length,
    texts: texts.finish(),
    ids: ids.finish(),
    columns: columns as unknown as BatchColumns,
  };
}

function copyIdentifiers(
  store: EventStore,
  rows: readonly EventIndex[],
  texts: CopiedTexts,
  isLeftOut: (identifier: IdentifierIndex) => boolean,
): Pick<BatchColumns, 'identifierNamespace' | 'identifierValue' | 'identifierEnds' | 'identifiers'> {
  const { identifierTable } = store;
  const localOf = new Map<IdentifierIndex, number>();
  const identifiers = uint32Column();
  const identifierEnds = uint32Column();
  for (const row of rows) {
    const end = store.identifierEnds.at(row);
    for (let i = store.identifierStart(row); i < end; i += 1) {
      const identifier = store.identifiers.at(i);
      if (isLeftOut(identifier)) continue;
      const local = localOf.get(identifier) ?? localOf.size;
      localOf.set(identifier, local);
      identifiers.push(local);
    }
    identifierEnds.push(identifiers.length);
  }
  const copied = [...localOf.keys()];
  return {
    identifierNamespace: Uint32Array.from(copied, (one) => texts.add(identifierTable.namespaceName(one))),
    identifierValue: Uint32Array.from(copied, (one) => texts.code(identifierTable.value.at(one))),
    identifierEnds: identifierEnds.toArray(),
    identifiers: identifiers.toArray(),
  };
}

function copyTraits(
  { facts }: EventStore,
  rows: readonly EventIndex[],
  texts: CopiedTexts,
): Pick<BatchColumns, 'traitRow' | 'traitEnds' | 'traitName' | 'traitValue'> {
  const [traitRow, traitEnds, traitName, traitValue] = [
    uint32Column(),
    uint32Column(),
    uint32Column(),
    uint32Column(),
  ];
  rows.forEach((row, copy) => {
    const entry = entryOfRow(facts.traitRow, row);
    if (entry < 0) return;
    traitRow.push(copy);
    for (let i = runStart(facts.traitEnds, entry); i < facts.traitEnds.at(entry); i += 1) {
      traitName.push(texts.code(facts.traitName.at(i)));
      traitValue.push(texts.code(facts.traitValue.at(i)));
    }
    traitEnds.push(traitName.length);
  });
  return {
    traitRow: traitRow.toArray(),
    traitEnds: traitEnds.toArray(),
    traitName: traitName.toArray(),
    traitValue: traitValue.toArray(),
  };
}

/** Texts of a dictionary under codes of the copy's own; code 0 stays the empty text. */
class CopiedTexts {
  readonly #dictionary: Dictionary;
  readonly #texts: string[] = [''];
  readonly #copies = new Map<TextCode, TextCode>([[0, 0]]);
  readonly #added = new Map<string, TextCode>();

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  code(code: TextCode): TextCode {
    const known = this.#copies.get(code);
    if (known !== undefined) return known;
    const copy = this.#texts.push(this.#dictionary.text(code)) - 1;
    this.#copies.set(code, copy);
    return copy;
  }

  /** Code of a text that the dictionary need not hold. */
  add(text: string): TextCode {
    const known = this.#added.get(text);
    if (known !== undefined) return known;
    const copy = this.#texts.push(text) - 1;
    this.#added.set(text, copy);
    return copy;
  }

  finish(): EventBatch['texts'] {
    return packTexts(this.#texts);
  }
}
