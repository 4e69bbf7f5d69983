import { describe, expect, test } from 'vitest';
import { ga4Dialect } from '#shared/event/dialects/ga4.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

/** A value as the export types it. */
const typed = (field: string, value: unknown) => ({
  string_value: null,
  int_value: null,
  float_value: null,
  double_value: null,
  [field]: value,
});
const param = (key: string, value: unknown, field = 'string_value') => ({ key, value: typed(field, value) });

const PURCHASE = {
  event_date: '20240102',
  event_timestamp: '1704164645123999',
  event_name: 'purchase',
  event_params: [
    param('ga_session_id', '1704164600', 'int_value'),
    param('engaged', 0.5, 'double_value'),
    param('ratio', 0.25, 'float_value'),
    param('page_location', 'https://shop.example/thanks?utm_term=boots&fbclid=fb1'),
    param('page_referrer', 'https://pay.example/'),
    param('campaign', 'param campaign'),
    param('content', 'banner'),
    param('currency', 'EUR'),
    param('value', '99', 'int_value'),
    param('empty', null),
  ],
  event_value_in_usd: 27.5,
  user_id: 'u-42',
  user_pseudo_id: '1234567890.1704164600',
  privacy_info: { analytics_storage: 'Yes', ads_storage: 'No', uses_transient_token: 'No' },
  user_properties: [
    { key: 'plan', value: { ...typed('string_value', 'gold'), set_timestamp_micros: '1704164000000000' } },
    { key: 'visits', value: typed('int_value', '7') },
  ],
  user_first_touch_timestamp: '1704000000000000',
  user_ltv: { revenue: 50, currency: 'EUR' },
  device: { category: 'mobile' },
  geo: { country: 'Germany' },
  traffic_source: { name: '(direct)', medium: 'first medium', source: 'first source' },
  collected_traffic_source: { manual_source: 'google', manual_medium: 'cpc', gclid: 'Cj0abc', dclid: null },
  stream_id: '99',
  platform: 'WEB',
  ecommerce: { transaction_id: 'T1', purchase_revenue: 25.5, purchase_revenue_in_usd: 27.5 },
  items: [
    { item_id: 'sku-1', item_name: 'Boots', quantity: '2', price: 12.75 },
    { item_id: '(not set)', item_name: 'Laces', quantity: null, price: null },
  ],
  batch_event_index: '3',
};

describe('an event of the BigQuery export', () => {
  const event = eventOf(ga4Dialect, PURCHASE);

  test('is named and typed by event_name, with its time in microseconds', () => {
    expect(event).toMatchObject({ id: null, scope: 'ga4', type: 'track', name: 'purchase', company: null });
    expect(event.at).toBe(1_704_164_645_123);
    expect(event.receivedAt).toBeNull();
    expect(event.sequence).toBe(3);
  });

  test('names user, browser and clicks', () => {
    expect(texts(event.identifiers)).toEqual([
      'user_id:u-42',
      'user_pseudo_id:1234567890.1704164600',
      'gclid:Cj0abc',
      'fbclid:fb1',
    ]);
  });

  test('has its parameters as properties, whole numbers as numbers', () => {
    expect({ ...event.properties }).toEqual({
      ga_session_id: 1_704_164_600,
      engaged: 0.5,
      ratio: 0.25,
      page_location: 'https://shop.example/thanks?utm_term=boots&fbclid=fb1',
      page_referrer: 'https://pay.example/',
      campaign: 'param campaign',
      content: 'banner',
      currency: 'EUR',
      value: 99,
      stream_id: '99',
    });
  });

  test('has user properties and the first touch as traits', () => {
    expect(traitsOf(event)).toEqual({
      plan: 'gold',
      visits: 7,
      user_first_touch_timestamp: 1_704_000_000_000_000,
    });
  });

  test('takes amount and items from the order, and the currency from the parameters', () => {
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: 'T1',
      amount: 25.5,
      currency: 'EUR',
      items: [
        { id: 'sku-1', name: 'Boots', quantity: 2, price: 12.75 },
        { id: null, name: 'Laces', quantity: null, price: null },
      ],
    });
  });

  test('takes its touch from what was collected, then parameters, then the address, never from the first visit', () => {
    expect(event.touch).toEqual({
      source: 'google',
      medium: 'cpc',
      campaign: 'param campaign',
      term: 'boots',
      content: 'banner',
      clickIds: [
        { namespace: 'gclid', value: 'Cj0abc' },
        { namespace: 'fbclid', value: 'fb1' },
      ],
      referrer: 'https://pay.example/',
    });
  });

  test('keeps everything else as context', () => {
    const { privacy_info, user_ltv, device, geo, traffic_source, ecommerce, items, platform } = PURCHASE;
    expect(event.context).toMatchObject({
      privacy_info,
      user_ltv,
      device,
      geo,
      traffic_source,
      ecommerce,
      items,
    });
    expect(event.context).toMatchObject({ platform, event_date: '20240102', event_value_in_usd: 27.5 });
    expect(event.context).not.toHaveProperty('event_params');
    expect(event.context).not.toHaveProperty('user_id');
  });

  test('is the same from the cells of a table and from the lists of Parquet', () => {
    const cells = Object.fromEntries(
      Object.entries(PURCHASE).map(([name, value]) => [
        name,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]),
    );
    const wrap = (list: readonly object[]) => ({ list: list.map((element) => ({ element })) });
    const { event_params, user_properties, items } = PURCHASE;
    const wrapped = {
      ...PURCHASE,
      event_params: wrap(event_params),
      user_properties: wrap(user_properties),
      items: wrap(items),
    };
    for (const record of [cells, wrapped]) {
      const { context: _, ...same } = eventOf(ga4Dialect, record);
      const { context: __, ...expected } = event;
      expect(same).toEqual(expected);
    }
  });

  test('is the same from columns that are named by paths', () => {
    const { ecommerce, collected_traffic_source, ...others } = PURCHASE;
    const columns = {
      ...others,
      'ecommerce.transaction_id': ecommerce.transaction_id,
      'ecommerce.purchase_revenue': '25.5',
      'collected_traffic_source.manual_source': collected_traffic_source.manual_source,
      'collected_traffic_source.manual_medium': collected_traffic_source.manual_medium,
      'collected_traffic_source.gclid': collected_traffic_source.gclid,
    };
    const flat = eventOf(ga4Dialect, columns);
    expect(flat.order).toEqual(event.order);
    expect(flat.touch).toEqual(event.touch);
  });
});

