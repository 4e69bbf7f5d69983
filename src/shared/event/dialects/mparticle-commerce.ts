/**
 * mParticle's commerce events: what the action on products is called, and the order that a purchase or refund speaks
 * of. Actions are those of the vendor's `ProductAction`; the order's id and amount lie beside the action, its currency
 * beside the whole. Promotions and impressions are named by their action too, and are no orders.
 */

import type { JsonObject, JsonValue } from '../../base/types.ts';
import type { OrderFact } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { readOrder } from '../order.ts';
import { EMPTY_OBJECT, isObject, makeBag, scalarText } from './record.ts';

const KINDS: ReadonlyMap<string, OrderFact['kind']> = new Map([
  ['purchase', 'completed'],
  ['refund', 'refunded'],
]);

const ORDER_FIELDS: OrderFields = { id: ['transaction_id'], amount: ['total_amount'] };

/** The name of a commerce event that has none of its own; null for other events. */
export function readAction(data: JsonObject): string | null {
  const product = actionOf(data['product_action']);
  if (product !== null) return product;
  const promotion = actionOf(data['promotion_action']);
  if (promotion !== null) return `promotion_${promotion}`;
  return Array.isArray(data['product_impressions']) ? 'product_impression' : null;
}

export function readCommerce(data: JsonObject): OrderFact | null {
  const action = isObject(data['product_action']) ? data['product_action'] : EMPTY_OBJECT;
  const kind = KINDS.get(actionOf(action) ?? '');
  if (kind === undefined) return null;
  const order = makeBag();
  for (const name of ['transaction_id', 'total_amount', 'products']) order[name] = action[name] ?? null;
  order['currency'] = data['currency_code'] ?? null;
  return readOrder(kind, order, ORDER_FIELDS);
}

function actionOf(value: JsonValue | undefined): string | null {
  return isObject(value) ? (scalarText(value['action'])?.toLowerCase() ?? null) : null;
}
