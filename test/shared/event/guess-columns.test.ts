import { describe, expect, test } from 'vitest';
import { guessColumns, guessTimeFormat } from '#shared/event/guess-columns.ts';
import { columnsToMapping } from '#shared/event/mapping.ts';

function guess(table: Record<string, readonly string[]>): Record<string, string> {
  const columns = Object.keys(table);
  const rowCount = Math.max(...Object.values(table).map((cells) => cells.length));
  const rows = Array.from({ length: rowCount }, (_, row) =>
    columns.map((column) => table[column]![row] ?? ''),
  );
  const guesses = guessColumns(columns, rows);
  return Object.fromEntries(
    guesses.map(({ column, target }) => [column, Object.values(target).map(String).join(' ')]),
  );
}

describe('guessColumns', () => {
  test('reads an order export', () => {
    expect(
      guess({
        'Order ID': ['FH-1', 'FH-2', 'FH-2'],
        Event: ['Purchased', 'Purchased', 'Order refunded'],
        'Created at': ['2026-03-01 10:00', '2026-03-02 11:00', '2026-03-03 12:00'],
        Email: ['a@b.co', 'c@d.co', 'c@d.co'],
        Phone: ['0171 3920077', '', '0171 3920078'],
        'Total price': ['12.50', '3', '4'],
        Currency: ['EUR', 'EUR', 'EUR'],
        utm_source: ['google', '', 'mail'],
        gclid: ['G1', '', ''],
        customerlabs_user_id: ['cl1', 'cl2', 'cl2'],
        Note: ['x', 'y', 'z'],
        Empty: [],
      }),
    ).toEqual({
      'Order ID': 'property order_id',
      Event: 'name',
      'Created at': 'time',
      Email: 'identifier email',
      Phone: 'identifier phone',
      'Total price': 'property value',
      Currency: 'property currency',
      utm_source: 'property utm_source',
      gclid: 'property gclid',
      customerlabs_user_id: 'identifier customerlabs_user_id',
      Note: 'property Note',
      Empty: 'ignore',
    });
  });

  test('reads a list of people', () => {
    expect(
      guess({
        'First Name': ['Ada', 'Ben'],
        Kontakt: ['ada@b.co', 'ben@d.co'],
        customer_id: ['1', '2'],
        'Company Name': ['Acme', 'Beta'],
        Shoe: ['41', '42'],
        _fbp: ['fb.1.1558571054389.1098115397', ''],
        ga: ['GA1.1.5501.1772698500', '5501.1772698500'],
      }),
    ).toEqual({
      'First Name': 'trait first_name',
      Kontakt: 'identifier email',
      customer_id: 'identifier customer_id',
      'Company Name': 'trait company',
      Shoe: 'trait Shoe',
      _fbp: 'identifier facebook__fbp',
      ga: 'identifier google_analytics__client_id',
    });
  });

  test('believes values rather than a header that they contradict', () => {
    expect(guess({ user_id: ['a@b.co', 'c@d.co'] })['user_id']).toBe('identifier email');
    expect(guess({ date: ['soon', 'later'] })['date']).toBe('trait date');
    expect(guess({ id: ['7', '7'] })['id']).toBe('trait id');
    const [email] = guessColumns(['email'], [['yes'], ['no']]);
    expect(email!.confidence).toBeLessThan(0.5);
  });

  test('makes one column the time and keeps the others', () => {
    const times = {
      sent: ['2024-01-01T00:00:00Z'],
      timestamp: ['2024-01-01T00:00:01Z'],
      received_at: ['2024-01-02'],
    };
    expect(guess(times)).toEqual({
      sent: 'property sent',
      timestamp: 'time',
      received_at: 'property received_at',
    });
  });

  test.each([
    [['02.03.2026 10:00', '14.03.2026 09:30'], 'dd.MM.yyyy HH:mm'],
    [['14/03/2026', '02/03/2026'], 'dd/MM/yyyy'],
    [['03/14/2026 10:00:00', '03/02/2026 11:00:00'], 'MM/dd/yyyy HH:mm:ss'],
    [['2026-03-02', '2026-03-14'], undefined],
  ])('knows how the times %j are written', (values, format) => {
    const [when] = guessColumns(
      ['When'],
      values.map((value) => [value]),
    );
    expect(when?.target).toEqual(format === undefined ? { kind: 'time' } : { kind: 'time', format });
    expect(guessTimeFormat(values)).toBe(format);
    expect(columnsToMapping([{ column: 'When', target: when!.target }]).at).toMatchObject({
      format: format ?? null,
    });
  });

  test('does not take amounts, years and counters for times', () => {
    for (const cells of [
      ['2024', '2025'],
      ['100', '200'],
      ['20240102', '12345678'],
    ])
      expect(guess({ x: cells })['x']).toBe('trait x');
    expect(guess({ x: ['1718000000', '1718000001'] })['x']).toBe('time');
  });

  test('says how much of a column is filled, and shows some of it', () => {
    const [guessed] = guessColumns(['x'], [['a'], [''], ['b'], ['a']]);
    expect(guessed).toMatchObject({ coverage: 0.75, samples: ['a', 'b'] });
    expect(guessColumns(['x'], [])).toMatchObject([{ coverage: 0, samples: [], target: { kind: 'ignore' } }]);
    for (const { reason, confidence } of guessColumns(['x', 'Email'], [['a', 'b@c.co']])) {
      expect(reason).not.toBe('');
      expect(confidence).toBeGreaterThan(0);
    }
  });
});
