import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '#shared/base/types.ts';
import { detectDialect } from '#shared/event/detect.ts';
import { amplitudeDialect } from '#shared/event/dialects/amplitude.ts';
import { customerlabsDialect } from '#shared/event/dialects/customerlabs.ts';
import { customerlabsRowsDialect } from '#shared/event/dialects/customerlabs-rows.ts';
import { ga4Dialect } from '#shared/event/dialects/ga4.ts';
import { mixpanelDialect } from '#shared/event/dialects/mixpanel.ts';
import { mparticleDialect } from '#shared/event/dialects/mparticle.ts';
import { posthogDialect } from '#shared/event/dialects/posthog.ts';
import { segmentDialect } from '#shared/event/dialects/segment.ts';
import { segmentWarehouseDialect } from '#shared/event/dialects/segment-warehouse.ts';
import { snowplowDialect } from '#shared/event/dialects/snowplow.ts';
import { makeTableDialect } from '#shared/event/dialects/table.ts';
import { weftDialect } from '#shared/event/dialects/weft.ts';
import type { Dialect } from '#shared/event/event.ts';
import { EVENT_TYPES, REJECTION_REASONS } from '#shared/event/event.ts';
import { parseMapping } from '#shared/event/mapping.ts';
import { OPTIONS } from './read.ts';

function tableDialect(): Dialect {
  const mapping = parseMapping({
    type: { column: 'type' },
    name: { column: 'event' },
    at: { column: 'timestamp' },
    id: { column: 'messageId' },
    identifiers: { email: { column: 'properties.email' }, user_id: { column: 'userId' } },
    traits: { city: { column: 'traits' } },
    properties: { value: { column: 'properties' } },
    group: { identifiers: { group_id: { column: 'groupId' } } },
  });
  if (!mapping.ok) expect.fail(mapping.error.join('\n'));
  return makeTableDialect(mapping.value);
}

const DIALECTS = [
  weftDialect,
  snowplowDialect,
  ga4Dialect,
  mparticleDialect,
  customerlabsDialect,
  customerlabsRowsDialect,
  segmentDialect,
  amplitudeDialect,
  posthogDialect,
  mixpanelDialect,
  segmentWarehouseDialect,
  tableDialect(),
];

