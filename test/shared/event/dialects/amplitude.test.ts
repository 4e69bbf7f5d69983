import { describe, expect, test } from 'vitest';
import { amplitudeDialect } from '#shared/event/dialects/amplitude.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(amplitudeDialect, record);
const ids = (record: unknown) => texts(read(record).identifiers);

/** A line as the export writes it. */
const line = (event_type: string, more: object = {}) => ({
  server_received_time: '2024-01-02 03:04:06.500000',
  device_id: 'device-1',
  user_id: null,
  uuid: '11111111-2222-3333-4444-555555555555',
  event_time: '2024-01-02 03:04:05.250000',
  amplitude_id: 987654321012,
  $insert_id: 'i1',
  event_type,
  event_properties: {},
  user_properties: {},
  groups: {},
  event_id: 5,
  ...more,
});

describe('a line of the export', () => {
  test('becomes a page view with its touch', () => {
    const event = read(
      line('[Amplitude] Page Viewed', {
        platform: 'Web',
        event_properties: { '[Amplitude] Page Location': 'https://shop.example/?gclid=G1&utm_term=cup' },
        user_properties: { utm_source: 'google', utm_medium: 'EMPTY', referrer: 'https://google.com/' },
      }),
    );
    expect(event).toMatchObject({
      id: '11111111-2222-3333-4444-555555555555',
      scope: 'amplitude',
      type: 'page',
      name: '[Amplitude] Page Viewed',
      at: Date.UTC(2024, 0, 2, 3, 4, 5, 250),
      receivedAt: Date.UTC(2024, 0, 2, 3, 4, 6, 500),
      sequence: 5,
      properties: { '[Amplitude] Page Location': 'https://shop.example/?gclid=G1&utm_term=cup' },
      company: null,
      order: null,
      touch: { source: 'google', medium: null, term: 'cup', referrer: 'https://google.com/' },
    });
    expect(texts(event.identifiers)).toEqual(['device_id:device-1', 'amplitude_id:987654321012', 'gclid:G1']);
    expect(event.context).toMatchObject({ platform: 'Web', groups: {} });
    expect(Object.keys(event.context)).not.toContain('user_properties');
  });

  test('takes times without a zone for UTC, wherever the analyst is', () => {
    const record = { event_type: 'x', amplitude_id: 1, event_time: '2024-01-02 03:04:05.000000' };
    const result = amplitudeDialect.toEvent(record, { country: null, zone: 'America/New_York' });
    expect(result).toMatchObject({ ok: true, value: { at: Date.UTC(2024, 0, 2, 3, 4, 5) } });
  });

  test('takes a large id for one id, as text and as a number', () => {
    const texted = ids(line('x', { amplitude_id: '987654321012' }));
    expect(texted).toEqual(ids(line('x')));
    expect(ids(line('x', { amplitude_id: '9007199254740993' }))[1]).toBe('amplitude_id:9007199254740993');
  });

  test('names every device, and whom Amplitude took the person for', () => {
    const record = line('x', {
      user_id: 'ada-1',
      idfa: 'A-1',
      idfv: 'V-1',
      adid: 'G-1',
      data: { merged_amplitude_id: 7 },
    });
    expect(ids(record)).toEqual([
      'user_id:ada-1',
      'device_id:device-1',
      'idfa:A-1',
      'idfv:V-1',
      'gaid:G-1',
      'amplitude_id:987654321012',
      'amplitude_id:7',
    ]);
    expect(ids(line('x', { user_id: 'Ada@b.co' }))[0]).toBe('email:ada@b.co');
  });

  test('takes the id of its first visit’s click along, and leaves out what that visit had not', () => {
    const event = read(
      line('x', {
        user_properties: {
          initial_gclid: 'G0',
          initial_fbclid: 'EMPTY',
          initial_utm_source: 'EMPTY',
          plan: 'pro',
        },
      }),
    );
    expect(traitsOf(event)).toEqual({ initial_gclid: 'G0', plan: 'pro' });
    expect(texts(event.identifiers)).toContain('gclid:G0');
    expect(event.touch).toBeNull();
  });
});

describe('user properties', () => {
  test('are traits where they are set, and context where they are changed', () => {
    const event = read(
      line('$identify', {
        user_id: 'ada-1',
        user_properties: {
          $set: { plan: 'pro', email: 'A@b.co', utm_source: 'bing' },
          $setOnce: { plan: 'free', phone: '+491713920077' },
          $add: { visits: 1 },
          $unset: { city: '-' },
          color: 'red',
        },
      }),
    );
    expect(event.type).toBe('identify');
    expect(traitsOf(event)).toEqual({
      plan: 'pro',
      email: 'A@b.co',
      utm_source: 'bing',
      phone: '+491713920077',
      color: 'red',
    });
    expect(event.context).toMatchObject({ $add: { visits: 1 }, $unset: { city: '-' } });
    expect(texts(event.identifiers)).toEqual([
      'user_id:ada-1',
      'device_id:device-1',
      'amplitude_id:987654321012',
      'email:a@b.co',
      'phone:+491713920077',
    ]);
    expect(event.touch).toMatchObject({ source: 'bing' });
  });
});

