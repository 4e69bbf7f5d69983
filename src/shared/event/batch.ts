/**
 * A batch: the events of one stretch of a source as columns, with texts coded in a block of its own.
 *
 * Parser workers build batches, the engine appends them to the event store, and their encoded form is the column
 * chunk that is persisted: one shape from the parser to the disk. Rows are in record order; nothing here depends on
 * rules, on other batches or on when it was read.
 */

import type { TextBlock, TextRun } from '../base/dictionary.ts';

/** Bits of `flags`. */
export const EVENT_LEAVES_COMPANY = 1;
/** The row has an entry in `companyRow`. */
export const EVENT_HAS_COMPANY = 2;

export const ORDER_KINDS = ['completed', 'refunded', 'cancelled'] as const;

/** A fixed list of named typed arrays, so that codec and store cannot forget one. */
export interface BatchColumns {
  /** Row → epoch ms; NaN for undated. */
  readonly at: Float64Array;
  /** Row → epoch ms; NaN when the record does not say. */
  readonly receivedAt: Float64Array;
  /** Row → the dialect's own sequence; NaN when there is none. Empty when no row has one. */
  readonly sequence: Float64Array;
  /** Row → index into EVENT_TYPES. */
  readonly type: Uint8Array;
  readonly flags: Uint8Array;
  /** Row → TextCode of the name; 0 for none. */
  readonly name: Uint32Array;
  /** Four words a row, see key.ts. */
  readonly key: Int32Array;
  /** Row → line of the record, counted from 0 at the batch's first line. */
  readonly line: Uint32Array;
  /** Row → index inside a batch or array; 0 when the line is the record. */
  readonly record: Uint32Array;

  /** Distinct identifiers of the batch: LocalIdentifier → TextCode of namespace and of value. */
  readonly identifierNamespace: Uint32Array;
  readonly identifierValue: Uint32Array;
  /** Row → end of its run in `identifiers`; the run starts at the end of the row before. */
  readonly identifierEnds: Uint32Array;
  /** LocalIdentifier; in the order of the record. */
  readonly identifiers: Uint32Array;

  /** Rows that carry traits, ascending, and the ends of their runs in traitName/traitValue. */
  readonly traitRow: Uint32Array;
  readonly traitEnds: Uint32Array;
  readonly traitName: Uint32Array;
  /** TextCode of the value as JSON text, so that 1, "1" and true stay apart. */
  readonly traitValue: Uint32Array;

  /** Rows that say something of a company; identifiers are LocalIdentifiers. */
  readonly companyRow: Uint32Array;
  readonly companyIdentifierEnds: Uint32Array;
  readonly companyIdentifiers: Uint32Array;
  readonly companyTraitEnds: Uint32Array;
  readonly companyTraitName: Uint32Array;
  readonly companyTraitValue: Uint32Array;

  /** Rows that are orders, refunds or cancellations. */
  readonly orderRow: Uint32Array;
  /** Index into ORDER_KINDS. */
  readonly orderKind: Uint8Array;
  /** TextCode of the order id; 0 for none. */
  readonly orderId: Uint32Array;
  /** Amount in the order's currency; NaN when unknown. */
  readonly orderAmount: Float64Array;
  /** TextCode of the ISO 4217 code; 0 when unknown. */
  readonly orderCurrency: Uint32Array;
  /** Order → end of its run of items. */
  readonly itemEnds: Uint32Array;
  readonly itemId: Uint32Array;
  readonly itemName: Uint32Array;
  readonly itemQuantity: Float64Array;
  readonly itemPrice: Float64Array;

  /** Rows with an acquisition source. All TextCodes; 0 for none. Click ids are among the identifiers. */
  readonly touchRow: Uint32Array;
  readonly touchSource: Uint32Array;
  readonly touchMedium: Uint32Array;
  readonly touchCampaign: Uint32Array;
  readonly touchTerm: Uint32Array;
  readonly touchContent: Uint32Array;
  readonly touchReferrer: Uint32Array;
  /** Touch → end of its run in touchClickIds (LocalIdentifiers). */
  readonly touchClickIdEnds: Uint32Array;
  readonly touchClickIds: Uint32Array;
}

export interface EventBatch {
  readonly rowCount: number;
  readonly texts: TextBlock;
  /** Row → the event's own id, empty for none. Kept apart from `texts` because ids hardly ever repeat. */
  readonly ids: TextRun;
  readonly columns: BatchColumns;
}

type ArrayKind = 'u8' | 'u32' | 'i32' | 'f64';

/** Every column with its element kind, in the order in which chunks store them. Appending needs a new chunk version. */
export const BATCH_COLUMN_KINDS = {
  at: 'f64',
  receivedAt: 'f64',
  sequence: 'f64',
  orderAmount: 'f64',
  itemQuantity: 'f64',
  itemPrice: 'f64',
  name: 'u32',
  key: 'i32',
  line: 'u32',
  record: 'u32',
  identifierNamespace: 'u32',
  identifierValue: 'u32',
  identifierEnds: 'u32',
  identifiers: 'u32',
  traitRow: 'u32',
  traitEnds: 'u32',
  traitName: 'u32',
  traitValue: 'u32',
  companyRow: 'u32',
  companyIdentifierEnds: 'u32',
  companyIdentifiers: 'u32',
  companyTraitEnds: 'u32',
  companyTraitName: 'u32',
  companyTraitValue: 'u32',
  orderRow: 'u32',
  orderId: 'u32',
  orderCurrency: 'u32',
  itemEnds: 'u32',
  itemId: 'u32',
  itemName: 'u32',
  touchRow: 'u32',
  touchSource: 'u32',
  touchMedium: 'u32',
  touchCampaign: 'u32',
  touchTerm: 'u32',
  touchContent: 'u32',
  touchReferrer: 'u32',
  touchClickIdEnds: 'u32',
  touchClickIds: 'u32',
  type: 'u8',
  flags: 'u8',
  orderKind: 'u8',
} as const satisfies { readonly [K in keyof BatchColumns]: ArrayKind };

export type BatchColumnName = keyof BatchColumns;
export const BATCH_COLUMN_NAMES = Object.keys(BATCH_COLUMN_KINDS) as BatchColumnName[];
