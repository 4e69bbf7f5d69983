import { describe, expect, test } from 'vitest';
import { posthogDialect } from '#shared/event/dialects/posthog.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(posthogDialect, record);
const ids = (record: unknown) => texts(read(record).identifiers);

const ANONYMOUS = '0190c7b8-3f6e-7c4e-9b1a-5f1f4f0c2d11';
const PERSON = '0188f3a2-1111-7222-8333-444455556666';

/** An event as batch exports write it. */
const exported = (event: string, properties: object, more: object = {}) => ({
  uuid: '018f0000-0000-7000-8000-000000000001',
  event,
  distinct_id: 'ada-1',
  properties,
  elements_chain: '',
  timestamp: '2024-01-02T03:04:05.000000Z',
  created_at: '2024-01-02T03:04:06Z',
  ...more,
});

describe('an event of a batch export', () => {
  test('becomes a page view with its touch', () => {
    const event = read(
      exported(
        '$pageview',
        {
          $device_id: ANONYMOUS,
          $current_url: 'https://shop.example/?utm_campaign=may&fbclid=FB1',
          $referrer: 'https://www.google.com/',
          utm_source: 'google',
          gclid: 'G1',
        },
        { distinct_id: ANONYMOUS, person_id: PERSON },
      ),
    );
    expect(event).toMatchObject({
      id: '018f0000-0000-7000-8000-000000000001',
      scope: 'posthog',
      type: 'page',
      name: '$pageview',
      at: Date.UTC(2024, 0, 2, 3, 4, 5),
      receivedAt: Date.UTC(2024, 0, 2, 3, 4, 6),
      sequence: null,
      company: null,
      order: null,
      touch: { source: 'google', campaign: 'may', referrer: 'https://www.google.com/' },
    });
    expect(texts(event.identifiers)).toEqual([
      `device_id:${ANONYMOUS}`,
      `posthog_person_id:${PERSON}`,
      'gclid:G1',
      'fbclid:FB1',
    ]);
  });

  test('becomes an order by its name alone', () => {
    const properties = { order_id: 'o1', revenue: '20.50', currency: 'eur', products: [{ sku: 's1' }] };
    expect(read(exported('Order Completed', properties)).order).toEqual({
      kind: 'completed',
      orderId: 'o1',
      amount: 20.5,
      currency: 'EUR',
      items: [{ id: 's1', name: null, quantity: null, price: null }],
    });
    expect(read(exported('purchase', { $revenue: 7 })).order).toMatchObject({ amount: 7, orderId: null });
    expect(read(exported('Checkout Started', properties)).order).toBeNull();
  });

  test('reads properties that are text, as tables and Parquet files have them', () => {
    const text = JSON.stringify({ $device_id: 'd1', $set: { email: 'A@b.co' } });
    const record = exported('clicked', {}, { properties: text, person_properties: '{"plan":"pro"}' });
    const event = read({ ...record, timestamp: '2024-01-02 03:04:05.000000' });
    expect(event.at).toBe(Date.UTC(2024, 0, 2, 3, 4, 5));
    expect(texts(event.identifiers)).toEqual(['user_id:ada-1', 'device_id:d1', 'email:a@b.co']);
    expect(traitsOf(event)).toEqual({ email: 'A@b.co', plan: 'pro' });
    expect(event.properties).toEqual({ $device_id: 'd1', $set: { email: 'A@b.co' } });
    expect(read({ ...record, properties: '' }).properties).toEqual({});
  });

  test('takes times without a zone for UTC, wherever the analyst is', () => {
    const record = { event: 'x', distinct_id: 'ada-1', timestamp: '2024-01-02 03:04:05' };
    const result = posthogDialect.toEvent(record, { country: null, zone: 'America/New_York' });
    expect(result).toMatchObject({ ok: true, value: { at: Date.UTC(2024, 0, 2, 3, 4, 5) } });
  });

  test('keeps the chain of elements among the properties', () => {
    const chain = 'button:attr__id="buy"';
    const event = read(exported('$autocapture', { $event_type: 'click' }, { elements_chain: chain }));
    expect(event.properties).toEqual({ $event_type: 'click', elements_chain: chain });
    expect(event).toMatchObject({ type: 'track', name: '$autocapture' });
  });

  test('says what it sets first, what was known of the person last', () => {
    const event = read(
      exported(
        '$set',
        {
          $set: { plan: 'pro', email: 'new@b.co' },
          $set_once: { plan: 'x', $initial_gclid: 'G0', $initial_utm_source: 'bing' },
        },
        { person_properties: { plan: 'free', phone: '+491713920077', city: 'Ulm' } },
      ),
    );
    expect(event.type).toBe('identify');
    expect(traitsOf(event)).toEqual({
      plan: 'pro',
      email: 'new@b.co',
      $initial_gclid: 'G0',
      $initial_utm_source: 'bing',
      phone: '+491713920077',
      city: 'Ulm',
    });
    expect(texts(event.identifiers)).toEqual([
      'user_id:ada-1',
      'email:new@b.co',
      'gclid:G0',
      'phone:+491713920077',
    ]);
    expect(event.touch).toBeNull();
  });
});

