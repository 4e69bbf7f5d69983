import { describe, expect, test } from 'vitest';
import { mixpanelDialect } from '#shared/event/dialects/mixpanel.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(mixpanelDialect, record);
const line = (event: string, properties: object) => ({
  event,
  properties: { time: 1718000000, ...properties },
});
const ids = (event: string, properties: object) => texts(read(line(event, properties)).identifiers);

describe('a line of the raw export', () => {
  test('becomes an order with its touch', () => {
    const event = read(
      line('Purchase', {
        distinct_id: 'ada-1',
        $device_id: '190c0f-a1',
        $user_id: 'ada-1',
        $insert_id: 'ab12',
        $current_url: 'https://shop.example/?msclkid=M1',
        $referrer: 'https://www.google.com/',
        utm_source: 'google',
        gclid: 'G1',
        order_id: 'o1',
        revenue: 20,
        currency: 'EUR',
        company_id: 'c1',
        mp_lib: 'web',
        mp_processing_time_ms: 1718000009123,
      }),
    );
    expect(event).toMatchObject({
      id: 'ab12 Purchase 1718000000 ada-1',
      scope: 'mixpanel',
      type: 'track',
      name: 'Purchase',
      at: 1718000000000,
      receivedAt: 1718000009123,
      sequence: null,
      traits: [],
      company: null,
      order: { kind: 'completed', orderId: 'o1', amount: 20, currency: 'EUR', items: [] },
      touch: { source: 'google', referrer: 'https://www.google.com/' },
    });
    expect(texts(event.identifiers)).toEqual([
      'user_id:ada-1',
      'device_id:190c0f-a1',
      'gclid:G1',
      'msclkid:M1',
    ]);
    expect(event.properties).toEqual({
      $current_url: 'https://shop.example/?msclkid=M1',
      $referrer: 'https://www.google.com/',
      utm_source: 'google',
      gclid: 'G1',
      order_id: 'o1',
      revenue: 20,
      currency: 'EUR',
      company_id: 'c1',
    });
    expect(event.context).toEqual({ mp_lib: 'web', mp_processing_time_ms: 1718000009123 });
  });

  test('has its time in seconds or in milliseconds', () => {
    expect(read({ event: 'x', properties: { time: 1718000000 } }).at).toBe(1718000000000);
    expect(read({ event: 'x', properties: { time: 1718000000123 } }).at).toBe(1718000000123);
    expect(read({ event: 'x', properties: {} }).at).toBeNull();
  });

  test('has an id of four parts, of which the insert id alone is not unique', () => {
    const id = (event: string, properties: object) => read(line(event, properties)).id;
    const properties = { $insert_id: 'i', distinct_id: 'u' };
    const different = [
      id('x', properties),
      id('y', properties),
      id('x', { ...properties, time: 1718000001 }),
      id('x', { ...properties, distinct_id: 'v' }),
      id('x', { ...properties, $insert_id: 'j' }),
    ];
    expect(new Set(different).size).toBe(different.length);
    expect(id('x', { distinct_id: 'u' })).toBeNull();
  });

  test('is the same event when it was taken in twice', () => {
    const properties = { $insert_id: 'i', distinct_id: 'u', mp_processing_time_ms: 1718000000001 };
    const one = read(line('x', properties));
    const other = read(line('x', { ...properties, mp_processing_time_ms: 1718000009999, $import: true }));
    expect({ ...other, receivedAt: 0, context: {} }).toEqual({ ...one, receivedAt: 0, context: {} });
  });

  test('is a page view by the name that the SDK gives it', () => {
    expect(read(line('$mp_web_page_view', { distinct_id: 'u' })).type).toBe('page');
  });

  test('names the person by an address or number', () => {
    expect(ids('x', { $device_id: 'd', $email: 'A@b.co', phone: '0171 3920077' })).toEqual([
      'device_id:d',
      'email:a@b.co',
      'phone:+491713920077',
    ]);
  });

  test('is no order for carrying revenue', () => {
    expect(read(line('Checkout Started', { revenue: 5 })).order).toBeNull();
  });
});

