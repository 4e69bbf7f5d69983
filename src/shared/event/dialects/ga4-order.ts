/**
 * Orders of Google Analytics 4: `ecommerce` has what Google made of the event, its parameters what the site said, and
 * only they say the currency.
 */

import type { JsonObject } from '../../base/types.ts';
import type { OrderFact } from '../event.ts';
import type { OrderFields } from '../order.ts';
import { orderKind, readOrder } from '../order.ts';
import { ga4Child, ga4Text } from './ga4-values.ts';
import { nestedValue, objectsOf } from './nested-value.ts';
import type { Bag, EventDraft } from './record.ts';
import { makeBag } from './record.ts';

const FIELDS: OrderFields = { id: ['transaction_id'], amount: ['revenue', 'value'] };
const ITEM_NAMES = ['item_id', 'item_name'] as const;

interface Parts {
  readonly name: string | null;
  readonly record: JsonObject;
  readonly params: JsonObject;
}

/** null for events that are no order. */
export function readGa4Order(draft: EventDraft, { name, record, params }: Parts): OrderFact | null {
  const kind = orderKind(name);
  if (kind === null) return null;
  const ecommerce = ga4Child(draft, record, 'ecommerce');
  const said = makeBag();
  said['transaction_id'] = ga4Text(ecommerce['transaction_id']) ?? ga4Text(params['transaction_id']);
  said['revenue'] = ecommerce[kind === 'refunded' ? 'refund_value' : 'purchase_revenue'] ?? null;
  said['value'] = params['value'] ?? null;
  said['currency'] = params['currency'] ?? null;
  said['items'] = objectsOf(nestedValue(draft, record['items'], 'items')).map(itemOf);
  return readOrder(kind, said, FIELDS);
}

function itemOf(item: JsonObject): JsonObject {
  const said: Bag = makeBag();
  for (const field of ITEM_NAMES) said[field] = ga4Text(item[field]);
  said['quantity'] = item['quantity'] ?? null;
  said['price'] = item['price'] ?? null;
  return said;
}
