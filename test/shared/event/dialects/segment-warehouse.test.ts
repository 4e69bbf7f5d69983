import { describe, expect, test } from 'vitest';
import { segmentWarehouseDialect } from '#shared/event/dialects/segment-warehouse.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(segmentWarehouseDialect, record);
const reject = (record: unknown) => rejectionOf(segmentWarehouseDialect, record);

const ROW = {
  id: 'ajs-next-1',
  anonymous_id: 'a1',
  user_id: null,
  received_at: '2024-01-02 03:04:06',
  sent_at: '2024-01-02 03:04:05.5',
  original_timestamp: '2024-01-02 03:04:05',
  uuid_ts: '2024-01-02 03:10:00',
};

describe('a row of a warehouse', () => {
  test('of an event’s own table becomes an order with its touch', () => {
    const event = read({
      ...ROW,
      event: 'order_completed',
      event_text: 'Order Completed',
      order_id: 'o1',
      revenue: '25.00',
      currency: 'usd',
      coupon: '',
      products: '[{"product_id":"p1","name":"Cup","quantity":2,"price":12.5}]',
      context_library_name: 'analytics.js',
      context_campaign_name: 'spring',
      context_campaign_source: 'google',
      context_page_url: 'https://x.example/?gclid=G1',
      context_page_initial_referrer: '',
      context_user_agent: 'UA',
      context_group_id: 'g1',
    });
    expect(event).toMatchObject({
      id: 'ajs-next-1',
      scope: 'segment',
      type: 'track',
      name: 'Order Completed',
      at: Date.UTC(2024, 0, 2, 3, 4, 5),
      receivedAt: Date.UTC(2024, 0, 2, 3, 4, 6),
      properties: { order_id: 'o1', revenue: '25.00', currency: 'usd' },
    });
    expect(Object.keys(event.properties)).toEqual(['order_id', 'revenue', 'currency', 'products']);
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: 'o1',
      amount: 25,
      currency: 'USD',
      items: [{ id: 'p1', name: 'Cup', quantity: 2, price: 12.5 }],
    });
    expect(event.touch).toMatchObject({ source: 'google', campaign: 'spring' });
    expect(event.context).toEqual({
      library: { name: 'analytics.js' },
      campaign: { name: 'spring', source: 'google' },
      page: { url: 'https://x.example/?gclid=G1' },
      userAgent: 'UA',
      groupId: 'g1',
    });
    expect(texts(event.identifiers)).toEqual(['anonymous_id:a1', 'gclid:G1']);
    expect(texts(event.company!.identifiers)).toEqual(['group_id:g1']);
  });

  test('of identifies names the person and keeps what is filled', () => {
    const event = read({
      ...ROW,
      user_id: 'u1',
      email: 'Ada@B.co',
      first_name: 'Ada',
      last_name: null,
      phone: '',
    });
    expect(event).toMatchObject({ type: 'identify', name: null });
    expect(texts(event.identifiers)).toEqual(['user_id:u1', 'anonymous_id:a1', 'email:ada@b.co']);
    expect(traitsOf(event)).toEqual({ email: 'Ada@B.co', first_name: 'Ada' });
  });

  test('of pages, screens, groups and aliases is what its columns say', () => {
    expect(
      read({ ...ROW, name: 'Home', path: '/', url: 'https://x/', title: 'T', search: '', referrer: '' }),
    ).toMatchObject({ type: 'page', name: 'Home', properties: { path: '/', url: 'https://x/', title: 'T' } });
    expect(read({ ...ROW, name: 'Basket', context_app_name: 'Shop', context_device_id: 'd1' })).toMatchObject(
      {
        type: 'screen',
        name: 'Basket',
        properties: {},
        identifiers: [{ value: 'a1' }, { namespace: 'device_id', value: 'd1' }],
      },
    );
    expect(read({ ...ROW, name: 'Ada', email: '', context_app_name: 'Shop' }).type).toBe('identify');
    const group = read({
      ...ROW,
      user_id: 'u1',
      group_id: 'g1',
      name: 'Acme',
      employees: 5,
      email: 'info@acme.co',
    });
    expect(group.type).toBe('group');
    expect(texts(group.identifiers)).toEqual(['user_id:u1', 'anonymous_id:a1']);
    expect(texts(group.company!.identifiers)).toEqual(['group_id:g1']);
    expect(traitsOf(group.company!)).toEqual({ name: 'Acme', employees: 5, email: 'info@acme.co' });
    const alias = read({ ...ROW, anonymous_id: undefined, user_id: 'u2', previous_id: 'u1' });
    expect(alias.type).toBe('alias');
    expect(texts(alias.identifiers)).toEqual(['user_id:u2', 'user_id:u1']);
  });

  test('of an event without an id column is named by its event', () => {
    expect(read({ ...ROW, id: '', event: 'signed_up', event_text: '' })).toMatchObject({
      id: null,
      name: 'signed_up',
    });
  });

  test('of Jitsu’s single table says its type, its context being an object or columns', () => {
    const event = read({
      message_id: 'd0c6',
      anonymous_id: 'a1',
      user_id: 'u1',
      type: 'page',
      timestamp: '2022-11-14T08:56:34.395Z',
      name: 'test-page',
      height: 720,
      context: {
        group_id: 'g1',
        user_agent: 'UA',
        traits: { email: 'john@b.co', address: { city: 'X' } },
        client_ids: { ga4: { client_id: '5501.1772698500' }, fbp: 'fb.1.1558571054389.1098115397' },
        page: { url: 'https://x/?utm_source=s' },
        campaign: {},
      },
      'context.ip': '127.0.0.1',
    });
    expect(event).toMatchObject({
      id: 'd0c6',
      type: 'page',
      name: 'test-page',
      at: Date.UTC(2022, 10, 14, 8, 56, 34, 395),
      properties: { height: 720 },
      touch: { source: 's' },
      context: { userAgent: 'UA', ip: '127.0.0.1', traits: { address: { city: 'X' } } },
    });
    expect(texts(event.identifiers)).toEqual([
      'user_id:u1',
      'anonymous_id:a1',
      'email:john@b.co',
      'google_analytics__client_id:5501.1772698500',
      'facebook__fbp:fb.1.1558571054389.1098115397',
    ]);
    const group = read({
      type: 'group',
      user_id: 'u1',
      context: { group_id: 'g1', group: { name: 'Acme' } },
    });
    expect(texts(group.company!.identifiers)).toEqual(['group_id:g1']);
    expect(traitsOf(group.company!)).toEqual({ name: 'Acme' });
  });

  test('of Snowflake has its columns in capitals', () => {
    const event = read({
      ANONYMOUS_ID: 'a1',
      USER_ID: 'u1',
      TIMESTAMP: '2024-01-02 03:04:05',
      EMAIL: 'a@b.co',
    });
    expect(texts(event.identifiers)).toEqual(['user_id:u1', 'anonymous_id:a1', 'email:a@b.co']);
    expect(event.at).toBe(Date.UTC(2024, 0, 2, 3, 4, 5));
  });

  test('names external ids and devices', () => {
    const event = read({
      ...ROW,
      context_external_ids: '[{"id":"b1","type":"braze_id","collection":"users"}]',
      context_device_type: 'ios',
      context_device_advertising_id: 'I1',
    });
    expect(texts(event.identifiers)).toEqual(['anonymous_id:a1', 'braze_id:b1', 'ios.idfa:I1']);
  });

  test('is dated by the first time that it has', () => {
    const at = (times: object) => read({ user_id: 'u', ...times }).at;
    expect(at({ timestamp: '2024-01-01', received_at: '2024-01-03' })).toBe(Date.UTC(2024, 0, 1));
    expect(at({ timestamp: '', received_at: '2024-01-03' })).toBe(Date.UTC(2024, 0, 3));
    expect(at({ sent_at: '2024-01-04' })).toBe(Date.UTC(2024, 0, 4));
    expect(at({})).toBeNull();
  });

  test('is rejected with the name of its column', () => {
    expect(reject({ ...ROW, original_timestamp: 'soon' })).toEqual({
      field: 'original_timestamp',
      reason: 'bad-time',
      text: '"original_timestamp" is "soon"; expected ISO 8601 or an epoch number',
    });
    expect(reject({ ...ROW, id: {} }).field).toBe('id');
    expect(reject({ ...ROW, anonymous_id: { a: 1 } }).field).toBe('anonymous_id');
    expect(reject({ ...ROW, context_external_ids: 'b1' }).field).toBe('context_external_ids');
    expect(reject('x').reason).toBe('not-an-object');
  });
});
