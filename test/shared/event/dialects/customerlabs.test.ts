import { describe, expect, test } from 'vitest';
import { customerlabsDialect } from '#shared/event/dialects/customerlabs.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(customerlabsDialect, record);
const reject = (record: unknown) => rejectionOf(customerlabsDialect, record);
const ids = (record: unknown) => texts(read(record).identifiers);

function custom(customProperties: object, rest: object = {}): object {
  return { event: 'Page viewed', ...rest, properties: { customProperties } };
}

describe('a CustomerLabs call', () => {
  test('becomes an event with plain properties', () => {
    const event = read({
      event: 'Purchased',
      method: 'trackClick',
      customerlabs_user_id: 'cl5',
      timestamp: 1_718_000_000_000,
      event_id: 'ev-1',
      properties: {
        customProperties: {
          transaction_id: { t: 'string', v: '1001' },
          value: { t: 'number', v: '1500' },
          currency: 'inr',
          discount: { percent: { t: 'number', v: 10 }, kind: 'sale' },
          tags: { t: 'array', v: [{ t: 'string', v: 'a' }, 'b'] },
        },
        productProperties: [
          {
            product_id: { type: 'string', value: '123' },
            product_name: 'Bag',
            product_price: 1500,
            product_quantity: { t: 'string', v: '2' },
            product_variant: 'NaN',
          },
        ],
      },
    });
    expect(event).toMatchObject({
      id: 'ev-1',
      scope: 'customerlabs',
      type: 'track',
      name: 'Purchased',
      at: 1_718_000_000_000,
      receivedAt: null,
    });
    expect({ ...event.properties }).toMatchObject({
      transaction_id: '1001',
      value: '1500',
      currency: 'inr',
      tags: ['a', 'b'],
    });
    expect(event.properties['discount']).toMatchObject({ percent: 10, kind: 'sale' });
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: '1001',
      amount: 1500,
      currency: 'INR',
      items: [{ id: '123', name: 'Bag', quantity: 2, price: 1500 }],
    });
  });

  test.each([
    [{ properties: { customProperties: { identify_by_email: { t: 'string', v: 'A@b.co', ib: true } } } }],
    [{ customProperties: { identify_by_email: { t: 'string', v: 'A@b.co', ib: true } } }],
    [{ properties: { identify_by_email: { type: 'string', value: 'A@b.co', ib: true } } }],
    [{ properties: { customProperties: { identify_by_email: 'A@b.co' } } }],
    [{ properties: { customProperties: { Identify_By_Email: { v: 'A@b.co', ib: 'true' } } } }],
    [{ properties: { customProperties: { external_ids: { identify_by_email: 'A@b.co' } } } }],
    [{ properties: { external_ids: { t: 'Object', v: { email: { t: 'string', v: 'A@b.co' } } } } }],
    [{ properties: { customProperties: { user_traits: { t: 'Object', v: { email: 'A@b.co' } } } } }],
    [{ user_traits: { email: { t: 'string', v: 'A@b.co' } } }],
    [{ identify_by_email: 'A@b.co' }],
  ])('names a person by address wherever the vendor puts it: %j', (record) => {
    expect(ids({ event: 'Create user', ...record })).toEqual(['email:a@b.co']);
  });

  test('takes address and phone from ib keys, external ids and traits at once, each once', () => {
    const record = custom({
      user_traits: {
        t: 'Object',
        v: { email: { t: 'string', v: 'a@b.co' }, phone: { t: 'string', v: '0171 3920077' } },
      },
      identify_by_email: { t: 'string', v: 'a@b.co', ib: true },
      external_ids: {
        t: 'Object',
        v: { identify_by_phone: { t: 'string', v: '+491713920077' }, Facebook_fbp: 'fb.1.2.3' },
      },
    });
    expect(ids(record)).toEqual(['email:a@b.co', 'phone:+491713920077', 'facebook__fbp:fb.1.2.3']);
  });

  test('gives a phone declared a number its + back', () => {
    const phone = (v: unknown) => ids(custom({ identify_by_phone: { t: 'number', v, ib: true } }));
    expect(phone(919_845_012_345)).toEqual(['phone:+919845012345']);
    expect(phone('919845012345')).toEqual(['phone:+919845012345']);
    expect(phone('01713920077')).toEqual(['phone:+491713920077']);
  });

  test('keeps traits as they are said, the address among them', () => {
    const event = read(
      custom({
        user_traits: { t: 'Object', v: { email: { t: 'string', v: 'A@b.co' }, age: { t: 'number', v: 41 } } },
      }),
    );
    expect(traitsOf(event)).toEqual({ email: 'A@b.co', age: 41 });
    expect(Object.keys(event.properties)).toEqual([]);
  });

  test('keeps placeholders, for the rules to block', () => {
    expect(ids({ event: 'Page viewed', customerlabs_user_id: 'undefined' })).toEqual([
      'customerlabs_user_id:undefined',
    ]);
    expect(ids(custom({ identify_by_email: { t: 'string', v: 'n/a', ib: true } }))).toEqual(['email:n/a']);
    expect(ids(custom({ identify_by_email: { t: 'string', v: '', ib: true } }))).toEqual([]);
  });

  test('gives the keys of a group to the company', () => {
    const event = read({
      event: 'create_group',
      customerlabs_user_id: 'cl1',
      properties: {
        customProperties: {
          identify_by_email: { t: 'string', v: 'a@b.co', ib: true },
          identify_by_website: { t: 'string', v: 'b.co', igb: true },
          tax_number: { t: 'string', v: 'DE1', igb: true },
          group_traits: { t: 'Object', v: { company_name: { t: 'string', v: 'B' } } },
          group_external_ids: { t: 'Object', v: { crm_account_id: { t: 'string', v: 'ACC-77' } } },
        },
      },
    });
    expect(event.type).toBe('group');
    expect(texts(event.identifiers)).toEqual(['customerlabs_user_id:cl1', 'email:a@b.co']);
    expect(texts(event.company!.identifiers)).toEqual([
      'identify_by_website:b.co',
      'tax_number:DE1',
      'crm_account_id:ACC-77',
    ]);
    expect(event.company!.traits).toEqual([{ name: 'company_name', value: 'B' }]);
  });

  test.each([
    ['Create user', 'identify'],
    ['UPDATE_USER', 'identify'],
    ['create or update user', 'identify'],
    ['Update group', 'group'],
    ['Page View', 'page'],
    ['page_viewed', 'page'],
    ['Product viewed', 'track'],
  ])('is of a kind by its name: %s is %s', (event, type) => {
    expect(read({ event, method: 'pageview', customerlabs_user_id: 'x' }).type).toBe(type);
  });

  test('without a name is a link between the ids that it carries', () => {
    const link = read({ customerlabs_id: 'cl-cart', id: 'app-1', uid: 'cl-now' });
    expect(link).toMatchObject({ type: 'alias', name: null, at: null });
    expect(texts(link.identifiers)).toEqual(['customerlabs_user_id:cl-cart', 'customerlabs_user_id:cl-now']);
    expect(read({ uid: 'x', external_ids: { shopify_cart_token: 't' } }).type).toBe('alias');
    expect(read({ uid: 'x', method: 'pageview' }).type).toBe('page');
  });

  test('says where a visit came from', () => {
    const event = read(
      custom({
        page_url: {
          t: 'string',
          v: 'https://x.example/?utm_source=google&utm_campaign=a%20b&fbclid=Iw%2BA&gclid=G1#top',
        },
      }),
    );
    expect(event.touch).toMatchObject({ source: 'google', medium: null, campaign: 'a b' });
    expect(texts(event.touch!.clickIds)).toEqual(['fbclid:Iw+A', 'gclid:G1']);
    expect(texts(event.identifiers)).toEqual(['fbclid:Iw+A', 'gclid:G1']);
  });

  test('takes user_id for the vendor’s name of a device when no other is given', () => {
    expect(ids({ event: 'x', user_id: 'app_1' })).toEqual(['customerlabs_user_id:app_1']);
    expect(ids({ event: 'x', user_id: '7', customerlabs_user_id: 'cl' })).toEqual([
      'customerlabs_user_id:cl',
      'user_id:7',
    ]);
  });

  test('treats hostile names as data', () => {
    const record = JSON.parse(
      '{"event":"x","properties":{"customProperties":{"__proto__":{"t":"object","v":{"polluted":1}},"constructor":{"t":"string","v":"c"},"user_traits":{"__proto__":"p"},"external_ids":{"__proto__":"id"}}}}',
    );
    const event = read(record);
    expect(Object.keys(event.properties)).toEqual(['__proto__', 'constructor']);
    expect(event.traits).toEqual([{ name: '__proto__', value: 'p' }]);
    expect(texts(event.identifiers)).toEqual(['__proto__:id']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('keeps what is nested too deeply without following it', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i += 1) deep = { t: 'object', v: deep };
    expect(read(custom({ deep })).properties['deep']).toBeDefined();
  });
});