describe('revenue', () => {
  const order = (event_type: string, more: object) => read(line(event_type, more)).order;

  test('is an order under the name that SDKs give it', () => {
    const event_properties = { $price: 7.5, $quantity: 2, $productId: 'p1', $currency: 'eur' };
    expect(order('revenue_amount', { event_properties })).toEqual({
      kind: 'completed',
      orderId: null,
      amount: 15,
      currency: 'EUR',
      items: [{ id: 'p1', name: null, quantity: 2, price: 7.5 }],
    });
    expect(
      order('revenue_amount', { event_properties: { ...event_properties, $revenue: 14 } }),
    ).toMatchObject({
      amount: 14,
    });
  });

  test('is an order under any name of one, from either place', () => {
    expect(order('Purchase', { event_properties: { $revenue: 20, order_id: 'o1' } })).toMatchObject({
      kind: 'completed',
      orderId: 'o1',
      amount: 20,
    });
    expect(order('Purchase', { revenue: 9, productId: 'p1', quantity: 3 })).toMatchObject({
      amount: 9,
      items: [{ id: 'p1', quantity: 3 }],
    });
  });

  test('is a refund when it is negative', () => {
    expect(order('revenue_amount', { event_properties: { $revenue: -5 } })).toMatchObject({
      kind: 'refunded',
      amount: 5,
    });
  });

  test('is counted once, and only by name', () => {
    const event_properties = { $revenue: 20 };
    expect(order('[Amplitude] Revenue (Verified)', { event_properties })).toBeNull();
    expect(order('[Amplitude] Revenue (Unverified)', { event_properties })).toBeNull();
    expect(order('Checkout Started', { event_properties })).toBeNull();
  });
});

describe('a group', () => {
  test('is a company when its kind says so', () => {
    const event = read(
      line('x', { groups: { 'org name': ['Acme', 'Beta'], company_id: 7, playlist: 'p1' } }),
    );
    expect(texts(event.company!.identifiers)).toEqual([
      'organization_id:Acme',
      'organization_id:Beta',
      'company_id:7',
    ]);
    expect(event.context['groups']).toMatchObject({ playlist: 'p1' });
    expect(read(line('x', { groups: { playlist: 'p1' } })).company).toBeNull();
  });

  test('is described by a call of its own', () => {
    const groups = { account: 'a1' };
    const group_properties = { $set: { plan: 'enterprise' }, $add: { seats: 1 }, size: 9 };
    const event = read(line('$groupidentify', { groups, group_properties }));
    expect(event.type).toBe('group');
    expect(texts(event.company!.identifiers)).toEqual(['account_id:a1']);
    expect(event.company!.traits).toEqual([
      { name: 'plan', value: 'enterprise' },
      { name: 'size', value: 9 },
    ]);
    expect(read(line('x', { groups, group_properties })).company!.traits).toEqual([]);
    expect(read(line('$groupidentify', { groups: { chat: 'c' }, group_properties })).company).toBeNull();
  });
});

test('an event of an upload has its time as a number and its id under another name', () => {
  const event = read({
    event_type: 'seen',
    user_id: 'ada-1',
    insert_id: 'i9',
    time: 1704164645000,
    event_properties: '{"a":1}',
  });
  expect(event).toMatchObject({
    id: 'i9',
    at: 1704164645000,
    receivedAt: null,
    sequence: null,
    properties: { a: 1 },
    touch: null,
  });
});

test('a line of merged ids links two of Amplitude’s people', () => {
  const event = read({
    scope: 123,
    merge_time: 1704164645000,
    merge_server_time: 1704164646000,
    amplitude_id: 2,
    merged_amplitude_id: 1,
  });
  expect(event).toMatchObject({
    id: null,
    scope: 'amplitude',
    type: 'alias',
    name: null,
    at: 1704164645000,
    receivedAt: 1704164646000,
    company: null,
  });
  expect(texts(event.identifiers)).toEqual(['amplitude_id:2', 'amplitude_id:1']);
});

test.each([
  [line('x', { event_time: 'soon' }), 'event_time', 'bad-time'],
  [line('x', { device_id: {} }), 'device_id', 'wrong-type'],
  [line('x', { event_properties: 'none' }), 'event_properties', 'wrong-type'],
  [line('x', { user_properties: 7 }), 'user_properties', 'wrong-type'],
  [{ amplitude_id: 1 }, 'event_type', 'missing-field'],
  [null, null, 'not-an-object'],
])('rejects %j at its field', (record, field, reason) => {
  expect(rejectionOf(amplitudeDialect, record)).toMatchObject({ field, reason });
});
