import { describe, expect, test } from 'vitest';
import { segmentDialect } from '#shared/event/dialects/segment.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(segmentDialect, record);
const reject = (record: unknown) => rejectionOf(segmentDialect, record);
const ids = (record: unknown) => texts(read(record).identifiers);

describe('a Segment call', () => {
  test('becomes an order with its touch', () => {
    const event = read({
      type: 'track',
      event: 'Order Completed',
      messageId: 'ajs-1',
      anonymousId: 'a1',
      userId: null,
      timestamp: '2024-01-02T03:04:05.000Z',
      receivedAt: '2024-01-02T03:04:05.100Z',
      properties: {
        order_id: 'o1',
        revenue: 25,
        total: 30,
        currency: 'usd',
        products: [{ product_id: 'p1', name: 'Cup', quantity: 2, price: 12.5 }, 'junk', {}],
      },
      context: {
        campaign: { name: 'spring', source: 'google' },
        page: { search: '?utm_medium=cpc&gclid=EAIaIQ', url: 'https://x.example/?gclid=EAIaIQ' },
      },
    });
    expect(event).toMatchObject({
      id: 'ajs-1',
      scope: 'segment',
      type: 'track',
      name: 'Order Completed',
      at: Date.UTC(2024, 0, 2, 3, 4, 5),
      receivedAt: Date.UTC(2024, 0, 2, 3, 4, 5, 100),
    });
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: 'o1',
      amount: 25,
      currency: 'USD',
      items: [{ id: 'p1', name: 'Cup', quantity: 2, price: 12.5 }],
    });
    expect(event.touch).toMatchObject({ source: 'google', medium: 'cpc', campaign: 'spring' });
    expect(texts(event.identifiers)).toEqual(['anonymous_id:a1', 'gclid:EAIaIQ']);
  });

  test('is no order when it only carries one', () => {
    const properties = { order_id: 'o1', revenue: 25 };
    for (const event of ['Checkout Started', 'Checkout Step Completed', 'Product Added', 'Order Updated'])
      expect(read({ type: 'track', userId: 'u', event, properties }).order).toBeNull();
    expect(read({ type: 'track', userId: 'u', event: 'Order Refunded', properties }).order?.kind).toBe(
      'refunded',
    );
    expect(read({ type: 'track', userId: 'u', event: 'Order Cancelled', properties }).order?.kind).toBe(
      'cancelled',
    );
    expect(read({ type: 'page', userId: 'u', name: 'Purchase', properties }).order).toBeNull();
  });

  test('is named by its event, its page or its category, never by a person', () => {
    const name = (record: object) => read({ userId: 'u', ...record }).name;
    expect(name({ type: 'page', properties: { name: 'Home' } })).toBe('Home');
    expect(name({ type: 'page', name: 'Home', category: 'Docs', properties: { name: 'x' } })).toBe('Home');
    expect(name({ type: 'screen', category: 'Docs' })).toBe('Docs');
    expect(name({ type: 'identify', properties: { name: 'Jane' }, traits: { name: 'Jane' } })).toBeNull();
  });

  test('reads traits of both places, the top level first', () => {
    const event = read({
      type: 'identify',
      userId: 'u1',
      traits: { email: 'Top@b.co', plan: 'pro' },
      context: { traits: { email: 'ctx@b.co', phone: '+491713920077', city: 'Köln' } },
    });
    expect(traitsOf(event)).toEqual({ email: 'Top@b.co', plan: 'pro', phone: '+491713920077', city: 'Köln' });
    expect(texts(event.identifiers)).toEqual([
      'user_id:u1',
      'email:top@b.co',
      'email:ctx@b.co',
      'phone:+491713920077',
    ]);
  });

  test('reads an address among properties, and an address as user id', () => {
    expect(
      ids({ type: 'track', event: 'Signed Up', anonymousId: 'a', properties: { email: 'a@b.co' } }),
    ).toEqual(['anonymous_id:a', 'email:a@b.co']);
    expect(ids({ type: 'track', event: 'x', userId: 'Jon.Doe@Email.com' })).toEqual([
      'email:jon.doe@email.com',
    ]);
    expect(ids({ type: 'track', event: 'x', userId: '@jon' })).toEqual(['user_id:@jon']);
  });

  test.each([
    [{ traits: { userId: 'a', id: 'b' }, context: { traits: { userId: 'c' } } }, 'a'],
    [{ traits: { userId: ' ', id: 7 }, context: { traits: { userId: 'c' } } }, '7'],
    [{ userId: null, traits: { id: { no: 'id' } }, context: { traits: { userId: 'c', id: 'd' } } }, 'c'],
    [{ userId: '', context: { traits: { id: 'd' } } }, 'd'],
  ])('finds the user id of %j among the traits', (parts, expected) => {
    expect(ids({ type: 'identify', ...parts })).toEqual([`user_id:${expected}`]);
  });

  test('leaves the ids among the traits alone where the call has a user id', () => {
    expect(
      ids({ type: 'identify', userId: 'u1', traits: { id: 'b' }, context: { traits: { id: 'd' } } }),
    ).toEqual(['user_id:u1']);
  });

  test('takes no id of a company for that of a person', () => {
    const event = read({ type: 'group', anonymousId: 'a', groupId: 'g1', traits: { id: 'g1', userId: 'x' } });
    expect(texts(event.identifiers)).toEqual(['anonymous_id:a']);
  });

  test('gives the traits of a group call to the company, its address included', () => {
    const event = read({
      type: 'group',
      userId: 'u1',
      groupId: 'g1',
      traits: { name: 'Acme', email: 'info@acme.example', phone: '+491713920077' },
      context: { traits: { email: 'jane@acme.example' } },
    });
    expect(texts(event.identifiers)).toEqual(['user_id:u1', 'email:jane@acme.example']);
    expect(texts(event.company!.identifiers)).toEqual(['group_id:g1']);
    expect(event.company!.traits.map(({ name }) => name)).toEqual(['name', 'email', 'phone']);
    expect(traitsOf(event)).toEqual({ email: 'jane@acme.example' });
  });

  test('says that somebody leaves a company', () => {
    const leave = { type: 'track', event: 'Account Removed User', userId: 'u', context: { groupId: 'g1' } };
    expect(read(leave).company).toMatchObject({ leaves: true });
    expect(read({ ...leave, event: 'Signed In' }).company?.leaves).toBeUndefined();
    expect(read({ ...leave, context: {} }).company).toBeNull();
  });

  test('links the two ids of an alias', () => {
    const alias = {
      type: 'alias',
      userId: '507f191e81',
      anonymousId: '3d316d2c-26e8-451f-91be-a0766708c81e',
    };
    expect(ids({ ...alias, previousId: '97980cfea0067' })).toEqual([
      'user_id:507f191e81',
      'anonymous_id:3d316d2c-26e8-451f-91be-a0766708c81e',
      'user_id:97980cfea0067',
    ]);
    expect(ids({ type: 'alias', userId: 'u', previousId: '3d316d2c-26e8-451f-91be-a0766708c81e' })).toEqual([
      'user_id:u',
      'anonymous_id:3d316d2c-26e8-451f-91be-a0766708c81e',
    ]);
    expect(ids({ type: 'alias', userId: 'u', previousId: 'old@b.co' })).toEqual([
      'user_id:u',
      'email:old@b.co',
    ]);
  });

  test('links what RudderStack merges', () => {
    const event = read({
      type: 'merge',
      mergeProperties: [
        { type: 'email', value: 'A@b.co' },
        { type: 'mobile', value: '+1-202-555-0146' },
      ],
    });
    expect(event.type).toBe('alias');
    expect(texts(event.identifiers)).toEqual(['email:a@b.co', 'phone:+12025550146']);
  });

  test('keeps a deletion as an event, whatever its original timestamp', () => {
    const event = read({
      type: 'delete',
      channel: 'server',
      userId: '507f191e81',
      context: null,
      integrations: null,
      messageId: 'd1',
      timestamp: '2020-05-09T23:54:49.209Z',
      originalTimestamp: 'not a time',
    });
    expect(event).toMatchObject({
      type: 'track',
      name: 'User deleted',
      at: Date.UTC(2020, 4, 9, 23, 54, 49, 209),
    });
    expect(texts(event.identifiers)).toEqual(['user_id:507f191e81']);
  });

  test('reads the time that Go prints when there is no other', () => {
    const originalTimestamp = '2020-05-09 23:54:49.209808489 +0000 UTC m=+70366.298768264';
    expect(read({ type: 'track', event: 'x', userId: 'u', originalTimestamp }).at).toBe(
      Date.UTC(2020, 4, 9, 23, 54, 49, 209),
    );
    expect(read({ type: 'track', event: 'x', userId: 'u', sentAt: '2020-01-01T00:00:00Z' }).at).toBeNull();
  });

  test('reads external ids, devices and cookies of the context', () => {
    const context = {
      externalIds: [
        { id: 'x1', type: 'crm_user_id', collection: 'users' },
        { id: 'acc', type: 'account_no', collection: 'accounts' },
      ],
      externalId: [{ id: 'b1', type: 'brazeExternalId' }],
      device: { id: 'D1', advertisingId: 'AD', type: 'iOS', token: null },
      clientIds: {
        ga4: { clientId: '1.2' },
        firebase: { appInstanceId: 'f' },
        fbp: 'fb.1.2.3',
        fbc: 'fb.1.2.Iw',
      },
    };
    const event = read({ type: 'screen', anonymousId: 'a', context });
    expect(texts(event.identifiers)).toEqual([
      'anonymous_id:a',
      'crm_user_id:x1',
      'brazeExternalId:b1',
      'ios.id:D1',
      'ios.idfa:AD',
      'google_analytics__client_id:1.2',
      'google_analytics__app_instance_id:f',
      'facebook__fbp:fb.1.2.3',
      'facebook__fbc:fb.1.2.Iw',
    ]);
    expect(texts(event.company!.identifiers)).toEqual(['account_no:acc']);
    expect(event.touch).toBeNull();
  });

  test('takes the empty lists of PHP for empty objects', () => {
    expect(read({ type: 'identify', userId: 7, traits: [], properties: [], context: [] }).traits).toEqual([]);
    expect(ids({ type: 'identify', userId: 7 })).toEqual(['user_id:7']);
  });

  test('tells a visit from elsewhere from a step within the site', () => {
    const page = (referrer: string) =>
      read({
        type: 'page',
        anonymousId: 'a',
        context: { page: { url: 'https://www.shop.example/a', referrer } },
      }).touch;
    expect(page('https://news.example/x')?.referrer).toBe('https://news.example/x');
    expect(page('https://shop.example/b')).toBeNull();
    expect(page('https://checkout.shop.example/b')).toBeNull();
    expect(page('')).toBeNull();
  });

  test('takes the referrer of the context where its page has none', () => {
    const from = (page: object) =>
      read({
        type: 'page',
        userId: 'u',
        context: {
          page: { url: 'https://shop.example/', ...page },
          referrer: { url: 'https://ads.example/x' },
        },
      }).touch?.referrer;
    expect(from({})).toBe('https://ads.example/x');
    expect(from({ referrer: 'https://news.example/' })).toBe('https://news.example/');
  });

  test('of RudderStack’s server has no time but the original one, in any offset', () => {
    const event = read({
      type: 'track',
      event: 'Order Refunded',
      channel: 'sources',
      anonymousId: '2073230',
      userId: '2564871',
      originalTimestamp: '2022-12-23T00:29:12.117+05:30',
      sentAt: '2023-01-23T00:29:12.117+05:30',
      properties: { order_id: 'o1', total: '1,200.50', currency: 'INR', timestamp: 'ignored' },
      context: { traits: { email: 'a@b.co', phone: '+4917139200770' }, sessionId: 1700000000 },
    });
    expect(event.at).toBe(Date.UTC(2022, 11, 22, 18, 59, 12, 117));
    expect(event.order).toMatchObject({ kind: 'refunded', orderId: 'o1', amount: 1200.5, currency: 'INR' });
    expect(texts(event.identifiers)).toEqual([
      'user_id:2564871',
      'anonymous_id:2073230',
      'email:a@b.co',
      'phone:+4917139200770',
    ]);
  });
});