describe('a record that CustomerLabs could not have meant', () => {
  test('is rejected with field, value and expectation', () => {
    expect(reject({ event: 'x', timestamp: 'yesterday' })).toEqual({
      field: 'timestamp',
      reason: 'bad-time',
      text: '"timestamp" is "yesterday"; expected ISO 8601 or an epoch number',
    });
    expect(reject({ event: 'x', customerlabs_user_id: { a: 1 } })).toMatchObject({
      field: 'customerlabs_user_id',
      reason: 'wrong-type',
    });
    expect(reject({ event: ['x'], customerlabs_user_id: 'y' })).toMatchObject({ field: 'event' });
    expect(reject(custom({ external_ids: 'abc' }))).toMatchObject({ field: 'external_ids' });
    expect(reject({ event: 'x', properties: 'abc' })).toMatchObject({ field: 'properties' });
    expect(reject({})).toMatchObject({ field: 'event', reason: 'missing-field' });
    for (const record of [null, 7, 'text', [1]])
      expect(reject(record)).toMatchObject({ reason: 'not-an-object' });
  });

  test('is accepted where only a received time is wrong', () => {
    expect(read({ event: 'x', received_at: 'later' }).receivedAt).toBeNull();
    expect(read({ event: 'x', received_at: '2024-01-01T00:00:00Z' }).receivedAt).toBe(Date.UTC(2024, 0, 1));
  });
});
