/**
 * Canonical events → a batch of columns. One builder is filled, finished and thrown away for each stretch of a source,
 * so its Maps stay as small as a batch, whatever the size of the log.
 */

import type { Uint32Column } from '../base/columns.ts';
import { float64Column, int32Column, uint8Column, uint32Column } from '../base/columns.ts';
import type { TextCode } from '../base/dictionary.ts';
import { packTexts, TextRunBuilder } from '../base/dictionary.ts';
import type { Hash128 } from '../base/hash.ts';
import { makeHash } from '../base/hash.ts';
import { jsonText } from '../base/json-text.ts';
import type { BatchColumns, EventBatch } from './batch.ts';
import { EVENT_HAS_COMPANY, EVENT_LEAVES_COMPANY, ORDER_KINDS } from './batch.ts';
import type {
  CanonicalEvent,
  CompanyFact,
  EventType,
  Identifier,
  OrderFact,
  TouchFact,
  TraitEntry,
} from './event.ts';
import { EVENT_TYPES } from './event.ts';
import { writeKeyOfSums } from './key.ts';
import { LocalIdentifiers } from './local-identifiers.ts';

const TYPE_INDEX = new Map<EventType, number>(EVENT_TYPES.map((type, index) => [type, index]));

export class BatchBuilder {
  rowCount = 0;
  readonly #texts: string[] = [''];
  readonly #ids = new TextRunBuilder();
  readonly #textCodes = new Map<string, TextCode>([['', 0]]);
  readonly #identifiers = new LocalIdentifiers();
  /** Sums of the identifiers' hashes of the event that is being added. */
  readonly #sums = { people: makeHash(), company: makeHash() };
  readonly #touchSum = makeHash();
  readonly #key = makeHash();
  #hasSequence = false;