describe('a distinct id', () => {
  const kind = (distinct_id: string, properties: object = {}) =>
    ids(exported('x', properties, { distinct_id }))[0];

  test('is a device’s where the event says so', () => {
    expect(kind('d1', { $device_id: 'd1' })).toBe('device_id:d1');
    expect(kind('d2', { $device_id: 'd1', $is_identified: false })).toBe('device_id:d2');
    expect(kind(ANONYMOUS, { $process_person_profile: false })).toBe(`device_id:${ANONYMOUS}`);
    expect(kind(ANONYMOUS, { $lib: 'posthog-android' })).toBe(`device_id:${ANONYMOUS}`);
  });

  test('is a person’s otherwise', () => {
    expect(kind('ada-1')).toBe('user_id:ada-1');
    expect(kind(ANONYMOUS)).toBe(`user_id:${ANONYMOUS}`);
    expect(kind(ANONYMOUS, { $lib: 'posthog-node' })).toBe(`user_id:${ANONYMOUS}`);
    expect(kind('d1', { $device_id: 'd1', $is_identified: true })).toBe('user_id:d1');
    expect(kind('d1', { $device_id: 'd1', $user_id: 'd1' })).toBe('user_id:d1');
    expect(kind('ada-1', { $process_person_profile: false })).toBe('user_id:ada-1');
    expect(kind('Ada@b.co')).toBe('email:ada@b.co');
  });

  test('is nobody’s when all visitors without cookies have it', () => {
    const properties = { $device_id: '$posthog_cookieless', $is_identified: false };
    expect(ids(exported('x', properties, { distinct_id: '$posthog_cookieless' }))).toEqual([]);
  });
});

describe('a call that merges', () => {
  test('names both ids, what is merged into first', () => {
    const identify = exported('$identify', { $anon_distinct_id: ANONYMOUS, $device_id: 'd1' });
    expect(read(identify)).toMatchObject({ type: 'identify', name: '$identify' });
    expect(ids(identify)).toEqual(['user_id:ada-1', `device_id:${ANONYMOUS}`, 'device_id:d1']);
    const alias = exported('$create_alias', { alias: 'crm-7' });
    expect(read(alias)).toMatchObject({ type: 'alias', name: '$create_alias' });
    expect(ids(alias)).toEqual(['user_id:ada-1', 'user_id:crm-7']);
    const merge = exported('$merge_dangerously', { alias: ANONYMOUS });
    expect(read(merge).type).toBe('alias');
    expect(ids(merge)).toEqual(['user_id:ada-1', `device_id:${ANONYMOUS}`]);
  });

  test('takes whoever is identified for a person', () => {
    expect(ids(exported('$identify', { $device_id: 'ada-1', $anon_distinct_id: 'ada-1' }))).toEqual([
      'user_id:ada-1',
      'device_id:ada-1',
    ]);
  });

  test('is the only one whose operands are ids', () => {
    expect(ids(exported('x', { alias: 'crm-7', $anon_distinct_id: 'a' }))).toEqual(['user_id:ada-1']);
  });
});

