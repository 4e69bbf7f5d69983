import { describe, expect, test } from 'vitest';
import { checkMapping, columnsToMapping, itemsAt, parseMapping } from '#shared/event/mapping.ts';

function problems(value: unknown): string[] {
  const parsed = parseMapping(value);
  return parsed.ok ? [] : parsed.error;
}

describe('parseMapping', () => {
  test('fills in what a file leaves out', () => {
    const parsed = parseMapping({ identifiers: { email: { column: 'Mail' } } });
    expect(parsed).toEqual({
      ok: true,
      value: {
        type: { fixed: 'track' },
        name: null,
        at: null,
        id: null,
        identifiers: [['email', { column: 'Mail' }]],
        traits: [],
        properties: [],
        group: null,
        items: null,
      },
    });
  });

  test('says for every mistake where it is', () => {
    const wrong = problems({
      type: 'purchase',
      at: { column: 'when', format: 'sometime', zone: 'Mars/Olympus' },
      identifiers: { email: 'Mail' },
      traits: ['city'],
      extra: 1,
    });
    for (const place of ['type', 'at.format', 'at.zone', 'identifiers', 'traits', 'the mapping'])
      expect(wrong.some((sentence) => sentence.startsWith(`${place}`))).toBe(true);
  });

  test('takes nothing but an object for a mapping', () => {
    for (const value of [null, 7, 'mapping', [], undefined]) expect(problems(value)).not.toEqual([]);
  });
});

describe('the orders of a mapping', () => {
  test('name the columns of an order, each by its part', () => {
    const parsed = parseMapping({
      order: {
        id: { column: 'No' },
        amount: { column: 'Sum', default: 0 },
        currency: 'eur',
        status: { column: 'State', completed: ['Abgeholt'], cancelled: ['Weg'] },
        item: { id: { column: 'SKU' }, quantity: { column: 'Qty' } },
      },
    });
    if (!parsed.ok) expect.fail(parsed.error.join());
    expect(parsed.value.order).toEqual({
      columns: [
        ['order_id', { column: 'No' }],
        ['value', { column: 'Sum', default: 0 }],
        ['order_status', { column: 'State' }],
        ['product_id', { column: 'SKU' }],
        ['product_quantity', { column: 'Qty' }],
      ],
      currency: 'eur',
      statuses: [
        ['abgeholt', 'completed'],
        ['weg', 'cancelled'],
      ],
    });
    expect(checkMapping(parsed.value, ['No', 'Sum', 'State', 'SKU'])).toEqual([
      'there is no column "Qty"; there are "No", "Sum", "State", "SKU"',
    ]);
  });

  test('are nothing but columns and a code of a currency', () => {
    expect(problems({ order: { currency: 'Euro' } })).toHaveLength(1);
    expect(problems({ order: { total: { column: 'Sum' } } })).toHaveLength(1);
    expect(problems({ order: { currency: { column: 'Cur', default: 'EUR' } } })).toEqual([]);
  });
});

describe('checkMapping', () => {
  test('names the columns there are, once for every one that is missing', () => {
    const parsed = parseMapping({
      type: { column: 'kind' },
      at: { column: 'when' },
      identifiers: { email: { column: 'Mail' }, user_id: { column: 'user.id' } },
      traits: { a: { column: 'Nope' }, b: { column: 'Nope' } },
      group: { identifiers: { vat: { column: 'VAT' } } },
    });
    if (!parsed.ok) expect.fail(parsed.error.join());
    expect(checkMapping(parsed.value, ['kind', 'when', 'Mail', 'user'])).toEqual([
      'there is no column "Nope"; there are "kind", "when", "Mail", "user"',
      'there is no column "VAT"; there are "kind", "when", "Mail", "user"',
    ]);
  });
});

describe('columnsToMapping', () => {
  const target = (kind: 'identifier' | 'company', namespace: string) => ({ kind, namespace });

  test('takes rows in which nothing happened for people or companies', () => {
    const email = { column: 'Mail', target: target('identifier', 'email') };
    const vat = { column: 'VAT', target: target('company', 'vat') };
    expect(columnsToMapping([email]).type).toEqual({ fixed: 'identify' });
    expect(columnsToMapping([email, vat]).type).toEqual({ fixed: 'group' });
    const value = { column: 'Sum', target: { kind: 'property', name: 'value' } as const };
    expect(columnsToMapping([email, value]).type).toEqual({ fixed: 'track' });
  });
});

describe('columnsToMapping of a list of orders', () => {
  const property = (name: string, column = name) => ({ column, target: { kind: 'property', name } as const });
  const ORDER = [property('order_id', 'No'), property('value', 'Sum')];

  test('takes rows with a number and an amount for orders where nothing names an event', () => {
    const mapping = columnsToMapping([...ORDER, property('Status'), property('note')]);
    expect(mapping.order?.columns).toEqual([
      ['order_id', { column: 'No' }],
      ['value', { column: 'Sum' }],
      ['order_status', { column: 'Status' }],
    ]);
    expect(mapping.properties).toEqual([['note', { column: 'note' }]]);
    const named = columnsToMapping([...ORDER, { column: 'Event', target: { kind: 'name' } }]);
    expect(named.order).toBeUndefined();
    expect(named.properties).toHaveLength(2);
    expect(columnsToMapping([property('value')]).order).toBeUndefined();
  });

  test('takes the column that says so for the status of an order rather than any other', () => {
    const mapping = columnsToMapping([...ORDER, property('status'), property('order_status', 'Paid')]);
    expect(mapping.order?.columns.at(-1)).toEqual(['order_status', { column: 'Paid' }]);
    expect(mapping.properties).toEqual([['status', { column: 'status' }]]);
  });
});

describe('itemsAt', () => {
  test('finds the list at a path, and only a list', () => {
    const document = { data: { rows: [1, 2], more: {} } };
    expect(itemsAt(document, 'data.rows')).toEqual([1, 2]);
    expect(itemsAt([3], '')).toEqual([3]);
    for (const path of ['data', 'data.more', 'data.constructor', 'x.y', '__proto__'])
      expect(itemsAt(document, path)).toBeNull();
  });
});