/** Valid records whose fields are to be spoiled. */
const RECORDS: readonly JsonObject[] = [
  {
    event_vendor: 'v',
    event_name: 'snowplow_ecommerce_action',
    event: 'unstruct',
    event_id: '1',
    derived_tstamp: '2024-01-01 00:00:00',
    collector_tstamp: 1,
    user_id: 'a@b.co',
    domain_userid: 'd',
    refr_domain_userid: 'r',
    contexts: {
      data: [{ schema: 'iglu:com.snowplowanalytics.snowplow/client_session/x', data: { userId: 1 } }],
    },
    contexts_com_snowplowanalytics_snowplow_ecommerce_user_1: [{ id: 'u', email: 'a@b.co' }],
    contexts_com_snowplowanalytics_snowplow_ecommerce_transaction_1: '[{"transaction_id":"T","revenue":1}]',
    contexts_com_snowplowanalytics_snowplow_ecommerce_product_1: [{ id: 1, quantity: '1' }],
    unstruct_event: { data: { data: { type: 'transaction' } } },
    mkt_network: 'Google',
    mkt_clickid: 'c',
    page_url: 'https://x/?utm_source=%E0%A4%A',
    page_urlquery: 'a=1',
  },
  {
    event_name: 'transaction_item',
    event: 'transaction_item',
    ti_orderid: 'T',
    ti_sku: 's',
    ti_quantity: '1',
    unstruct_event_com_acme_x_1: { a: 1 },
  },
  {
    event_name: 'purchase',
    event_timestamp: '1704164645000000',
    event_params: [{ key: 'page_location', value: { string_value: 'https://x/?gclid=1', int_value: '1' } }],
    user_id: 'u',
    user_pseudo_id: '1.2',
    user_properties: '[{"key":"plan","value":{"int_value":"1"}}]',
    user_first_touch_timestamp: 1,
    ecommerce: { transaction_id: 'T', purchase_revenue: 1 },
    items: [{ item_id: '1', quantity: '1', price: 1 }],
    collected_traffic_source: { manual_source: 's', gclid: 'g' },
    stream_id: '9',
    batch_event_index: '1',
  },
  {
    id: '1',
    type: 'track',
    name: 'Purchase',
    at: 1,
    identifiers: { email: 'a@b.co', phone: ['1'] },
    traits: { a: 1 },
    properties: { value: 1, products: [{ id: 1 }], page_url: 'https://x/?utm_source=%E0%A4%A' },
    context: { page: { url: 'x' }, campaign: { name: 'n' } },
    group: { identifiers: { website: 'w' }, traits: { a: 1 } },
  },
  {
    event: 'Purchased',
    customerlabs_user_id: 'x',
    timestamp: 1,
    event_id: '1',
    properties: {
      customProperties: {
        value: { t: 'number', v: '1' },
        user_traits: { t: 'Object', v: { email: { t: 'string', v: 'a@b.co' } } },
        external_ids: { t: 'Object', v: { identify_by_phone: { t: 'number', v: 1 } } },
        identify_by_email: { t: 'string', v: 'a@b.co', ib: true },
        identify_by_website: { t: 'string', v: 'b.co', igb: true },
        group_traits: { t: 'Object', v: { a: 1 } },
        group_external_ids: { t: 'Object', v: { b: 1 } },
      },
      productProperties: [{ product_id: { t: 'string', v: '1' } }],
    },
  },
  {
    type: 'identify',
    event: 'Order Completed',
    messageId: '1',
    anonymousId: 'a',
    userId: 'u',
    previousId: 'p',
    groupId: 'g',
    timestamp: '2024-01-01T00:00:00Z',
    traits: { email: 'a@b.co', phone: 1 },
    properties: { revenue: '1', products: [{ sku: 1 }] },
    mergeProperties: [{ type: 'email', value: 'a@b.co' }],
    context: {
      traits: { email: 'a@b.co' },
      externalIds: [{ id: '1', type: 'x' }],
      device: { id: 'd', type: 'ios' },
      clientIds: { ga4: { clientId: '1' }, fbp: 'x' },
      campaign: { name: 'x' },
      page: { url: 'https://a/?gclid=1', search: '?a', referrer: 'https://b/' },
    },
  },
  {
    id: '1',
    anonymous_id: 'a',
    user_id: 'u',
    event: 'order_completed',
    received_at: '2024-01-01 00:00:00',
    products: '[{"sku":1}]',
    revenue: '1',
    context_page_url: 'https://a/?gclid=1',
    context_external_ids: '[{"id":"1","type":"x"}]',
    context: { client_ids: { ga4: { client_id: '1' } }, page: { url: 'x' }, traits: { email: 'a@b.co' } },
  },
  {
    'Event name': 'Purchased',
    triggered_ts: '2024-01-01 00:00:00 UTC',
    identify_by_email: 'a@b.co',
    user_traits: '{"phone":1}',
    'external_ids.crm_user_id': '7',
    productProperties: '[{"product_id":"1"}]',
    facebook__fbp: 'x',
    value: '1',
  },
  {
    mpid: '-46',
    mp_deviceid: 'd',
    timestamp_unixtime_ms: 1,
    batch_id: 'b',
    user_identities: { email: 'a@b.co', mobile_number: 1 },
    user_attributes: { a: [1] },
    attribution_info: { publisher: 'p', campaign: 'c' },
    device_info: { ios_idfv: 'v' },
    events: [
      {
        event_type: 'commerce_event',
        data: {
          event_id: 1,
          timestamp_unixtime_ms: 1,
          currency_code: 'EUR',
          custom_flags: { 'Facebook.ClickId': 'x', 'TikTok.Callback': 't' },
          custom_attributes: { page_url: 'https://x/?gclid=%E0' },
          product_action: { action: 'purchase', total_amount: '1', products: [{ id: 1 }] },
        },
      },
    ],
  },
  {
    event: '$identify',
    distinct_id: 'u',
    uuid: '1',
    timestamp: '2024-01-01T00:00:00Z',
    created_at: 1,
    person_id: 'p',
    elements_chain: 'a',
    properties: {
      $anon_distinct_id: 'a',
      $device_id: 'd',
      alias: 'x',
      $set: { email: 'a@b.co' },
      $set_once: { $initial_gclid: 'g' },
      $groups: { company: 'c' },
      $group_type: 'company',
      $group_key: 'c',
      $group_set: { a: 1 },
      $current_url: 'https://x/?utm_source=a',
    },
    person_properties: '{"phone":1}',
    person: { properties: { a: 1 } },
  },
  {
    event: '$identify',
    properties: {
      time: 1718000000,
      distinct_id: '$device:d',
      $insert_id: 'i',
      $device_id: 'd',
      $user_id: 'u',
      $identified_id: 'u',
      $anon_id: 'd',
      alias: 'x',
      $distinct_ids: ['a'],
      $email: 'a@b.co',
      $current_url: 'https://x/?gclid=a',
      mp_processing_time_ms: 1,
    },
  },
  {
    $distinct_id: 'u',
    $time: 1,
    $properties: { $phone: 1, $last_seen: '2024-01-01T00:00:00' },
    $set: { a: 1 },
  },
  {
    event_type: '$groupidentify',
    uuid: '1',
    user_id: 'u',
    device_id: 'd',
    amplitude_id: 9,
    event_time: '2024-01-01 00:00:00.000000',
    event_id: 1,
    revenue: 1,
    event_properties: { $revenue: '1', $currency: 'EUR', '[Amplitude] Page URL': 'https://x/?gclid=1' },
    user_properties: { $set: { email: 'a@b.co' }, $add: { a: 1 }, initial_gclid: 'EMPTY', utm_source: 'x' },
    groups: { company: ['c'] },
    group_properties: { $set: { a: 1 } },
    data: { merged_amplitude_id: 1 },
  },
  { amplitude_id: 1, merged_amplitude_id: 2, merge_time: 1 },
];