describe('a record that the specification does not allow', () => {
  test('is rejected with the field that is wrong', () => {
    const base = { type: 'track', event: 'x', userId: 'u' };
    expect(reject({ ...base, type: 'audience' })).toMatchObject({ field: 'type', reason: 'unknown-type' });
    expect(reject({ userId: 'u' })).toMatchObject({ field: 'type', reason: 'missing-field' });
    expect(reject({ ...base, userId: {} })).toMatchObject({ field: 'userId', reason: 'wrong-type' });
    expect(reject({ ...base, timestamp: 'soon' })).toMatchObject({ field: 'timestamp', reason: 'bad-time' });
    expect(reject({ ...base, originalTimestamp: 'soon' })).toMatchObject({ field: 'originalTimestamp' });
    expect(reject({ ...base, traits: 'x' })).toMatchObject({ field: 'traits' });
    expect(reject({ ...base, properties: 7 })).toMatchObject({ field: 'properties' });
    expect(reject({ ...base, context: { externalIds: ['x'] } })).toMatchObject({
      field: 'context.externalIds',
    });
    expect(reject({ type: 'merge', mergeProperties: 'x' })).toMatchObject({ field: 'mergeProperties' });
    expect(reject([])).toMatchObject({ field: null, reason: 'not-an-object' });
  });
});
