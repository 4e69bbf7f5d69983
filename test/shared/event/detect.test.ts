import { describe, expect, test } from 'vitest';
import type { JsonValue } from '#shared/base/types.ts';
import { DIALECTS, detectDialect, dialectNamed } from '#shared/event/detect.ts';
import { SNOWPLOW_COLUMNS } from '#shared/event/dialects/snowplow-columns.ts';

const SAMPLES: readonly (readonly [dialect: string, record: JsonValue])[] = [
  ['weft', { type: 'page', identifiers: { email: 'a@b.co' } }],
  ['customerlabs', { event: 'x', properties: { customProperties: {} } }],
  ['customerlabs', { event: 'x', customProperties: {} }],
  ['customerlabs', { event: 'x', properties: { productProperties: [] } }],
  ['customerlabs', { customerlabs_id: 'a', uid: 'b', id: 'c' }],
  ['customerlabs', { event: 'x', customerlabs_user_id: 'a', properties: { value: 1 } }],
  ['customerlabs-rows', { 'Event name': 'Purchased', identify_by_email: 'a@b.co', value: '1' }],
  ['customerlabs-rows', { action: 'x', user_id: 'u', triggered_ts: '2024-01-02', properties: {} }],
  ['customerlabs-rows', { user_id_hash: 'h', inserted_at: '2024-01-02', first_name: 'Ada' }],
  ['customerlabs', { event: 'x', identify_by_email: 'a@b.co', properties: { value: 1 } }],
  ['segment', { type: 'track', event: 'X', userId: '42', writeKey: 'k' }],
  ['segment', { type: 'delete', userId: '42', context: null, messageId: 'd' }],
  ['segment', { type: 'page', messageId: 'm', anonymousId: 'a', context: { library: { name: 'jitsu-js' } } }],
  ['segment', { type: 'merge', messageId: 'm', mergeProperties: [] }],
  ['segment', { type: 'track', anonymousId: 'a', messageId: 'm', channel: 'sources' }],
  ['snowplow', { event_vendor: 'com.x', event_name: 'page_view', collector_tstamp: '2024-01-01 00:00:00' }],
  ['snowplow', Object.fromEntries(SNOWPLOW_COLUMNS.map((column) => [column, '']))],
  ['ga4', { event_name: 'purchase', user_pseudo_id: '1.2', event_params: [] }],
  ['mparticle', { mpid: '-46', events: [{ event_type: 'commerce_event' }] }],
  ['amplitude', { event_type: 'Purchase', amplitude_id: 9, $insert_id: 'i' }],
  ['amplitude', { merged_amplitude_id: 1, amplitude_id: 2 }],
  ['amplitude', { event_type: 'seen', device_id: 'd', event_properties: {} }],
  ['posthog', { event: '$identify', distinct_id: 'u', properties: {}, uuid: 'x' }],
  ['posthog', { distinct_id: 'u', person_id: '0188', team_id: 1 }],
  ['posthog', { event: '$pageview', properties: { distinct_id: 'u', token: 'phc_x' }, timestamp: 'x' }],
  ['mixpanel', { event: 'Signed up', properties: { time: 1, $insert_id: 'h', mp_processing_time_ms: 2 } }],
  ['mixpanel', { event: '$merge', properties: { $distinct_ids: ['a', 'b'] } }],
  ['mixpanel', { $distinct_id: 'u', $properties: { $email: 'a@b.co' } }],
  ['mixpanel', { $distinct_id: 'u', $token: 't', $set: { plan: 'pro' } }],
  ['segment-warehouse', { id: 'a', anonymous_id: 'a1', user_id: null, received_at: '2024-01-02 03:04:05' }],
  ['segment-warehouse', { ID: 'a', ANONYMOUS_ID: 'a1', ORIGINAL_TIMESTAMP: '2024-01-02 03:04:05' }],
  ['segment-warehouse', { type: 'page', message_id: 'm', user_id: 'u', context: { page: {} } }],
  ['segment-warehouse', { user_id: 'u', event_name: 'x', original_timestamp: '2024-01-02' }],
];

describe('detectDialect', () => {
  test.each(SAMPLES)('recognises %s', (dialect, record) => {
    expect(detectDialect([record])[0]).toMatchObject({ dialect });
  });

  test('says which product wrote a call of Segment’s shape', () => {
    const reason = (extra: object) => detectDialect([{ type: 'track', userId: 'u', ...extra }])[0]!.reason;
    expect(reason({ requestIp: '::1' })).toContain('Jitsu');
    expect(reason({ rudderId: 'r' })).toContain('RudderStack');
    expect(reason({ channel: 'server' })).toContain('RudderStack');
    expect(reason({ channel: 'server', projectId: 'P' })).toContain('Segment');
    expect(reason({ writeKey: 'w' })).toContain('Segment');
  });

  test('counts the votes of the whole sample', () => {
    const weft = { type: 'page', identifiers: {} };
    const customerlabs = { event: 'x', customProperties: {} };
    const candidates = detectDialect([weft, customerlabs, customerlabs, 'junk']);
    expect(candidates.map(({ dialect, confidence }) => [dialect, confidence])).toEqual([
      ['customerlabs', 0.5],
      ['weft', 0.25],
    ]);
  });

  test('is unsure of a flat table with a column of CustomerLabs', () => {
    const [candidate] = detectDialect([{ event: 'x', customerlabs_user_id: 'a', email: 'a@b.co' }]);
    expect(candidate!.confidence).toBeLessThan(0.5);
  });

  test('is unsure of a list that says whom something was sent to', () => {
    const [candidate] = detectDialect([{ user_id: 'u', email: 'a@b.co', sent_at: '2024-01-02' }]);
    expect(candidate).toMatchObject({ dialect: 'segment-warehouse', confidence: 0.4 });
    expect(detectDialect([{ user_id: 'u', event_name: 'x', received_at: '2024-01-02' }])).toEqual([]);
  });

  test('recognises nothing in other records', () => {
    expect(detectDialect([{ a: 1 }, null, [], 'text', 7])).toEqual([]);
    expect(detectDialect([])).toEqual([]);
  });
});

describe('dialectNamed', () => {
  test('finds the dialects that can be read, and no other', () => {
    for (const dialect of DIALECTS) expect(dialectNamed(dialect.name)).toBe(dialect);
    for (const name of ['table', 'unknown', '__proto__', '']) expect(dialectNamed(name)).toBeNull();
  });
});
