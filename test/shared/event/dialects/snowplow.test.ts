import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { snowplowDialect } from '#shared/event/dialects/snowplow.ts';
import { isEnrichedRow, SNOWPLOW_COLUMNS } from '#shared/event/dialects/snowplow-columns.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const FIXTURE = new URL('../../../fixtures/snowplow/enriched.tsv', import.meta.url);
const rows = readFileSync(FIXTURE, 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(isEnrichedRow)
  .map((cells) => Object.fromEntries(cells.map((cell, index) => [SNOWPLOW_COLUMNS[index]!, cell])));
const [page, click, structured, transaction, item, screen] = rows as [Row, Row, Row, Row, Row, Row];
type Row = Record<string, string>;

const VENDOR = 'com.snowplowanalytics.snowplow';
const entity = (name: string, data: object) => ({ schema: `iglu:${VENDOR}/${name}/jsonschema/1-0-0`, data });
const contexts = (...data: object[]) => ({ schema: `iglu:${VENDOR}/contexts/jsonschema/1-0-0`, data });
const minimal = { event_vendor: VENDOR, event_name: 'x', collector_tstamp: '2024-03-01 10:00:00' };

test('the enriched form has 131 columns without repeats', () => {
  expect(new Set(SNOWPLOW_COLUMNS).size).toBe(131);
  expect(SNOWPLOW_COLUMNS.indexOf('event_name')).toBe(126);
});

describe('a page view', () => {
  const event = eventOf(snowplowDialect, page);

  test('is a page with the event’s id, its derived time and the time of the collector, in UTC', () => {
    expect(event).toMatchObject({
      id: 'c6ef3124-b53a-4b13-a233-0088f79dcb01',
      scope: 'snowplow',
      type: 'page',
      name: 'page_view',
      at: Date.UTC(2024, 2, 1, 10, 0, 1, 50),
      receivedAt: Date.UTC(2024, 2, 1, 10, 0, 1, 500),
      sequence: null,
      company: null,
      order: null,
      traits: [],
    });
  });

  test('reads its times in UTC, whatever zone is asked for', () => {
    const options = { country: null, zone: 'America/New_York' };
    const result = snowplowDialect.toEvent(page, options);
    expect(result).toMatchObject({ ok: true, value: { at: event.at, receivedAt: event.receivedAt } });
  });

  test('names the browser by both cookies, by the id it had where it came from, and by the click', () => {
    expect(texts(event.identifiers)).toEqual([
      'domain_userid:bc2e92ec-6c20-4a14-8f4e-000000000001',
      'network_userid:ecdff4d0-9175-40ac-a8bb-325c49733607',
      'domain_userid:0f6c1c9a-5b1e-4c7a-9f55-2d3f1f0a9b11',
      'gclid:Cj0abc',
    ]);
  });

  test('takes the campaign from the enrichment before the address', () => {
    expect(event.touch).toEqual({
      source: 'newsletter',
      medium: 'email',
      campaign: 'winter',
      term: 'boots',
      content: 'top',
      clickIds: [{ namespace: 'gclid', value: 'Cj0abc' }],
      referrer: 'https://www.search.example/',
    });
  });

  test('has the page as properties, and the rest that is filled as context', () => {
    expect({ ...event.properties }).toEqual({
      page_url: 'https://shop.example/boots?utm_source=news&gclid=Cj0abc',
      page_title: '"Winter sale" starts today',
      page_referrer: 'https://www.search.example/',
      page_urlquery: 'utm_source=news&gclid=Cj0abc',
    });
    expect(event.context).toMatchObject({ app_id: 'shop', geo_country: 'DE', user_ipaddress: '192.0.2.7' });
    expect(event.context).toMatchObject({
      entities: {
        com_snowplowanalytics_snowplow_web_page: [{ id: '0bd7ad5f-3a4e-4f2c-8fa8-6a8c0d6e3e11' }],
      },
    });
    expect(event.context).not.toHaveProperty('br_name');
  });
});

test('an event is what event_name says, and an address in place of a user id is an address', () => {
  const event = eventOf(snowplowDialect, click);
  expect(event).toMatchObject({ type: 'track', name: 'link_click' });
  expect(event.properties).toMatchObject({ targetUrl: 'https://www.example.com', elementId: 'exampleLink' });
  expect(texts(event.identifiers)[0]).toBe('email:jon.doe@mail.example');
});

test('a structured event is named by its action', () => {
  const event = eventOf(snowplowDialect, structured);
  expect(event).toMatchObject({ type: 'track', name: 'add-to-basket' });
  expect({ ...event.properties }).toEqual({
    se_category: 'cart',
    se_action: 'add-to-basket',
    se_label: 'Boots',
    se_property: 'pcs',
    se_value: '2.0',
  });
  expect(texts(event.identifiers)[0]).toBe('user_id:u-42');
});

test('a transaction says the amount of an order and its items what was bought', () => {
  expect(eventOf(snowplowDialect, transaction)).toMatchObject({
    name: 'transaction',
    properties: { tr_city: 'Berlin' },
    order: { kind: 'completed', orderId: 'T1', amount: 25.5, currency: 'EUR', items: [] },
  });
  expect(eventOf(snowplowDialect, item).order).toEqual({
    kind: 'completed',
    orderId: 'T1',
    amount: null,
    currency: 'EUR',
    items: [{ id: 'sku-1', name: 'Boots', quantity: 2, price: 12.75 }],
  });
});

test('an app’s screen names session and device, keeps placeholders, and takes the next best time', () => {
  const event = eventOf(snowplowDialect, screen);
  expect(event).toMatchObject({ type: 'screen', name: 'screen_view' });
  expect(event.at).toBe(Date.UTC(2024, 2, 1, 10, 0, 6, 100));
  expect(texts(event.identifiers)).toEqual([
    'network_userid:00000000-0000-0000-0000-000000000000',
    'client_session_user_id:7a62ddba-7fa5-4e2a-9e2e-7a3b0a1f5c01',
    'ios.idfa:2d1e1a3c-7b1f-4a53-9a0b-0f6f1c9a5b1e',
    'idfv:9cb72c19-181f-4c35-8e50-cf9903dcc899',
  ]);
});

describe('the JSON form', () => {
  const columns = {
    ...minimal,
    event_name: 'snowplow_ecommerce_action',
    unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1: {
      type: 'transaction',
    },
    contexts_com_snowplowanalytics_snowplow_ecommerce_transaction_1: [
      { transaction_id: 'T2', revenue: 30, currency: 'USD' },
    ],
    contexts_com_snowplowanalytics_snowplow_ecommerce_product_1_0_0: [
      { id: 'p1', name: 'Hat', price: 10, quantity: 3 },
    ],
    contexts_com_snowplowanalytics_snowplow_ecommerce_user_1: [
      { id: 'u-7', email: 'Ann@mail.example', is_guest: false },
    ],
    contexts_com_snowplowanalytics_snowplow_mobile_context_1: [{ android_idfa: 'aaid-1' }],
  };

  test('has orders, products and people as columns', () => {
    const event = eventOf(snowplowDialect, columns);
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: 'T2',
      amount: 30,
      currency: 'USD',
      items: [{ id: 'p1', name: 'Hat', quantity: 3, price: 10 }],
    });
    expect(texts(event.identifiers)).toEqual([
      'user_id:u-7',
      'email:ann@mail.example',
      'android.idfa:aaid-1',
    ]);
    expect(traitsOf(event)).toEqual({ email: 'Ann@mail.example', is_guest: false });
    expect({ ...event.properties }).toEqual({ type: 'transaction' });
  });

  test('is the same with the columns inside contexts, and with cells of JSON text', () => {
    const expected = eventOf(snowplowDialect, columns);
    const entries = Object.entries(columns);
    const inside = entries.filter(([name]) => name.startsWith('contexts_'));
    const nested = {
      ...Object.fromEntries(entries.filter(([name]) => !name.startsWith('contexts_'))),
      contexts: Object.fromEntries(inside),
    };
    const cells = Object.fromEntries(
      entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
    for (const record of [nested, cells]) expect(eventOf(snowplowDialect, record)).toEqual(expected);
  });

  test('has self-describing values as objects', () => {
    const action = entity('snowplow_ecommerce_action', { type: 'refund' });
    const event = eventOf(snowplowDialect, {
      ...minimal,
      event_name: 'snowplow_ecommerce_action',
      unstruct_event: entity('unstruct_event', action),
      contexts: contexts({
        schema: 'iglu:com.snowplowanalytics.snowplow.ecommerce/refund/jsonschema/1-0-0',
        data: { transaction_id: 'T2', refund_amount: 5, currency: 'USD' },
      }),
    });
    expect(event.order).toMatchObject({ kind: 'refunded', orderId: 'T2', amount: 5, currency: 'USD' });
  });

  test('takes lists in the wrapping of Parquet, and an entity’s field of that name for what it is', () => {
    const field = 'contexts_com_acme_widget_1';
    const widget = { element: { id: 'button' }, shown: true };
    const bare = eventOf(snowplowDialect, { ...minimal, [field]: [widget] });
    expect(bare.context).toMatchObject({ entities: { com_acme_widget: [widget] } });
    const wrapped = { list: [{ element: widget }] };
    expect(eventOf(snowplowDialect, { ...minimal, [field]: wrapped })).toEqual(bare);
  });

  test('takes null for nothing said', () => {
    const blank = Object.fromEntries(SNOWPLOW_COLUMNS.map((column) => [column, null]));
    const event = eventOf(snowplowDialect, { ...blank, event_name: 'x' });
    expect(event).toMatchObject({ id: null, at: null, receivedAt: null, identifiers: [], touch: null });
    expect(Object.keys(event.context)).toEqual([]);
  });
});

test.each([
  ['Microsoft', 'msclkid'],
  ['DoubleClick', 'dclid'],
])('a click of %s is a %s', (mkt_network, namespace) => {
  const event = eventOf(snowplowDialect, { ...minimal, mkt_network, mkt_clickid: 'c1' });
  expect(event.touch!.clickIds).toEqual([{ namespace, value: 'c1' }]);
});

test('click ids that the enrichment does not know are read from the query', () => {
  const event = eventOf(snowplowDialect, { ...minimal, page_urlquery: 'a=b&ttclid=tt1' });
  expect(texts(event.identifiers)).toEqual(['ttclid:tt1']);
});

test.each([
  [{ event_vendor: 'v' }, 'event_name', 'missing-field'],
  [{ ...minimal, derived_tstamp: 'soon' }, 'derived_tstamp', 'bad-time'],
  [{ ...minimal, contexts: '{"data":[' }, 'contexts', 'wrong-type'],
  [{ ...minimal, user_id: {} }, 'user_id', 'wrong-type'],
])('rejects %j', (record, field, reason) => {
  expect(rejectionOf(snowplowDialect, record)).toMatchObject({ field, reason });
});
