import { describe, expect, test } from 'vitest';
import { makeTableDialect } from '#shared/event/dialects/table.ts';
import { columnsToMapping, parseMapping } from '#shared/event/mapping.ts';
import { eventOf, rejectionOf, texts, traitsOf } from './read.ts';

function dialect(mapping: unknown) {
  const parsed = parseMapping(mapping);
  if (!parsed.ok) expect.fail(parsed.error.join('\n'));
  return makeTableDialect(parsed.value);
}

describe('a row under a mapping', () => {
  test('becomes an order', () => {
    const orders = dialect({
      type: 'track',
      name: 'Purchased',
      at: { column: 'Date', format: 'dd/MM/yyyy HH:mm', zone: 'Asia/Kolkata' },
      id: { column: 'No', scope: 'orders' },
      identifiers: {
        identify_by_email: [{ column: 'E-Mail' }, { column: 'Other' }],
        phone: { column: 'Tel' },
      },
      traits: { city: { column: 'City', default: 'unknown' } },
      properties: {
        order_id: { column: 'No' },
        value: { column: 'Total' },
        currency: { column: 'Cur', default: 'eur' },
        product_id: { column: 'SKU' },
        utm_source: { column: 'Src' },
      },
      group: { identifiers: { vat: { column: 'VAT' } }, traits: { name: { column: 'Firm' } } },
    });
    const event = eventOf(orders, {
      Date: '02/01/2024 03:04',
      No: '17',
      'E-Mail': ' A@b.co ',
      Other: 'c@d.co',
      Tel: '0171 3920077',
      City: '',
      Total: '1.234,50',
      Cur: null,
      SKU: 'p1',
      Src: 'mail',
      VAT: 'DE1',
      Firm: 'Acme',
      Unmapped: 'x',
    });
    expect(event).toMatchObject({
      id: '17',
      scope: 'orders',
      type: 'track',
      name: 'Purchased',
      at: Date.UTC(2024, 0, 1, 21, 34),
    });
    expect(texts(event.identifiers)).toEqual(['email:a@b.co', 'email:c@d.co', 'phone:+491713920077']);
    expect(traitsOf(event)).toEqual({ city: 'unknown' });
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: '17',
      amount: 1234.5,
      currency: 'EUR',
      items: [{ id: 'p1', name: null, quantity: null, price: null }],
    });
    expect(event.touch?.source).toBe('mail');
    expect(texts(event.company!.identifiers)).toEqual(['vat:DE1']);
    expect(event.company!.traits).toEqual([{ name: 'name', value: 'Acme' }]);
  });

  test('reads fields of unknown JSON by their path, a column of that very name first', () => {
    const paths = dialect({ identifiers: { user_id: { column: 'user.id' } }, at: { column: 'meta.when' } });
    expect(eventOf(paths, { user: { id: 7 }, meta: { when: '2024-01-01' } })).toMatchObject({
      identifiers: [{ namespace: 'user_id', value: '7' }],
      at: Date.UTC(2024, 0, 1),
    });
    expect(texts(eventOf(paths, { 'user.id': 'direct', user: { id: 7 } }).identifiers)).toEqual([
      'user_id:direct',
    ]);
    expect(eventOf(paths, { user: 'text', meta: null })).toMatchObject({ identifiers: [], at: null });
  });

  test('reads its kind from a column', () => {
    const kinds = dialect({ type: { column: 'kind' }, identifiers: { user_id: { column: 'id' } } });
    expect(eventOf(kinds, { kind: ' Identify ', id: '1' }).type).toBe('identify');
    expect(rejectionOf(kinds, { kind: 'sale', id: '1' })).toMatchObject({
      field: 'kind',
      reason: 'unknown-type',
    });
    expect(rejectionOf(kinds, { id: '1' })).toMatchObject({ field: 'kind', reason: 'missing-field' });
  });

  test('is rejected when its time does not have the format', () => {
    const timed = dialect({ at: { column: 'when', format: 'dd/MM/yyyy' } });
    expect(rejectionOf(timed, { when: '2024-01-02' })).toMatchObject({ field: 'when', reason: 'bad-time' });
    expect(eventOf(timed, { when: '' }).at).toBeNull();
    expect(rejectionOf(timed, 'a line')).toMatchObject({ reason: 'not-an-object' });
  });

  test('has ids that are unique within the column they come from', () => {
    expect(eventOf(dialect({ id: { column: 'msg' } }), { msg: 17 })).toMatchObject({
      id: '17',
      scope: 'msg',
    });
    expect(eventOf(dialect({}), { msg: 17 })).toMatchObject({ id: null, scope: 'table' });
  });

  test('takes columns called like members of objects for columns', () => {
    const hostile = dialect(
      JSON.parse(
        '{"identifiers":{"__proto__":{"column":"constructor"}},"traits":{"__proto__":{"column":"__proto__"}}}',
      ),
    );
    expect(eventOf(hostile, {}).identifiers).toEqual([]);
    const event = eventOf(hostile, JSON.parse('{"constructor":"c","__proto__":"p"}'));
    expect(texts(event.identifiers)).toEqual(['__proto__:c']);
    expect(event.traits).toEqual([{ name: '__proto__', value: 'p' }]);
  });

  test('reads what the import dialog has chosen', () => {
    const chosen = columnsToMapping([
      { column: 'when', target: { kind: 'time' } },
      { column: 'what', target: { kind: 'name' } },
      { column: 'mail', target: { kind: 'identifier', namespace: 'email' } },
      { column: 'firm', target: { kind: 'identifier', namespace: 'group_id' } },
      { column: 'site', target: { kind: 'company', namespace: 'website' } },
      { column: 'city', target: { kind: 'trait', name: 'city' } },
      { column: 'sum', target: { kind: 'property', name: 'value' } },
      { column: 'later', target: { kind: 'time' } },
      { column: 'rest', target: { kind: 'ignore' } },
    ]);
    const event = eventOf(makeTableDialect(chosen), {
      when: '2024-01-01 10:00',
      what: 'Purchased',
      mail: 'a@b.co',
      firm: 'f',
      site: 's',
      city: 'Rome',
      sum: '5',
      later: '2025',
      rest: 'x',
    });
    expect(event).toMatchObject({ type: 'track', name: 'Purchased', at: Date.UTC(2024, 0, 1, 10) });
    expect({ ...event.properties }).toEqual({ value: '5', later: '2025' });
    expect(texts(event.company!.identifiers)).toEqual(['group_id:f', 'website:s']);
    expect(event.order?.amount).toBe(5);
  });
});