describe('a group', () => {
  test('is a company when its kind says so', () => {
    const event = read(exported('x', { $groups: { company: 'c1', Accounts: ['a1', 7], project: 'p1' } }));
    expect(texts(event.company!.identifiers)).toEqual(['company_id:c1', 'account_id:a1', 'account_id:7']);
    expect(event.properties['$groups']).toMatchObject({ project: 'p1' });
    expect(read(exported('x', { $groups: { project: 'p1' } })).company).toBeNull();
  });

  test('is described by a call that need not name a person', () => {
    const properties = { $group_type: 'organization', $group_key: 'o1', $group_set: { name: 'Acme' } };
    const event = read(exported('$groupidentify', properties, { distinct_id: '$organization_o1' }));
    expect(event.type).toBe('group');
    expect(event.identifiers).toEqual([]);
    expect(texts(event.company!.identifiers)).toEqual(['organization_id:o1']);
    expect(event.company!.traits).toEqual([{ name: 'name', value: 'Acme' }]);
    expect(ids(exported('$groupidentify', properties))).toEqual(['user_id:ada-1']);
    expect(read(exported('$groupidentify', { ...properties, $group_type: 'chat' })).company).toBeNull();
  });
});

test('a captured event may have its id and what it sets elsewhere', () => {
  const event = read({
    event: 'x',
    uuid: 'u1',
    properties: { distinct_id: 'ada-1', token: 'phc_x' },
    $set: { email: 'a@b.co' },
    timestamp: '2024-01-02T03:04:05+02:00',
  });
  expect(event).toMatchObject({ id: 'u1', at: Date.UTC(2024, 0, 2, 1, 4, 5), receivedAt: null });
  expect(texts(event.identifiers)).toEqual(['user_id:ada-1', 'email:a@b.co']);
});

test('an answer of the events API brings its person', () => {
  const event = read({
    id: 'e1',
    distinct_id: 'ada-1',
    event: 'x',
    properties: {},
    timestamp: '2024-01-02T03:04:05Z',
    person: { id: 9, uuid: PERSON, distinct_ids: ['other'], properties: { email: 'a@b.co' } },
    elements: [],
  });
  expect(event.id).toBe('e1');
  expect(texts(event.identifiers)).toEqual(['user_id:ada-1', `posthog_person_id:${PERSON}`, 'email:a@b.co']);
});

describe('a row of persons', () => {
  const row = {
    team_id: 1,
    distinct_id: 'ada-1',
    person_id: PERSON,
    properties: { email: 'a@b.co', $initial_fbclid: 'F0' },
    person_version: 2,
    created_at: '2024-01-02T03:04:05Z',
    _inserted_at: '2024-02-02T03:04:05Z',
    is_deleted: false,
  };

  test('says what is known of an id', () => {
    const event = read(row);
    expect(event).toMatchObject({
      id: null,
      scope: 'posthog',
      type: 'identify',
      name: null,
      at: Date.UTC(2024, 0, 2, 3, 4, 5),
      receivedAt: Date.UTC(2024, 1, 2, 3, 4, 5),
    });
    expect(texts(event.identifiers)).toEqual([
      'user_id:ada-1',
      `posthog_person_id:${PERSON}`,
      'email:a@b.co',
      'fbclid:F0',
    ]);
    expect(traitsOf(event)).toEqual({ email: 'a@b.co', $initial_fbclid: 'F0' });
    expect(ids({ ...row, distinct_id: ANONYMOUS, properties: '{}' })).toEqual([
      `device_id:${ANONYMOUS}`,
      `posthog_person_id:${PERSON}`,
    ]);
  });

  test.each([true, 'true', 1, '1'])('says by %j that the person was deleted', (is_deleted) => {
    expect(read({ ...row, is_deleted })).toMatchObject({ type: 'track', name: 'User deleted' });
  });
});

test.each([
  [exported('x', {}, { timestamp: 'yesterday' }), 'timestamp', 'bad-time'],
  [exported('x', {}, { properties: '{"a":' }), 'properties', 'wrong-type'],
  [exported('x', {}, { properties: '[1]' }), 'properties', 'wrong-type'],
  [exported('x', {}, { distinct_id: { a: 1 } }), 'distinct_id', 'wrong-type'],
  [{ distinct_id: 'a' }, 'event', 'missing-field'],
  ['x', null, 'not-an-object'],
])('rejects %j at its field', (record, field, reason) => {
  expect(rejectionOf(posthogDialect, record)).toMatchObject({ field, reason });
});
