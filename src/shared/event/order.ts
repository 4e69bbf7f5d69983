/**
 * What an event says of an order. The event's name alone decides that it speaks of one: checkouts, refunds and carts
 * carry the same revenue and order id in every vendor's specification.
 *
 * Names are compared in lower case without spaces, `_` and `-`. Amounts come as numbers and as text in several
 * spellings; ids that a script has spoiled (`NaN`, `undefined`) are no ids, or all such orders would be one.
 */

import type { JsonObject, JsonValue } from '../base/types.ts';
import type { OrderFact, OrderItem } from './event.ts';

type OrderKind = OrderFact['kind'];

const KINDS: ReadonlyMap<string, OrderKind> = new Map([
  ['purchase', 'completed'],
  ['purchased', 'completed'],
  ['purchasecompleted', 'completed'],
  ['ordercompleted', 'completed'],
  ['orderplaced', 'completed'],
  ['orderpaid', 'completed'],
  ['refund', 'refunded'],
  ['refunded', 'refunded'],
  ['orderrefunded', 'refunded'],
  ['purchaserefunded', 'refunded'],
  ['ordercancelled', 'cancelled'],
  ['ordercanceled', 'cancelled'],
  ['purchasecancelled', 'cancelled'],
  ['purchasecanceled', 'cancelled'],
]);

/** Names of the fields that hold an order's id and amount, first match first. */
export interface OrderFields {
  readonly id: readonly string[];
  readonly amount: readonly string[];
}

/** What the id of an order is called in web and app tracking, whoever's SDK sends it. */
export const TRACKED_ORDER_IDS = ['order_id', 'transaction_id', 'checkout_id'] as const;

const ITEM_LISTS = ['products', 'items', 'productProperties', 'contents'];
const ITEM_ID = ['product_id', 'item_id', 'id', 'sku', 'product_sku', 'product_variant_id'];
const ITEM_NAME = ['product_name', 'item_name', 'name', 'title'];
const ITEM_QUANTITY = ['product_quantity', 'quantity'];
const ITEM_PRICE = ['product_price', 'price', 'item_price'];
const NOT_AN_ID = new Set(['nan', 'undefined', 'null', 'none']);

const MAX_CACHED_NAMES = 4096;
const kindCache = new Map<string, OrderKind | null>();

/** Kind of order event that a name stands for; null for all others. */
export function orderKind(name: string | null): OrderKind | null {
  if (name === null) return null;
  const known = kindCache.get(name);
  if (known !== undefined) return known;
  const kind = KINDS.get(foldEventName(name)) ?? null;
  if (kindCache.size < MAX_CACHED_NAMES) kindCache.set(name, kind);
  return kind;
}

/** Lower case without spaces, underscores and hyphens: `Page Viewed`, `page_viewed` and `pageviewed` are one name. */
export function foldEventName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

export function readOrder(kind: OrderKind, properties: JsonObject, names: OrderFields): OrderFact {
  return {
    kind,
    orderId: firstOf(properties, names.id, readId),
    amount: firstOf(properties, names.amount, parseAmount),
    currency: readCurrency(properties['currency'] ?? properties['currency_code']),
    items: readItems(properties),
  };
}

/** A number, or text such as `49.0`, `1,500.00`, `1.234,56` or `€ 49,90`; null for everything else. */
export function parseAmount(value: JsonValue | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string') return null;
  const plain = Number(value);
  if (Number.isFinite(plain) && isPlainDecimal(value)) return plain;
  const text = value
    .trim()
    .replace(/^[^\d+-]{1,4}|[^\d]{1,4}$/gu, '')
    .replace(/[\s'’]/gu, '');
  const decimal = decimalMark(text);
  if (decimal === null) return null;
  const grouping = decimal === '.' ? ',' : '.';
  const number = Number(text.replaceAll(grouping, '').replace(',', '.'));
  return Number.isFinite(number) && text !== '' ? number : null;
}

function isPlainDecimal(text: string): boolean {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*$/.test(text) && !/^\s*$/.test(text);
}

/** The mark before the fraction, null when the text is no amount. A comma before three digits groups thousands. */
function decimalMark(text: string): '.' | ',' | null {
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text)) return '.';
  if (/^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text) && (text.includes(',') || text.split('.').length > 2))
    return ',';
  if (/^[+-]?\d+,\d+$/.test(text)) return ',';
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? '.' : null;
}

function firstOf<T>(
  object: JsonObject,
  names: readonly string[],
  read: (value: JsonValue) => T | null,
): T | null {
  for (const name of names) {
    const value = object[name];
    if (value === undefined || value === null) continue;
    const found = read(value);
    if (found !== null) return found;
  }
  return null;
}

function readId(value: JsonValue): string | null {
  const text = readText(value);
  return text === null || NOT_AN_ID.has(text.toLowerCase()) ? null : text;
}

function readText(value: JsonValue): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text;
}

/** ISO 4217 in upper case. */
function readCurrency(value: JsonValue | undefined): string | null {
  if (typeof value !== 'string') return null;
  const code = value.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) && code !== 'NAN' ? code : null;
}

function readItems(properties: JsonObject): OrderItem[] {
  const items: OrderItem[] = [];
  for (const name of ITEM_LISTS) {
    const list = properties[name];
    if (!Array.isArray(list)) continue;
    for (const item of list as readonly JsonValue[]) addItem(items, item);
    if (items.length > 0) return items;
  }
  const isItem = properties['product_id'] !== undefined || properties['product_name'] !== undefined;
  if (isItem) addItem(items, properties);
  return items;
}

function addItem(items: OrderItem[], value: JsonValue): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const object = value as JsonObject;
  const item = {
    id: firstOf(object, ITEM_ID, readId),
    name: firstOf(object, ITEM_NAME, readText),
    quantity: firstOf(object, ITEM_QUANTITY, parseAmount),
    price: firstOf(object, ITEM_PRICE, parseAmount),
  };
  if (item.id !== null || item.name !== null) items.push(item);
}