describe('a row of a list of orders', () => {
  const orders = dialect({
    at: { column: 'Date' },
    identifiers: { email: { column: 'Mail' } },
    order: {
      id: { column: 'No' },
      amount: { column: 'Sum' },
      currency: 'eur',
      status: { column: 'State', completed: ['Abgeholt'], refunded: ['Weg'] },
      item: { name: { column: 'Item' }, quantity: { column: 'Qty' }, price: { column: 'Each' } },
    },
  });
  const read = (State: string, more: object = {}) =>
    eventOf(orders, { Date: '2026-03-01', Mail: 'a@b.co', No: '17', Sum: '49,90', State, ...more });

  test('is an order without an event’s name', () => {
    const event = read('paid', { Item: 'Cup', Qty: '2', Each: '24.95' });
    expect(event).toMatchObject({ type: 'track', name: 'Order completed', at: Date.UTC(2026, 2, 1) });
    expect(event.order).toEqual({
      kind: 'completed',
      orderId: '17',
      amount: 49.9,
      currency: 'EUR',
      items: [{ id: null, name: 'Cup', quantity: 2, price: 24.95 }],
    });
    expect(event.properties).toMatchObject({ order_status: 'paid', product_name: 'Cup' });
  });

  test.each([
    ['Paid', 'completed', 'Order completed'],
    ['', 'completed', 'Order completed'],
    ['a word that nobody knows', 'completed', 'Order completed'],
    ['partially_refunded', 'refunded', 'Order refunded'],
    ['Erstattet', 'refunded', 'Order refunded'],
    ['remboursée', 'refunded', 'Order refunded'],
    ['STORNIERT', 'cancelled', 'Order cancelled'],
    ['voided', 'cancelled', 'Order cancelled'],
    ['ABGEHOLT', 'completed', 'Order completed'],
    ['weg', 'refunded', 'Order refunded'],
    ['On hold', undefined, 'Order placed'],
    ['offen', undefined, 'Order placed'],
  ])('is by its status %j what it is', (status, kind, name) => {
    const event = read(status);
    expect(event.order?.kind).toBe(kind);
    expect(event.name).toBe(name);
  });

  test('goes by its name where it has one and no status', () => {
    const named = dialect({
      name: { column: 'Event' },
      order: { id: { column: 'No' }, amount: { column: 'Sum' }, status: { column: 'State' } },
    });
    const kind = (Event: string, State: string) =>
      eventOf(named, { Event, State, No: '17', Sum: '1' }).order?.kind;
    expect(kind('Purchased', '')).toBe('completed');
    expect(kind('Product viewed', '')).toBeUndefined();
    expect(kind('Purchased', 'refunded')).toBe('refunded');
  });
});