const anyJson = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).map((value) => value as JsonValue);
const hostile = fc.oneof(
  anyJson,
  fc.constantFrom<JsonValue>(
    [],
    {},
    '',
    'NaN',
    1e308,
    -0,
    '\ud800',
    '%',
    'https://x/?utm_source=%&gclid=%E0',
    JSON.parse(
      '{"__proto__":{"t":"string","v":1},"constructor":{"prototype":1},"toString":"x"}',
    ) as JsonValue,
  ),
);

/** Puts a value into a place of a record, without touching the record. */
function replaceAt(value: JsonValue, place: number, by: JsonValue): { value: JsonValue; left: number } {
  if (place === 0) return { value: by, left: -1 };
  let left = place - 1;
  if (typeof value !== 'object' || value === null) return { value, left };
  const entries = Object.entries(value).map(([key, member]) => {
    if (left < 0) return [key, member as JsonValue] as const;
    const replaced = replaceAt(member as JsonValue, left, by);
    left = replaced.left;
    return [key, replaced.value] as const;
  });
  const copy = Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
  return { value: copy, left };
}

function check(dialect: Dialect, record: JsonValue): void {
  const before = JSON.stringify(record);
  const result = dialect.toEvent(record, OPTIONS);
  expect(JSON.stringify(record)).toBe(before);
  if (!result.ok) {
    expect(REJECTION_REASONS).toContain(result.error.reason);
    expect(result.error.text.length).toBeGreaterThan(10);
    expect(result.error.text.length).toBeLessThan(400);
    return;
  }
  const event = result.value;
  expect(EVENT_TYPES).toContain(event.type);
  for (const time of [event.at, event.receivedAt]) expect(time === null || Number.isFinite(time)).toBe(true);
  const identifiers = event.identifiers.map(({ namespace, value }) => JSON.stringify([namespace, value]));
  expect(new Set(identifiers).size).toBe(identifiers.length);
  for (const { namespace, value } of event.identifiers) {
    expect(typeof namespace).toBe('string');
    expect(value).not.toBe('');
  }
  if (event.order !== null) {
    const numbers = [event.order.amount, ...event.order.items.flatMap((item) => [item.quantity, item.price])];
    for (const number of numbers) expect(number === null || Number.isFinite(number)).toBe(true);
  }
  JSON.stringify(event);
}

describe.each(DIALECTS.map((dialect) => [dialect.name, dialect] as const))('the dialect %s', (_, dialect) => {
  test('gives an event or a rejection for any JSON', () => {
    fc.assert(
      fc.property(anyJson, (record) => check(dialect, record)),
      { numRuns: 300 },
    );
  });

  test('gives an event or a rejection for any record with one spoiled place', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RECORDS), fc.nat(60), hostile, (record, place, by) => {
        check(dialect, replaceAt(record, place, by).value);
      }),
      { numRuns: 2000 },
    );
  });
});

test('detection answers for any JSON', () => {
  fc.assert(
    fc.property(fc.array(hostile), (records) => {
      for (const candidate of detectDialect(records)) {
        expect(candidate.confidence).toBeGreaterThan(0);
        expect(candidate.confidence).toBeLessThanOrEqual(1);
        expect(candidate.reason).not.toBe('');
      }
    }),
  );
});
