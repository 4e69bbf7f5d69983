/**
 * All events of a workspace as columns, in the order in which they were read.
 *
 * A row is one record that became an event; a row is *accepted*, or a duplicate of an accepted row. Of equal keys the
 * copy with the earliest received time counts, so a later record can take the place of an earlier one: which rows
 * count, and everything derived from them, does not depend on the order of reading. The store knows nothing of rules.
 */

import {
  appendMapped,
  appendShifted,
  float64Column,
  int32Column,
  uint8Column,
  uint16Column,
  uint32Column,
} from '../base/columns.ts';
import { Dictionary } from '../base/dictionary.ts';
import { hashToHex } from '../base/hash.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { EventBatch } from './batch.ts';
import { EventFacts } from './event-facts.ts';
import { IdentifierTable } from './identifier-table.ts';
import { KEY_HAS_ID } from './key.ts';
import { KeyTable } from './key-table.ts';
import { SourceNames } from './source-names.ts';
import { compareTiedCopies } from './tied-copies.ts';

/** Row of the event store; stable for its life. */
export type EventIndex = number;
export type SourceIndex = number;

export const ROW_ACCEPTED = 0;
/** Equal key with an id. */
export const ROW_SAME = 1;
/** Equal key without an id. */
export const ROW_SAME_CONTENT = 2;

export class EventStore {
  readonly dictionary = new Dictionary();
  readonly identifierTable = new IdentifierTable(this.dictionary);
  readonly facts = new EventFacts();
  readonly sourceNames = new SourceNames();

  readonly at = float64Column();
  readonly receivedAt = float64Column();
  /** Empty until a row has a sequence; then as long as the store. */
  readonly sequence = float64Column();
  readonly type = uint8Column();
  readonly flags = uint8Column();
  readonly name = uint32Column();
  /** Four words a row. */
  readonly key = int32Column();
  readonly status = uint8Column();
  readonly source = uint16Column();
  /** 1-based line of the record in its source. */
  readonly line = uint32Column();
  readonly record = uint32Column();
  /** Row → end of its run in `identifiers`. */
  readonly identifierEnds = uint32Column();
  /** IdentifierIndex, in the order of the record. */
  readonly identifiers = uint32Column();

  readonly counts = { same: 0, sameContent: 0, idReused: 0 };

  readonly #idBytes = uint8Column(1 << 12);
  readonly #idEnds = float64Column();
  readonly #keyTable = new KeyTable(this.key);

  get rowCount(): number {
    return this.at.length;
  }

  get readCount(): number {
    return this.rowCount;
  }

  get acceptedCount(): number {
    return this.rowCount - this.counts.same - this.counts.sameContent;
  }

  /**
   * Appends a batch and returns the rows that counted before and are duplicates now. `firstLine` is the 1-based line
   * of the batch's line 0.
   */
  append(batch: EventBatch, source: SourceIndex, firstLine: number): EventIndex[] {
    const firstRow = this.rowCount;
    const { columns, rowCount } = batch;
    const codes = this.dictionary.internBlock(batch.texts);
    const identifiers = this.#internIdentifiers(columns.identifierNamespace, columns.identifierValue, codes);
    this.at.append(columns.at);
    this.receivedAt.append(columns.receivedAt);
    this.#appendSequence(columns.sequence, firstRow, rowCount);
    this.type.append(columns.type);
    this.flags.append(columns.flags);
    appendMapped(this.name, columns.name, codes);
    this.key.append(columns.key);
    this.source.extend(rowCount, source);
    appendShifted(this.line, columns.line, firstLine);
    this.record.append(columns.record);
    appendShifted(this.identifierEnds, columns.identifierEnds, this.identifiers.length);
    appendMapped(this.identifiers, columns.identifiers, identifiers);
    this.#appendIds(batch);
    this.facts.append(columns, codes, identifiers, firstRow);
    return this.#enterKeys(firstRow, rowCount);
  }

  identifierStart(row: EventIndex): number {
    return row === 0 ? 0 : this.identifierEnds.at(row - 1);
  }

  nameText(row: EventIndex): string | null {
    const code = this.name.at(row);
    return code === 0 ? null : this.dictionary.text(code);
  }

  /** The event's own id or, without one, its key in hexadecimal. */
  eventId(row: EventIndex): string {
    return this.hasOwnId(row) ? this.ownId(row) : hashToHex(this.key.values, row * 4);
  }

