/**
 * Rows that are orders: which columns hold the order's id, amount, currency, status and item, in a mapping's file and in
 * the import dialog. The columns become properties of the names by which orders are read everywhere, and the status
 * decides what an order is. Without a status, or with one that means nothing here, the row is a completed order,
 * because a list of orders is that; one that is still open is none yet.
 */

import type { JsonValue } from '../base/types.ts';
import { z } from '../base/zod.ts';
import type { OrderFact } from './event.ts';
import type { NamedColumn } from './mapping-columns.ts';
import { columnRef } from './mapping-columns.ts';

type OrderKind = OrderFact['kind'];

export interface OrderMapping {
  /** Property → column. */
  readonly columns: readonly NamedColumn[];
  /** The currency of every row; null: a column says it, or nothing does. */
  readonly currency: string | null;
  /** What the table's own words for a status mean, folded. */
  readonly statuses: readonly (readonly [word: string, kind: OrderKind])[];
}

const STATUS = 'order_status';
/** Members of an item in a file → the property that they become. */
const ITEM_PROPERTIES = {
  id: 'product_id',
  name: 'product_name',
  quantity: 'product_quantity',
  price: 'product_price',
} as const;
const ORDER_PROPERTIES: readonly string[] = [
  'order_id',
  'value',
  'currency',
  STATUS,
  ...Object.values(ITEM_PROPERTIES),
];

/** Statuses of shop systems and payment services, in English, German and French, without accents and blanks. */
const REFUNDED = [
  'refunded',
  'partiallyrefunded',
  'returned',
  'erstattet',
  'retourniert',
  'rembourse',
  'remboursee',
];
const CANCELLED = [
  ...['cancelled', 'canceled', 'voided', 'void', 'failed', 'declined', 'rejected', 'expired', 'abandoned'],
  ...['storniert', 'abgebrochen', 'abgelehnt', 'fehlgeschlagen', 'annule', 'annulee', 'refuse', 'refusee'],
];
const OPEN = [
  ...[
    'pending',
    'pendingpayment',
    'open',
    'unpaid',
    'draft',
    'onhold',
    'authorized',
    'awaitingpayment',
    'new',
  ],
  ...['offen', 'ausstehend', 'unbezahlt', 'entwurf', 'neu', 'enattente', 'impaye', 'impayee', 'brouillon'],
];
const KINDS: ReadonlyMap<string, OrderKind | null> = new Map<string, OrderKind | null>([
  ...REFUNDED.map((word) => [word, 'refunded'] as const),
  ...CANCELLED.map((word) => [word, 'cancelled'] as const),
  ...OPEN.map((word) => [word, null] as const),
]);
const NAMES = {
  completed: 'Order completed',
  refunded: 'Order refunded',
  cancelled: 'Order cancelled',
} as const;
const OPEN_NAME = 'Order placed';

const fixedCurrency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, { error: 'expected a code of ISO 4217 such as EUR' })
  .transform((fixed) => ({ fixed }));
const words = z.array(z.string().min(1)).optional();

export const orderSchema = z
  .strictObject({
    id: columnRef.optional(),
    amount: columnRef.optional(),
    currency: z.union([fixedCurrency, columnRef]).optional(),
    status: columnRef.extend({ completed: words, refunded: words, cancelled: words }).optional(),
    item: z
      .strictObject({
        id: columnRef.optional(),
        name: columnRef.optional(),
        quantity: columnRef.optional(),
        price: columnRef.optional(),
      })
      .optional(),
  })
  .transform(({ id, amount, currency, status, item }): OrderMapping => {
    const columns: NamedColumn[] = [];
    if (id !== undefined) columns.push(['order_id', id]);
    if (amount !== undefined) columns.push(['value', amount]);
    if (currency !== undefined && 'column' in currency) columns.push(['currency', currency]);
    if (status !== undefined) columns.push([STATUS, { column: status.column, default: status.default }]);
    for (const member of ['id', 'name', 'quantity', 'price'] as const) {
      const ref = item?.[member];
      if (ref !== undefined) columns.push([ITEM_PROPERTIES[member], ref]);
    }
    return {
      columns,
      currency: currency !== undefined && 'fixed' in currency ? currency.fixed : null,
      statuses: [
        ...(['completed', 'refunded', 'cancelled'] as const).flatMap((kind) =>
          (status?.[kind] ?? []).map((word) => [foldStatus(word), kind] as const),
        ),
      ],
    };
  });

/** The orders that properties of a table amount to, and the properties that are left; null when rows are none. */
export function ordersAmong(
  properties: readonly NamedColumn[],
): { readonly order: OrderMapping; readonly rest: readonly NamedColumn[] } | null {
  const has = (wanted: string): boolean => properties.some(([name]) => name === wanted);
  if (!has('order_id') || !has('value')) return null;
  const isStatus = (name: string): boolean =>
    name === STATUS || (!has(STATUS) && foldStatus(name) === 'status');
  const columns = properties
    .filter(([name]) => ORDER_PROPERTIES.includes(name) || isStatus(name))
    .map(([name, ref]): NamedColumn => [isStatus(name) ? STATUS : name, ref]);
  const taken = new Set(columns.map(([, ref]) => ref));
  return {
    order: { columns, currency: null, statuses: [] },
    rest: properties.filter(([, ref]) => !taken.has(ref)),
  };
}

/** What a row of orders is by its status; null when it is no order yet. */
export function kindOfStatus(
  status: JsonValue | undefined,
  statuses: ReadonlyMap<string, OrderKind>,
): OrderKind | null {
  if (typeof status !== 'string' && typeof status !== 'number') return 'completed';
  const word = foldStatus(String(status));
  const kind = statuses.get(word) ?? KINDS.get(word);
  return kind === undefined ? 'completed' : kind;
}

/** What an order is called where its table names no events. */
export function orderName(kind: OrderKind | null): string {
  return kind === null ? OPEN_NAME : NAMES[kind];
}

export function statusOf(properties: { readonly [name: string]: JsonValue }): JsonValue | undefined {
  return properties[STATUS];
}

function foldStatus(status: string): string {
  return status
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\s_\p{M}-]+/gu, '');
}
