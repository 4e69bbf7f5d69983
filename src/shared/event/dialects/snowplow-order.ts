/**
 * Orders of Snowplow's two ways of telling them. The first: an event `transaction` with the columns `tr_*`, and one event
 * `transaction_item` for each product with `ti_*`, which say the same order id; amount and items come together by that
 * id. The second: events of the ecommerce plugin, whose action is `transaction` or `refund`, with the order and its
 * products as entities.
 */

import type { JsonObject } from '../../base/types.ts';
import type { OrderFact } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { readOrder } from '../order.ts';
import { makeBag } from './record.ts';
import type { SnowplowEntity } from './snowplow-entities.ts';
import { PRODUCT, REFUND, TRANSACTION } from './snowplow-entities.ts';

const ECOMMERCE_ACTION = 'snowplow_ecommerce_action';
const FIELDS: OrderFields = { id: ['transaction_id'], amount: ['amount'] };

export interface SnowplowOrderParts {
  /** The event's name in Snowplow's own sense. */
  readonly kind: string;
  readonly record: JsonObject;
  readonly data: JsonObject | null;
  readonly entities: readonly SnowplowEntity[];
}

/** null for events that say nothing of an order. */
export function readSnowplowOrder({ kind, record, data, entities }: SnowplowOrderParts): OrderFact | null {
  if (kind === 'transaction') {
    const said = { transaction_id: 'tr_orderid', amount: 'tr_total', currency: 'tr_currency' };
    return readOrder('completed', pick(record, said), FIELDS);
  }
  if (kind === 'transaction_item') {
    const said = { transaction_id: 'ti_orderid', currency: 'ti_currency' };
    const item = pick(record, { sku: 'ti_sku', name: 'ti_name', quantity: 'ti_quantity', price: 'ti_price' });
    return readOrder('completed', { ...pick(record, said), items: [item] }, FIELDS);
  }
  if (kind !== ECOMMERCE_ACTION || data === null) return null;
  if (data['type'] === 'transaction') return readEntity('completed', entities, TRANSACTION, 'revenue');
  return data['type'] === 'refund' ? readEntity('refunded', entities, REFUND, 'refund_amount') : null;
}

function readEntity(
  orderKind: OrderFact['kind'],
  entities: readonly SnowplowEntity[],
  kind: string,
  amount: string,
): OrderFact {
  const entity = entities.find((other) => other.kind === kind)?.data ?? makeBag();
  const said = pick(entity, { transaction_id: 'transaction_id', amount, currency: 'currency' });
  const items = entities.filter((other) => other.kind === PRODUCT).map((other) => other.data);
  return readOrder(orderKind, { ...said, items }, FIELDS);
}

/** The named fields of an object under other names. */
function pick(object: JsonObject, names: { readonly [name: string]: string }): JsonObject {
  const picked = makeBag();
  for (const name in names) {
    const value = object[names[name]!];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
