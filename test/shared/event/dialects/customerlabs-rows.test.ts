import { describe, expect, test } from 'vitest';
import { customerlabsRowsDialect } from '#shared/event/dialects/customerlabs-rows.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(customerlabsRowsDialect, record);
const reject = (record: unknown) => rejectionOf(customerlabsRowsDialect, record);

describe('a row of a CSV for CustomerLabs', () => {
  test('becomes the event that its columns say', () => {
    const event = read({
      'Event Name': 'Purchased',
      Date: '2024-01-02 03:04:05',
      identify_by_email: 'Ada@B.co ',
      identify_by_phone: '+49 171 3920077',
      facebook__fbp: 'fb.1.1558571054389.1098115397',
      'external_ids.crm_user_id': '7',
      First_Name: 'Ada',
      city: '',
      transaction_id: '1001',
      value: '1,500.00',
      currency: 'inr',
      utm_source: 'google',
      productProperties:
        '[{"product_id":"123","product_name":"Bag","product_price":1500,"product_quantity":"1"}]',
    });
    expect(event).toMatchObject({
      scope: 'customerlabs',
      type: 'track',
      name: 'Purchased',
      at: Date.UTC(2024, 0, 2, 3, 4, 5),
      touch: { source: 'google' },
    });
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: '1001',
      amount: 1500,
      currency: 'INR',
      items: [{ id: '123', name: 'Bag', quantity: 1, price: 1500 }],
    });
    expect(texts(event.identifiers).toSorted()).toEqual([
      'crm_user_id:7',
      'email:ada@b.co',
      'facebook__fbp:fb.1.1558571054389.1098115397',
      'phone:+491713920077',
    ]);
    expect(traitsOf(event)).toEqual({ First_Name: 'Ada' });
    expect(event.properties).not.toHaveProperty('city');
  });

  test('without an event says who somebody is', () => {
    const event = read({ identify_by_email: 'a@b.co', first_name: 'Ada', phone: '+491713920077' });
    expect(event).toMatchObject({ type: 'identify', name: null, at: null, properties: {} });
    expect(texts(event.identifiers).toSorted()).toEqual(['email:a@b.co', 'phone:+491713920077']);
  });

  test('keeps a second time as a property', () => {
    const event = read({
      event: 'x',
      identify_by_email: 'a@b.co',
      date: 'tomorrow',
      timestamp: '2024-01-02',
    });
    expect(event.at).toBe(Date.UTC(2024, 0, 2));
    expect(event.properties).toEqual({ date: 'tomorrow' });
  });

  test('keeps a second name of an event as a property', () => {
    const event = read({ event: 'x', action: 'y', identify_by_email: 'a@b.co' });
    expect(event).toMatchObject({ name: 'x', properties: { action: 'y' } });
  });

  test('joins an object in one cell with its members in others', () => {
    const event = read({
      event: 'x',
      identify_by_email: 'a@b.co',
      'user_traits.city': 'Rome',
      user_traits: '{"first_name":"Ada","city":"Bonn"}',
    });
    expect(traitsOf(event)).toEqual({ city: 'Rome', first_name: 'Ada' });
  });

  test('is rejected where a cell of an object or time holds something else', () => {
    const base = { event: 'x', identify_by_email: 'a@b.co' };
    expect(reject({ ...base, user_traits: 'Ada' })).toMatchObject({
      field: 'user_traits',
      reason: 'wrong-type',
    });
    expect(reject({ ...base, triggered_ts: 'soon' })).toEqual({
      field: 'triggered_ts',
      reason: 'bad-time',
      text: '"triggered_ts" is "soon"; expected ISO 8601 or an epoch number',
    });
    expect(reject({ value: '1' })).toMatchObject({ reason: 'missing-field' });
    expect(reject(null).reason).toBe('not-an-object');
  });
});

describe('a row of CustomerLabs’ BigQuery export', () => {
  test('of events is named by its action and dated by its trigger', () => {
    const event = read({
      action: 'Page View',
      triggered_ts: '2024-01-02 03:04:05.250 UTC',
      inserted_at: '2024-01-02 04:00:00 UTC',
      user_id: 'cl5',
      app_id: 'app',
      page_url: 'https://x.example/?gclid=G1',
      properties: '{"title":"Home"}',
    });
    expect(event).toMatchObject({
      type: 'page',
      name: 'Page View',
      at: Date.UTC(2024, 0, 2, 3, 4, 5, 250),
      receivedAt: Date.UTC(2024, 0, 2, 4),
      properties: { title: 'Home' },
    });
    expect(texts(event.identifiers)).toEqual(['customerlabs_user_id:cl5', 'gclid:G1']);
  });

  test('of people says who somebody is, as of the moment it came in', () => {
    const event = read({
      user_id: 'cl5',
      user_id_hash: 'h1',
      inserted_at: '2024-01-02 04:00:00 UTC',
      identify_by_email: 'a@b.co',
      first_name: 'Ada',
      loyalty: 'gold',
      last_seen: null,
    });
    expect(event).toMatchObject({
      type: 'identify',
      name: null,
      at: Date.UTC(2024, 0, 2, 4),
      properties: {},
    });
    expect(texts(event.identifiers).toSorted()).toEqual([
      'customerlabs_user_id:cl5',
      'email:a@b.co',
      'user_id_hash:h1',
    ]);
    expect(traitsOf(event)).toEqual({ first_name: 'Ada', loyalty: 'gold' });
    expect(reject({ user_id_hash: 'h1', inserted_at: 'soon' }).field).toBe('inserted_at');
  });
});
