import { describe, expect, test } from 'vitest';
import { weftDialect } from '#shared/event/dialects/weft.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

const read = (record: unknown) => eventOf(weftDialect, record);
const reject = (record: unknown) => rejectionOf(weftDialect, record);

describe('a canonical event', () => {
  test('is read as it is written', () => {
    const event = read({
      id: 'e1',
      type: 'track',
      name: 'Order Completed',
      at: '2026-03-02T06:00:00Z',
      receivedAt: 1_772_431_201_000,
      identifiers: {
        identify_by_email: ['A@b.co', 'a@B.co', 'c@d.co'],
        phone: '0171 3920077',
        loyalty_card: 7,
        group_id: 'g1',
      },
      traits: { first_name: 'Ada', email: 'other@b.co' },
      properties: { order_id: 'o1', value: '12.50', currency: 'EUR', products: [{ id: 'p', quantity: 1 }] },
      context: { page: { url: 'https://x.example/?utm_source=mail' } },
      group: { identifiers: { website: 'b.co' }, traits: { name: 'B' } },
    });
    expect(event).toMatchObject({
      id: 'e1',
      scope: 'weft',
      type: 'track',
      name: 'Order Completed',
      at: Date.UTC(2026, 2, 2, 6),
      receivedAt: 1_772_431_201_000,
      sequence: null,
    });
    expect(texts(event.identifiers)).toEqual([
      'email:a@b.co',
      'email:c@d.co',
      'phone:+491713920077',
      'loyalty_card:7',
    ]);
    expect(traitsOf(event)).toEqual({ first_name: 'Ada', email: 'other@b.co' });
    expect(texts(event.company!.identifiers)).toEqual(['group_id:g1', 'website:b.co']);
    expect(event.company!.traits).toEqual([{ name: 'name', value: 'B' }]);
    expect(event.order).toMatchObject({ kind: 'completed', orderId: 'o1', amount: 12.5, currency: 'EUR' });
    expect(event.touch).toMatchObject({ source: 'mail' });
  });

  test('counts times in milliseconds whatever their size, and may have none', () => {
    expect(read({ type: 'page', at: 1000, identifiers: {} }).at).toBe(1000);
    expect(read({ type: 'page', at: '1772431201000', identifiers: {} }).at).toBe(1_772_431_201_000);
    expect(read({ type: 'page', identifiers: {} }).at).toBeNull();
    expect(read({ type: 'page', at: null }).at).toBeNull();
  });

  test('keeps what cannot be read as a key apart', () => {
    const event = read({ type: 'page', identifiers: { email: 'nobody', phone: 'none', user_id: null } });
    expect(texts(event.identifiers)).toEqual(['email_invalid:nobody', 'phone:none']);
  });

  test('holds ten thousand identifiers without looking at each pair', () => {
    const values = Array.from({ length: 20_000 }, (_, index) => `v${index % 10_000}`);
    expect(read({ type: 'track', identifiers: { custom: values } }).identifiers).toHaveLength(10_000);
  });

  test('treats hostile names as data', () => {
    const event = read(
      JSON.parse(
        '{"type":"track","identifiers":{"__proto__":"a","constructor":"b"},"traits":{"__proto__":1}}',
      ),
    );
    expect(texts(event.identifiers)).toEqual(['__proto__:a', 'constructor:b']);
    expect(event.traits).toEqual([{ name: '__proto__', value: 1 }]);
  });

  test('is rejected with the field that is wrong', () => {
    expect(reject({ identifiers: {} })).toMatchObject({ field: 'type', reason: 'missing-field' });
    expect(reject({ type: 'toString', identifiers: {} })).toMatchObject({
      field: 'type',
      reason: 'unknown-type',
    });
    expect(reject({ type: 'page', at: 'yesterday' })).toMatchObject({ field: 'at', reason: 'bad-time' });
    expect(reject({ type: 'page', at: true })).toMatchObject({ field: 'at', reason: 'bad-time' });
    expect(reject({ type: 'page', at: 1e300 })).toMatchObject({ field: 'at', reason: 'bad-time' });
    expect(reject({ type: 'page', receivedAt: 'x' })).toMatchObject({ field: 'receivedAt' });
    expect(reject({ type: 'page', identifiers: [1] })).toMatchObject({ field: 'identifiers' });
    expect(reject({ type: 'page', identifiers: { user_id: { a: 1 } } })).toMatchObject({
      field: 'identifiers.user_id',
      text: '"identifiers.user_id" is an object; expected text or a number',
    });
    expect(reject({ type: 'page', identifiers: { user_id: [[1]] } })).toMatchObject({
      field: 'identifiers.user_id',
    });
    expect(reject({ type: 'page', id: {} })).toMatchObject({ field: 'id' });
    expect(reject({ type: 'page', name: [] })).toMatchObject({ field: 'name' });
    expect(reject({ type: 'page', traits: 'x' })).toMatchObject({ field: 'traits' });
    expect(reject({ type: 'page', properties: 'x' })).toMatchObject({ field: 'properties' });
    expect(reject({ type: 'page', group: { traits: 7 } })).toMatchObject({ field: 'group.traits' });
  });
});