test('a page view is a page and a screen view a screen', () => {
  const page = eventOf(ga4Dialect, {
    event_name: 'page_view',
    user_pseudo_id: '1.2',
    event_params: [
      param('page_location', 'https://shop.example/'),
      param('page_referrer', 'https://news.example/a'),
    ],
  });
  expect(page).toMatchObject({ type: 'page', name: 'page_view', at: null, order: null });
  expect(page.touch).toMatchObject({ referrer: 'https://news.example/a', source: null });
  expect(eventOf(ga4Dialect, { event_name: 'screen_view', user_pseudo_id: '1' }).type).toBe('screen');
});

test('a refund is kept apart, and an order without an id has none', () => {
  const refund = eventOf(ga4Dialect, {
    event_name: 'refund',
    ecommerce: { transaction_id: '(not set)', refund_value: 5, purchase_revenue: 0 },
    event_params: [param('currency', 'USD')],
  });
  expect(refund.order).toMatchObject({ kind: 'refunded', orderId: null, amount: 5, currency: 'USD' });
});

test('an order takes the value of its parameters when there is no revenue', () => {
  const event_params = [param('value', 9.5, 'double_value'), param('transaction_id', 'T9')];
  const order = eventOf(ga4Dialect, { event_name: 'purchase', event_params }).order;
  expect(order).toMatchObject({ orderId: 'T9', amount: 9.5, currency: null, items: [] });
});

test('a checkout is no order, whatever revenue it carries', () => {
  const event = eventOf(ga4Dialect, { event_name: 'begin_checkout', ecommerce: { purchase_revenue: 9 } });
  expect(event.order).toBeNull();
});

test('what Google says in brackets is no campaign', () => {
  const event = eventOf(ga4Dialect, {
    event_name: 'session_start',
    collected_traffic_source: { manual_source: '(direct)', manual_medium: '(none)' },
    event_params: [param('campaign', '(not set)')],
  });
  expect(event.touch).toBeNull();
});

test('an address in place of a user id is an address', () => {
  const event = eventOf(ga4Dialect, { event_name: 'login', user_id: 'Jon.Doe@mail.example' });
  expect(texts(event.identifiers)).toEqual(['email:jon.doe@mail.example']);
});

test('a number that JavaScript cannot hold stays the text that it is', () => {
  const event_params = [param('big', '9007199254740993', 'int_value')];
  expect(eventOf(ga4Dialect, { event_name: 'x', event_params }).properties['big']).toBe('9007199254740993');
});

test('a parameter called __proto__ is a parameter', () => {
  const event = eventOf(ga4Dialect, { event_name: 'x', event_params: [param('__proto__', 'y')] });
  expect(Object.entries(event.properties)).toEqual([['__proto__', 'y']]);
});

test.each([
  [{ user_pseudo_id: '1' }, 'event_name', 'missing-field'],
  [{ event_name: 'x', event_timestamp: 'yesterday' }, 'event_timestamp', 'bad-time'],
  [{ event_name: 'x', event_params: '[{"key":' }, 'event_params', 'wrong-type'],
  [{ event_name: 'x', event_params: 7 }, 'event_params', 'wrong-type'],
  [{ event_name: 'x', user_id: {} }, 'user_id', 'wrong-type'],
])('rejects %j', (record, field, reason) => {
  expect(rejectionOf(ga4Dialect, record)).toMatchObject({ field, reason });
});