  hasOwnId(row: EventIndex): boolean {
    return (this.key.at(row * 4 + 1) & KEY_HAS_ID) === KEY_HAS_ID;
  }

  ownId(row: EventIndex): string {
    const start = row === 0 ? 0 : this.#idEnds.at(row - 1);
    return decodeUtf8(this.#idBytes.values, start, this.#idEnds.at(row));
  }

  /** The accepted row whose copy this duplicate is; the row itself when it is accepted. */
  acceptedRowOf(row: EventIndex): EventIndex {
    return this.#keyTable.holder(row);
  }

  #internIdentifiers(namespaces: Uint32Array, values: Uint32Array, codes: Uint32Array): Uint32Array {
    const indexes = new Uint32Array(values.length);
    const namespaceOf = new Map<number, number>();
    for (let local = 0; local < values.length; local += 1) {
      const code = namespaces[local]!;
      let namespace = namespaceOf.get(code);
      if (namespace === undefined) {
        namespace = this.identifierTable.namespaceIndex(this.dictionary.text(codes[code]!));
        namespaceOf.set(code, namespace);
      }
      indexes[local] = this.identifierTable.intern(namespace, codes[values[local]!]!);
    }
    return indexes;
  }

  #appendSequence(sequence: Float64Array, firstRow: number, rowCount: number): void {
    if (sequence.length === 0 && this.sequence.length === 0) return;
    if (this.sequence.length < firstRow) this.sequence.extend(firstRow - this.sequence.length, Number.NaN);
    if (sequence.length > 0) this.sequence.append(sequence);
    else this.sequence.extend(rowCount, Number.NaN);
  }

  #appendIds(batch: EventBatch): void {
    const shift = this.#idBytes.length;
    this.#idBytes.append(batch.ids.bytes);
    appendShifted(this.#idEnds, batch.ids.ends, shift);
  }

  #enterKeys(firstRow: EventIndex, rowCount: number): EventIndex[] {
    this.status.extend(rowCount, ROW_ACCEPTED);
    const superseded: EventIndex[] = [];
    for (let row = firstRow; row < firstRow + rowCount; row += 1) {
      const { same, idReused } = this.#keyTable.enter(row);
      if (idReused) this.counts.idReused += 1;
      if (same < 0) continue;
      if (this.countsBefore(row, same)) {
        this.#keyTable.replace(same, row);
        this.#markDuplicate(same);
        if (same < firstRow) superseded.push(same);
      } else {
        this.#markDuplicate(row);
      }
    }
    return superseded;
  }

  /** Of two copies the one received earlier counts; then by event time, by sequence, and by what else they say. */
  countsBefore(row: EventIndex, other: EventIndex): boolean {
    const received = compareNumbers(this.receivedAt.at(row), this.receivedAt.at(other));
    if (received !== 0) return received < 0;
    const at = compareNumbers(this.at.at(row), this.at.at(other));
    if (at !== 0) return at < 0;
    const sequence =
      this.sequence.length === 0 ? 0 : compareNumbers(this.sequence.at(row), this.sequence.at(other));
    return (sequence || compareTiedCopies(this, row, other)) < 0;
  }

  #markDuplicate(row: EventIndex): void {
    const status = this.hasOwnId(row) ? ROW_SAME : ROW_SAME_CONTENT;
    this.status.set(row, status);
    if (status === ROW_SAME) this.counts.same += 1;
    else this.counts.sameContent += 1;
  }

  /** Keys compared so far, for the suite on linear time. */
  get keyLooks(): number {
    return this.#keyTable.looks;
  }

  /** Bytes of typed arrays held. */
  get bytes(): number {
    const columns = [
      this.at,
      this.receivedAt,
      this.sequence,
      this.type,
      this.flags,
      this.name,
      this.key,
      this.status,
    ];
    const more = [
      this.source,
      this.line,
      this.record,
      this.identifierEnds,
      this.identifiers,
      this.#idBytes,
      this.#idEnds,
    ];
    let sum = this.dictionary.bytes + this.identifierTable.bytes + this.facts.bytes + this.#keyTable.bytes;
    for (const column of [...columns, ...more]) sum += column.bytes;
    return sum;
  }
}

/** Ascending, missing (NaN) last. */
function compareNumbers(a: number, b: number): number {
  const aMissing = a !== a;
  const bMissing = b !== b;
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
  return a < b ? -1 : a > b ? 1 : 0;
}