  readonly #f = {
    at: float64Column(),
    receivedAt: float64Column(),
    sequence: float64Column(),
    orderAmount: float64Column(),
    itemQuantity: float64Column(),
    itemPrice: float64Column(),
    key: int32Column(),
    type: uint8Column(),
    flags: uint8Column(),
    orderKind: uint8Column(),
  };
  readonly #u = {
    name: uint32Column(),
    line: uint32Column(),
    record: uint32Column(),
    identifierNamespace: uint32Column(),
    identifierValue: uint32Column(),
    identifierEnds: uint32Column(),
    identifiers: uint32Column(),
    traitRow: uint32Column(),
    traitEnds: uint32Column(),
    traitName: uint32Column(),
    traitValue: uint32Column(),
    companyRow: uint32Column(),
    companyIdentifierEnds: uint32Column(),
    companyIdentifiers: uint32Column(),
    companyTraitEnds: uint32Column(),
    companyTraitName: uint32Column(),
    companyTraitValue: uint32Column(),
    orderRow: uint32Column(),
    orderId: uint32Column(),
    orderCurrency: uint32Column(),
    itemEnds: uint32Column(),
    itemId: uint32Column(),
    itemName: uint32Column(),
    touchRow: uint32Column(),
    touchSource: uint32Column(),
    touchMedium: uint32Column(),
    touchCampaign: uint32Column(),
    touchTerm: uint32Column(),
    touchContent: uint32Column(),
    touchReferrer: uint32Column(),
    touchClickIdEnds: uint32Column(),
    touchClickIds: uint32Column(),
  };

  /** Adds an event as the next row. `line` counts from the batch's first line. */
  add(event: CanonicalEvent, line: number, record: number): void {
    const { at, receivedAt, sequence, key, type, flags } = this.#f;
    at.push(event.at ?? Number.NaN);
    receivedAt.push(event.receivedAt ?? Number.NaN);
    sequence.push(event.sequence ?? Number.NaN);
    if (event.sequence !== null) this.#hasSequence = true;
    type.push(TYPE_INDEX.get(event.type) ?? 0);
    flags.push(flagsOf(event.company));
    this.#u.name.push(this.#code(event.name));
    this.#ids.push(event.id ?? '');
    this.#u.line.push(line);
    this.#u.record.push(record);
    this.#addIdentifiers(event.identifiers, this.#u.identifiers, this.#sums.people);
    this.#u.identifierEnds.push(this.#u.identifiers.length);
    if (event.traits.length > 0) {
      this.#u.traitRow.push(this.rowCount);
      this.#traits(event.traits, this.#u.traitName, this.#u.traitValue);
      this.#u.traitEnds.push(this.#u.traitName.length);
    }
    if (event.company !== null) this.#company(event.company);
    if (event.order !== null) this.#order(event.order);
    if (event.touch !== null) this.#touch(event.touch);
    writeKeyOfSums(event, this.#sums, this.#key);
    for (let word = 0; word < 4; word += 1) key.push(this.#key[word]!);
    this.rowCount += 1;
  }

  finish(): EventBatch {
    if (!this.#hasSequence) this.#f.sequence.clear();
    for (const { namespace, value } of this.#identifiers.items) {
      this.#u.identifierNamespace.push(this.#code(namespace));
      this.#u.identifierValue.push(this.#newCode(value));
    }
    const columns: { [name: string]: unknown } = Object.create(null);
    for (const [name, column] of [...Object.entries(this.#f), ...Object.entries(this.#u)])
      columns[name] = column.toArray();
    return {
      rowCount: this.rowCount,
      texts: packTexts(this.#texts),
      ids: this.#ids.finish(),
      columns: columns as unknown as BatchColumns,
    };
  }

  #company(company: CompanyFact): void {
    const u = this.#u;
    u.companyRow.push(this.rowCount);
    this.#addIdentifiers(company.identifiers, u.companyIdentifiers, this.#sums.company);
    u.companyIdentifierEnds.push(u.companyIdentifiers.length);
    this.#traits(company.traits, u.companyTraitName, u.companyTraitValue);
    u.companyTraitEnds.push(u.companyTraitName.length);
  }

  #order(order: OrderFact): void {
    const u = this.#u;
    u.orderRow.push(this.rowCount);
    this.#f.orderKind.push(ORDER_KINDS.indexOf(order.kind));
    u.orderId.push(this.#code(order.orderId));
    this.#f.orderAmount.push(order.amount ?? Number.NaN);
    u.orderCurrency.push(this.#code(order.currency));
    for (const item of order.items) {
      u.itemId.push(this.#code(item.id));
      u.itemName.push(this.#code(item.name));
      this.#f.itemQuantity.push(item.quantity ?? Number.NaN);
      this.#f.itemPrice.push(item.price ?? Number.NaN);
    }
    u.itemEnds.push(u.itemId.length);
  }

  #touch(touch: TouchFact): void {
    const u = this.#u;
    u.touchRow.push(this.rowCount);
    u.touchSource.push(this.#code(touch.source));
    u.touchMedium.push(this.#code(touch.medium));
    u.touchCampaign.push(this.#code(touch.campaign));
    u.touchTerm.push(this.#code(touch.term));
    u.touchContent.push(this.#code(touch.content));
    u.touchReferrer.push(this.#code(touch.referrer));
    this.#addIdentifiers(touch.clickIds, u.touchClickIds, this.#touchSum);
    u.touchClickIdEnds.push(u.touchClickIds.length);
  }

  #traits(
    traits: readonly TraitEntry[],
    names: { push(code: number): void },
    values: { push(code: number): void },
  ): void {
    for (const trait of traits) {
      names.push(this.#code(trait.name));
      values.push(this.#code(jsonText(trait.value)));
    }
  }

  #addIdentifiers(identifiers: readonly Identifier[], column: Uint32Column, sum: Hash128): void {
    sum.fill(0);
    for (const identifier of identifiers) column.push(this.#identifiers.add(identifier, sum));
  }

  #code(text: string | null): TextCode {
    if (text === null) return 0;
    const known = this.#textCodes.get(text);
    if (known !== undefined) return known;
    const code = this.#newCode(text);
    this.#textCodes.set(text, code);
    return code;
  }

  /** A code of its own, for texts that hardly ever stand elsewhere in the batch. */
  #newCode(text: string): TextCode {
    this.#texts.push(text);
    return this.#texts.length - 1;
  }
}

function flagsOf(company: CompanyFact | null): number {
  if (company === null) return 0;
  return company.leaves === true ? EVENT_HAS_COMPANY | EVENT_LEAVES_COMPANY : EVENT_HAS_COMPANY;
}
