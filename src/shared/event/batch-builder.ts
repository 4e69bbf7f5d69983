/**
 * Canonical events → a batch of columns. One builder is filled, finished and thrown away for each stretch of a source,
 * so its Maps stay as small as a batch, whatever the size of the log.
 */

import { float64Column, int32Column, uint8Column, uint32Column } from '../base/columns.ts';
import type { TextCode } from '../base/dictionary.ts';
import { packTexts } from '../base/dictionary.ts';
import { makeHash } from '../base/hash.ts';
import type { JsonValue } from '../base/types.ts';
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
import { writeEventKey } from './key.ts';

const TYPE_INDEX = new Map<EventType, number>(EVENT_TYPES.map((type, index) => [type, index]));

export class BatchBuilder {
  rowCount = 0;
  readonly #texts: string[] = [''];
  readonly #ids: string[] = [];
  readonly #textCodes = new Map<string, TextCode>([['', 0]]);
  readonly #identifierCodes = new Map<string, Map<string, number>>();
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
    writeEventKey(event, this.#key);
    key.append(this.#key);
    this.#u.line.push(line);
    this.#u.record.push(record);
    for (const identifier of event.identifiers) this.#u.identifiers.push(this.#identifier(identifier));
    this.#u.identifierEnds.push(this.#u.identifiers.length);
    if (event.traits.length > 0) {
      this.#u.traitRow.push(this.rowCount);
      this.#traits(event.traits, this.#u.traitName, this.#u.traitValue);
      this.#u.traitEnds.push(this.#u.traitName.length);
    }
    if (event.company !== null) this.#company(event.company);
    if (event.order !== null) this.#order(event.order);
    if (event.touch !== null) this.#touch(event.touch);
    this.rowCount += 1;
  }

  finish(): EventBatch {
    if (!this.#hasSequence) this.#f.sequence.clear();
    const columns: { [name: string]: unknown } = Object.create(null);
    for (const [name, column] of [...Object.entries(this.#f), ...Object.entries(this.#u)])
      columns[name] = column.toArray();
    return {
      rowCount: this.rowCount,
      texts: packTexts(this.#texts),
      ids: packTexts(this.#ids),
      columns: columns as unknown as BatchColumns,
    };
  }

  #company(company: CompanyFact): void {
    const u = this.#u;
    u.companyRow.push(this.rowCount);
    for (const identifier of company.identifiers) u.companyIdentifiers.push(this.#identifier(identifier));
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
    for (const clickId of touch.clickIds) u.touchClickIds.push(this.#identifier(clickId));
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

  #identifier(identifier: Identifier): number {
    let values = this.#identifierCodes.get(identifier.namespace);
    if (values === undefined) {
      values = new Map();
      this.#identifierCodes.set(identifier.namespace, values);
    }
    const known = values.get(identifier.value);
    if (known !== undefined) return known;
    const code = this.#u.identifierValue.length;
    this.#u.identifierNamespace.push(this.#code(identifier.namespace));
    this.#u.identifierValue.push(this.#code(identifier.value));
    values.set(identifier.value, code);
    return code;
  }

  #code(text: string | null): TextCode {
    if (text === null) return 0;
    const known = this.#textCodes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    this.#texts.push(text);
    this.#textCodes.set(text, code);
    return code;
  }
}

function flagsOf(company: CompanyFact | null): number {
  if (company === null) return 0;
  return company.leaves === true ? EVENT_HAS_COMPANY | EVENT_LEAVES_COMPANY : EVENT_HAS_COMPANY;
}

/** A record can be nested deeper than the stack allows printing; its traits then say so instead of ending the import. */
function jsonText(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '"(nested too deeply to keep)"';
  }
}
