import { describe, expect, test } from 'vitest';
import { mparticleDialect } from '#shared/event/dialects/mparticle.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const PERSON = {
  source_request_id: 'req-1',
  batch_id: '645382104',
  environment: 'production',
  mpid: '-4693474329486342001',
  mp_deviceid: 'dev-1',
  timestamp_unixtime_ms: 1704164646000,
  user_identities: { email: 'Ada@B.co', customer_id: 42, mobile_number: '+49 171 3920077', other: 'loyal-7' },
  user_attributes: { $firstname: 'Ada', interests: ['tea', 'cups'] },
};

const batch = (event_type: string, data: object = {}, more: object = {}) => ({
  ...PERSON,
  events: [{ event_type, data }],
  ...more,
});
const read = (record: unknown) => eventOf(mparticleDialect, record);
const reject = (record: unknown) => rejectionOf(mparticleDialect, record);
const ids = (record: unknown) => texts(read(record).identifiers);

const PURCHASE = {
  timestamp_unixtime_ms: 1704164645000,
  session_uuid: 'S',
  event_id: '7004',
  currency_code: 'usd',
  custom_attributes: { utm_source: 'mail', page_url: 'https://x.example/thanks?gclid=G1' },
  product_action: {
    action: 'purchase',
    transaction_id: 'T1',
    total_amount: 27.5,
    tax_amount: 2.5,
    products: [{ id: 'p1', name: 'Cup', price: 12.5, quantity: 2, total_product_amount: 25 }],
  },
};