describe('a distinct id', () => {
  test('repeats what it was derived from', () => {
    expect(ids('x', { distinct_id: '$device:d1', $device_id: 'd1' })).toEqual(['device_id:d1']);
    expect(ids('x', { distinct_id: 'd1', $device_id: 'd1' })).toEqual(['device_id:d1']);
    expect(ids('x', { distinct_id: 'u1', $device_id: 'd1', $user_id: 'u1' })).toEqual([
      'user_id:u1',
      'device_id:d1',
    ]);
  });

  test('is recorded where Mixpanel concluded it', () => {
    expect(ids('x', { distinct_id: 'merged', $device_id: 'd1' })).toEqual([
      'mixpanel_distinct_id:merged',
      'device_id:d1',
    ]);
    expect(ids('x', { distinct_id: 'merged', $user_id: 'u1' })).toEqual([
      'user_id:u1',
      'mixpanel_distinct_id:merged',
    ]);
  });

  test('is the user’s where it stands alone, unless it has the prefix of devices', () => {
    expect(ids('x', { distinct_id: 'u1' })).toEqual(['user_id:u1']);
    expect(ids('x', { distinct_id: 'Ada@b.co' })).toEqual(['email:ada@b.co']);
    expect(ids('x', { distinct_id: '$device:d1' })).toEqual(['device_id:d1']);
    expect(ids('x', { distinct_id: '' })).toEqual([]);
    expect(ids('x', {})).toEqual([]);
  });
});

describe('a call that merges', () => {
  test('names its operands in order', () => {
    expect(ids('$identify', { $identified_id: 'u1', $anon_id: '$device:d1' })).toEqual([
      'user_id:u1',
      'device_id:d1',
    ]);
    expect(ids('$identify', { distinct_id: 'u1', $user_id: 'u1', $anon_distinct_id: 'd1' })).toEqual([
      'user_id:u1',
      'device_id:d1',
    ]);
    expect(ids('$create_alias', { distinct_id: '$device:d1', alias: 'u1' })).toEqual([
      'device_id:d1',
      'user_id:u1',
    ]);
    expect(ids('$merge', { $distinct_ids: ['u2', 'u1', '$device:d1'] })).toEqual([
      'user_id:u2',
      'user_id:u1',
      'device_id:d1',
    ]);
  });

  test('is told by its name', () => {
    const type = (event: string) => read(line(event, { distinct_id: 'u' })).type;
    expect(['$identify', '$create_alias', '$merge', 'Signed up'].map(type)).toEqual([
      'identify',
      'alias',
      'alias',
      'track',
    ]);
    expect(ids('x', { distinct_id: 'u', alias: 'v', $anon_id: 'd', $distinct_ids: ['w'] })).toEqual([
      'user_id:u',
    ]);
  });
});

describe('a profile', () => {
  test('says what is known of an id, as of its last change', () => {
    const event = read({
      $distinct_id: 'u1',
      $properties: {
        $email: 'a@b.co',
        $phone: '+491713920077',
        $name: 'Ada',
        initial_gclid: 'G0',
        $last_seen: '2024-01-02T03:04:05',
      },
    });
    expect(event).toMatchObject({
      id: null,
      scope: 'mixpanel',
      type: 'identify',
      name: null,
      at: Date.UTC(2024, 0, 2, 3, 4, 5),
    });
    expect(texts(event.identifiers)).toEqual([
      'user_id:u1',
      'email:a@b.co',
      'phone:+491713920077',
      'gclid:G0',
    ]);
    expect(traitsOf(event)).toMatchObject({ $name: 'Ada', initial_gclid: 'G0' });
  });

  test('may be an update', () => {
    const event = read({
      $token: 't',
      $distinct_id: '$device:d1',
      $time: 1718000000,
      $set: { plan: 'pro' },
      $set_once: { plan: 'free', city: 'Ulm' },
    });
    expect(event.at).toBe(1718000000000);
    expect(texts(event.identifiers)).toEqual(['device_id:d1']);
    expect(traitsOf(event)).toEqual({ plan: 'pro', city: 'Ulm' });
  });
});

test.each([
  [line('x', { time: 'soon' }), 'properties.time', 'bad-time'],
  [line('x', { distinct_id: {} }), 'properties.distinct_id', 'wrong-type'],
  [line('$merge', { $distinct_ids: 'a' }), 'properties.$distinct_ids', 'wrong-type'],
  [{ event: 'x', properties: 'none' }, 'properties', 'wrong-type'],
  [{ properties: {} }, 'event', 'missing-field'],
  [[], null, 'not-an-object'],
])('rejects %j at its field', (record, field, reason) => {
  expect(rejectionOf(mixpanelDialect, record)).toMatchObject({ field, reason });
});
