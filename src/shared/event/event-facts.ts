/**
 * What some events say beyond identity: traits, companies, orders and items, touches. One sparse table each, rows
 * ascending by event, runs closed by `…Ends`. Codes are TextCodes of the store's dictionary, identifiers
 * IdentifierIndexes of its table.
 */

import type { Float64Column, Uint8Column, Uint32Column } from '../base/columns.ts';
import { appendMapped, appendShifted, float64Column, uint8Column, uint32Column } from '../base/columns.ts';
import type { BatchColumns } from './batch.ts';

export class EventFacts {
  readonly traitRow = uint32Column();
  readonly traitEnds = uint32Column();
  readonly traitName = uint32Column();
  readonly traitValue = uint32Column();

  readonly companyRow = uint32Column();
  readonly companyIdentifierEnds = uint32Column();
  readonly companyIdentifiers = uint32Column();
  readonly companyTraitEnds = uint32Column();
  readonly companyTraitName = uint32Column();
  readonly companyTraitValue = uint32Column();

  readonly orderRow = uint32Column();
  readonly orderKind = uint8Column();
  readonly orderId = uint32Column();
  readonly orderAmount = float64Column();
  readonly orderCurrency = uint32Column();
  readonly itemEnds = uint32Column();
  readonly itemId = uint32Column();
  readonly itemName = uint32Column();
  readonly itemQuantity = float64Column();
  readonly itemPrice = float64Column();

  readonly touchRow = uint32Column();
  readonly touchSource = uint32Column();
  readonly touchMedium = uint32Column();
  readonly touchCampaign = uint32Column();
  readonly touchTerm = uint32Column();
  readonly touchContent = uint32Column();
  readonly touchReferrer = uint32Column();
  readonly touchClickIdEnds = uint32Column();
  readonly touchClickIds = uint32Column();

  append(columns: BatchColumns, codes: Uint32Array, identifiers: Uint32Array, firstRow: number): void {
    appendShifted(this.traitEnds, columns.traitEnds, this.traitName.length);
    appendShifted(this.traitRow, columns.traitRow, firstRow);
    appendMapped(this.traitName, columns.traitName, codes);
    appendMapped(this.traitValue, columns.traitValue, codes);

    appendShifted(this.companyRow, columns.companyRow, firstRow);
    appendShifted(this.companyIdentifierEnds, columns.companyIdentifierEnds, this.companyIdentifiers.length);
    appendMapped(this.companyIdentifiers, columns.companyIdentifiers, identifiers);
    appendShifted(this.companyTraitEnds, columns.companyTraitEnds, this.companyTraitName.length);
    appendMapped(this.companyTraitName, columns.companyTraitName, codes);
    appendMapped(this.companyTraitValue, columns.companyTraitValue, codes);

    appendShifted(this.orderRow, columns.orderRow, firstRow);
    this.orderKind.append(columns.orderKind);
    appendMapped(this.orderId, columns.orderId, codes);
    this.orderAmount.append(columns.orderAmount);
    appendMapped(this.orderCurrency, columns.orderCurrency, codes);
    appendShifted(this.itemEnds, columns.itemEnds, this.itemId.length);
    appendMapped(this.itemId, columns.itemId, codes);
    appendMapped(this.itemName, columns.itemName, codes);
    this.itemQuantity.append(columns.itemQuantity);
    this.itemPrice.append(columns.itemPrice);

    appendShifted(this.touchRow, columns.touchRow, firstRow);
    appendMapped(this.touchSource, columns.touchSource, codes);
    appendMapped(this.touchMedium, columns.touchMedium, codes);
    appendMapped(this.touchCampaign, columns.touchCampaign, codes);
    appendMapped(this.touchTerm, columns.touchTerm, codes);
    appendMapped(this.touchContent, columns.touchContent, codes);
    appendMapped(this.touchReferrer, columns.touchReferrer, codes);
    appendShifted(this.touchClickIdEnds, columns.touchClickIdEnds, this.touchClickIds.length);
    appendMapped(this.touchClickIds, columns.touchClickIds, identifiers);
  }

  get bytes(): number {
    let sum = 0;
    for (const column of Object.values(this) as (Uint32Column | Float64Column | Uint8Column)[])
      sum += column.bytes;
    return sum;
  }
}

/** Where the run of entry `index` starts in a table closed by `ends`. */
export function runStart(ends: Uint32Column, index: number): number {
  return index === 0 ? 0 : ends.at(index - 1);
}

/** Entry of a sparse table that belongs to `row`, or -1. `rows` ascends. */
export function entryOfRow(rows: Uint32Column, row: number): number {
  let low = 0;
  let high = rows.length;
  const values = rows.values;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low < rows.length && values[low] === row ? low : -1;
}