describe('a batch of mParticle', () => {
  test('says who somebody is beside what happened', () => {
    const event = read(batch('custom_event', { event_name: 'Video watched', source_message_id: 'm-1' }));
    expect(event).toMatchObject({
      id: 'm-1',
      scope: 'mparticle',
      type: 'track',
      name: 'Video watched',
      at: 1704164646000,
      receivedAt: null,
      order: null,
      touch: null,
      company: null,
    });
    expect(texts(event.identifiers)).toEqual([
      'email:ada@b.co',
      'user_id:42',
      'phone:+491713920077',
      'other:loyal-7',
      'mpid:-4693474329486342001',
      'mp_deviceid:dev-1',
    ]);
    expect(traitsOf(event)).toEqual({ $firstname: 'Ada', interests: ['tea', 'cups'] });
    expect(event.context).toEqual({ environment: 'production' });
  });

  test('becomes an order when its action is a purchase', () => {
    const event = read(batch('commerce_event', PURCHASE));
    expect(event).toMatchObject({
      id: '645382104:7004',
      type: 'track',
      name: 'purchase',
      at: 1704164645000,
      properties: { transaction_id: 'T1', tax_amount: 2.5, currency_code: 'usd', session_uuid: 'S' },
      touch: { source: 'mail' },
    });
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: 'T1',
      amount: 27.5,
      currency: 'USD',
      items: [{ id: 'p1', name: 'Cup', quantity: 2, price: 12.5 }],
    });
    expect(texts(event.identifiers)).toContain('gclid:G1');
  });

  test('refunds what its action refunds, and no other action is an order', () => {
    const act = (action: string) =>
      read(
        batch('commerce_event', {
          ...PURCHASE,
          event_name: 'eCommerce - Purchase',
          product_action: { ...PURCHASE.product_action, action },
        }),
      ).order?.kind;
    expect(act('refund')).toBe('refunded');
    expect(act('PURCHASE')).toBe('completed');
    for (const action of [
      'add_to_cart',
      'checkout',
      'checkout_option',
      'click',
      'view_detail',
      'add_to_wishlist',
    ])
      expect(act(action)).toBeUndefined();
    const named = { event_name: 'Purchase', custom_attributes: { transaction_id: 'T1', value: 3 } };
    expect(read(batch('custom_event', named)).order).toBeNull();
  });

  test('names promotions and impressions by what was done', () => {
    const name = (data: object) => read(batch('commerce_event', data)).name;
    expect(name({ promotion_action: { action: 'view', promotions: [] } })).toBe('promotion_view');
    expect(name({ product_impressions: [{ product_impression_list: 'x' }] })).toBe('product_impression');
    expect(name({ product_action: null })).toBe('commerce_event');
  });

  test.each([
    ['screen_view', { screen_name: 'Home' }, 'screen', 'Home'],
    ['screen_view', {}, 'screen', null],
    ['session_start', {}, 'track', 'session_start'],
    ['session_end', { session_duration_ms: 5 }, 'track', 'session_end'],
    ['opt_out', { is_opted_out: true }, 'track', 'opt_out'],
    ['user_identity_change', {}, 'identify', 'user_identity_change'],
    ['user_attribute_change', {}, 'identify', 'user_attribute_change'],
    ['something_new', {}, 'track', 'something_new'],
  ])('reads %s', (eventType, data, type, name) => {
    expect(read(batch(eventType, data))).toMatchObject({ type, name });
  });

  test('takes the new identity of a change, never the one that it replaces', () => {
    const change = {
      new: { identity_type: 'email', identity: 'new@b.co' },
      old: { identity_type: 'email', identity: 'old@b.co' },
    };
    const record = batch('user_identity_change', change, { user_identities: null });
    expect(ids(record)).toEqual(['mpid:-4693474329486342001', 'mp_deviceid:dev-1', 'email:new@b.co']);
    expect(read(record).properties).toEqual(change);
  });

  test('takes a changed attribute where the batch does not write it along', () => {
    const change = (user_attribute_name: string, more: object = {}) =>
      traitsOf(read(batch('user_attribute_change', { user_attribute_name, new: 'gold', ...more })));
    expect(change('tier')).toMatchObject({ tier: 'gold' });
    expect(change('$firstname')).toMatchObject({ $firstname: 'Ada' });
    expect(change('tier', { deleted: true })).not.toHaveProperty('tier');
  });

  test('reads flags, devices and partners', () => {
    const event = read(
      batch(
        'custom_event',
        {
          event_name: 'x',
          custom_flags: {
            'Facebook.ClickId': 'fb.1.1554763741205.AbCd',
            'Facebook.BrowserId': 'fb.1.1558571054389.1098115397',
            'GoogleEnhancedConversions.Gbraid': 'B1',
            'TikTok.Callback': 'T1',
            'SnapchatConversions.Cookie1': 'S1',
          },
        },
        {
          user_identities: {},
          partner_identities: { tiktok_cookie_id: 'TT' },
          device_info: { ios_idfv: 'V1', android_advertising_id: 'A1', push_token: 'P1', brand: 'x' },
        },
      ),
    );
    expect(texts(event.identifiers).slice(2)).toEqual([
      'android.idfa:A1',
      'idfv:V1',
      'push_token:P1',
      'facebook__fbp:fb.1.1558571054389.1098115397',
      'facebook__fbc:fb.1.1554763741205.AbCd',
      '_scid:S1',
      '_ttp:TT',
      'gbraid:B1',
      'ttclid:T1',
    ]);
    expect(event.touch?.clickIds.map(({ namespace }) => namespace)).toEqual(['gbraid', 'ttclid']);
  });

  test('takes attribution for a touch, after what the event itself says', () => {
    const attribution_info = { service_provider: 'appsflyer', publisher: 'Apple Search', campaign: 'spring' };
    const touch = (data: object) => read(batch('session_start', data, { attribution_info })).touch;
    expect(touch({})).toMatchObject({ source: 'Apple Search', campaign: 'spring', medium: null });
    expect(touch({ custom_attributes: { utm_source: 'mail' } })).toMatchObject({
      source: 'mail',
      campaign: 'spring',
    });
  });

  test('without events says who somebody is', () => {
    for (const record of [{ ...PERSON, events: [] }, PERSON, { ...PERSON, events: null }]) {
      expect(read(record)).toMatchObject({ id: '645382104', type: 'identify', name: null });
      expect(ids(record)).toContain('user_id:42');
    }
  });

  test('has no id where its events have none', () => {
    expect(read(batch('session_start')).id).toBeNull();
    expect(read(batch('session_start', { event_id: 5 }, { batch_id: null })).id).toBeNull();
  });

  test('reads milliseconds written as text, and small ones as milliseconds', () => {
    const at = (timestamp_unixtime_ms: unknown) => read(batch('x', { timestamp_unixtime_ms })).at;
    expect(at('1704164645000')).toBe(1704164645000);
    expect(at(86_400_000)).toBe(86_400_000);
  });

  test.each([
    [7, null, 'not-an-object'],
    [{ event_type: 'custom_event', data: {} }, 'events', 'missing-field'],
    [{ ...PERSON, events: {} }, 'events', 'wrong-type'],
    [{ ...PERSON, events: ['x'] }, 'events.0', 'wrong-type'],
    [{ ...PERSON, events: [{ data: {} }] }, 'events.0.event_type', 'missing-field'],
    [batch('x', [1] as unknown as object), 'events.0.data', 'wrong-type'],
    [{ ...PERSON, events: [{ event_type: 'a' }, { event_type: 'b' }] }, 'events', 'wrong-type'],
    [batch('x', { timestamp_unixtime_ms: 'soon' }), 'events.0.data.timestamp_unixtime_ms', 'bad-time'],
    [batch('x', {}, { user_identities: 'a' }), 'user_identities', 'wrong-type'],
    [batch('x', {}, { mpid: {} }), 'mpid', 'wrong-type'],
  ])('is rejected with its field when it is %j', (record, field, reason) => {
    expect(reject(record)).toMatchObject({ field, reason });
  });
});
