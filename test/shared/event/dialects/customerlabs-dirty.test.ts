/** What CustomerLabs' own helpers get wrong in the records that they send, one test a kind. */

import { describe, expect, test } from 'vitest';
import { customerlabsDialect } from '#shared/event/dialects/customerlabs.ts';
import { eventOf, texts, traitsOf } from './read.ts';

const purchased = (customProperties: object, productProperties: unknown = []) =>
  eventOf(customerlabsDialect, {
    event: 'Purchased',
    customerlabs_user_id: 'cl1',
    properties: { customProperties, productProperties },
  });

describe('a record of the vendor’s helpers', () => {
  test('declares text a number, and numbers text', () => {
    const event = purchased(
      {
        value: { t: 'number', v: '1500' },
        identify_by_phone: { t: 'number', v: '4917139200770', ib: true },
      },
      [{ product_id: { t: 'string', v: '1' }, product_quantity: { t: 'string', v: '2' } }],
    );
    expect(event.order).toMatchObject({ amount: 1500, items: [{ quantity: 2 }] });
    expect(texts(event.identifiers)).toContain('phone:+4917139200770');
  });

  test('writes values without a descriptor, and descriptors with long names', () => {
    const event = purchased(
      {
        currency: 'EUR',
        skip_contents: true,
        value: { type: 'number', value: 9 },
        user_traits: { email: 'a@b.co', first_name: 'Ada' },
      },
      [{ product_id: 'p1', product_price: 4.5 }],
    );
    expect(event.order).toMatchObject({ amount: 9, currency: 'EUR', items: [{ id: 'p1', price: 4.5 }] });
    expect(event.properties).toMatchObject({ skip_contents: true });
    expect(traitsOf(event)).toEqual({ email: 'a@b.co', first_name: 'Ada' });
    expect(texts(event.identifiers)).toEqual(['customerlabs_user_id:cl1', 'email:a@b.co']);
  });

  test('declares an article number that begins with digits a number', () => {
    const event = purchased({ sku: { t: 'number', v: '12AB' } }, [
      { product_sku: { t: 'number', v: '12AB' } },
    ]);
    expect(event.properties['sku']).toBe('12AB');
    expect(event.order!.items).toMatchObject([{ id: '12AB' }]);
  });

  test('spoils ids: what is no number any more makes no order and no product of its own', () => {
    const event = purchased({ transaction_id: { t: 'string', v: 'NaN' }, value: { t: 'number', v: '3' } }, [
      { product_id: 'p1', product_variant: 'NaN' },
      { product_id: 'NaN', product_name: 'Cup' },
    ]);
    expect(event.order).toMatchObject({
      orderId: null,
      amount: 3,
      items: [{ id: 'p1' }, { id: null, name: 'Cup' }],
    });
    expect(purchased({ transaction_id: 'NaN', order_id: '1001' }).order!.orderId).toBe('1001');
  });

  test('loses the currency, or writes its default', () => {
    expect(purchased({ value: 5, currency: undefined }).order).toMatchObject({ amount: 5, currency: null });
    for (const currency of [null, '', 'undefined', { t: 'string', v: null }])
      expect(purchased({ value: 5, currency }).order!.currency).toBeNull();
    expect(purchased({ value: 1, currency: 'INR' }).order).toMatchObject({ amount: 1, currency: 'INR' });
  });

  test('links ids without saying what happened', () => {
    const link = eventOf(customerlabsDialect, { customerlabs_id: 'cl-cart', id: 'app-1', uid: 'cl-now' });
    expect(link).toMatchObject({ type: 'alias', name: null, order: null });
    expect(texts(link.identifiers)).toEqual(['customerlabs_user_id:cl-cart', 'customerlabs_user_id:cl-now']);
  });
});
