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

  test.each<[string, Record<string, readonly string[]>, Record<string, string>]>([
    [
      'a German list of orders',
      {
        Bestellnummer: ['#1001', '#1002'],
        Bestelldatum: ['02.03.2026 10:00', '14.03.2026 09:30'],
        'E-Mail': ['a@b.co', 'c@d.co'],
        Telefon: ['0171 3920077', '030/1234567'],
        Gesamtbetrag: ['49,90 €', '1.234,56 €'],
        Währung: ['EUR', 'EUR'],
        Bestellstatus: ['bezahlt', 'storniert'],
        Artikelnummer: ['4711', '4712'],
        Menge: ['1', '2'],
      },
      {
        Bestellnummer: 'property order_id',
        Bestelldatum: 'time dd.MM.yyyy HH:mm',
        'E-Mail': 'identifier email',
        Telefon: 'identifier phone',
        Gesamtbetrag: 'property value',
        Währung: 'property currency',
        Bestellstatus: 'property order_status',
        Artikelnummer: 'property product_id',
        Menge: 'property product_quantity',
      },
    ],
    [
      'a French list of orders',
      {
        'N° de commande': ['C-1', 'C-2'],
        'Date de commande': ['02/03/2026', '14/03/2026'],
        'Adresse e-mail': ['a@b.co', 'c@d.co'],
        Téléphone: ['06 12 34 56 78', '0612345679'],
        'Montant total': ['49,90', '12,00'],
        Devise: ['EUR', 'CHF'],
      },
      {
        'N° de commande': 'property order_id',
        'Date de commande': 'time dd/MM/yyyy',
        'Adresse e-mail': 'identifier email',
        Téléphone: 'identifier phone',
        'Montant total': 'property value',
        Devise: 'property currency',
      },
    ],
    [
      'a German list of customers',
      {
        Kundennummer: ['1', '2'],
        Vorname: ['Ada', 'Ben'],
        Nachname: ['A', 'B'],
        Straße: ['Weg 1', 'Weg 2'],
        PLZ: ['53111', '10115'],
        Ort: ['Bonn', 'Berlin'],
        Geburtsdatum: ['01.02.1980', '03.04.1990'],
        Firma: ['Acme', ''],
      },
      {
        Kundennummer: 'identifier Kundennummer',
        Vorname: 'trait first_name',
        Nachname: 'trait last_name',
        Straße: 'trait address',
        PLZ: 'trait zip',
        Ort: 'trait city',
        Geburtsdatum: 'trait birthday',
        Firma: 'trait company',
      },
    ],
    [
      'columns whose headers say nothing',
      {
        c1: ['fb.1.1558571054389.1098115397', 'fb.1.1558571054390.1098115398'],
        c2: ['fb.1.1554763741205.AbCdEfGh', 'fb.1.1554763741206.IwAR2F4-dbP0l7Mn'],
        c3: ['GA1.2.5501123.1772698500', 'GA1.2.5501124.1772698501'],
        c4: ['+49 171 3920077', '+33 6 12 34 56 78'],
        c5: ['0171 3920077', '030 1234567'],
        c6: ['2026-03-01T10:00:00Z', '2026-03-02T10:00:00Z'],
        c7: ['EUR', 'USD'],
        c8: ['€ 12,50', '1.200,00 €'],
        c9: ['ORD-1001', 'ORD-1002'],
        c10: ['Cj0KCQjw2dG1BhC4ARIsAAeV', 'EAIaIQobChMI2d7k3p6FgAMV'],
        c11: ['1b4e28ba-2fa1-11d2-883f-0016d3cca427', '1b4e28ba-2fa1-11d2-883f-0016d3cca428'],
        c12: ['41', '42'],
      },
      {
        c1: 'identifier facebook__fbp',
        c2: 'property facebook__fbc',
        c3: 'identifier google_analytics__client_id',
        c4: 'identifier phone',
        c5: 'identifier phone',
        c6: 'time',
        c7: 'property currency',
        c8: 'property value',
        c9: 'property order_id',
        c10: 'property gclid',
        c11: 'id',
        c12: 'property c12',
      },
    ],
    [
      'subscriptions',
      {
        customer_email: ['a@b.co', 'c@d.co'],
        plan: ['pro', 'free'],
        status: ['active', 'cancelled'],
        started_at: ['2026-01-01', '2026-02-01'],
        amount: ['49.00', '0'],
        currency: ['eur', 'eur'],
      },
      {
        customer_email: 'identifier email',
        plan: 'property plan',
        status: 'property status',
        started_at: 'time',
        amount: 'property value',
        currency: 'property currency',
      },
    ],
  ])('reads %s', (_, table, expected) => {
    expect(guess(table)).toEqual(expected);
  });

  test('takes no code, number or size for money, a telephone or an order', () => {
    for (const cells of [
      ['ABC', 'XYZ'],
      ['12.50', '13.50'],
      ['01713', '03012'],
      ['AB-12', 'CD-34'],
      ['7 cm', '8 cm'],
    ])
      expect(guess({ x: cells })['x']).toBe('trait x');
  });

  test('lets no column write over another', () => {
    expect(guess({ Total: ['1', '2'], Umsatz: ['1', '2'], value: ['3', '4'] })).toEqual({
      Total: 'property Total',
      Umsatz: 'property Umsatz',
      value: 'property value',
    });
  });

  test('gives one property to the first of several columns', () => {
    expect(guess({ Total: ['1', '2'], Umsatz: ['1', '2'] })).toEqual({
      Total: 'property value',
      Umsatz: 'property Umsatz',
    });
  });

  test('counts as covered only what can be read as what the column is', () => {
    const coverage = (column: string, cells: readonly string[]) =>
      guessColumns(
        [column],
        cells.map((cell) => [cell]),
      )[0]!.coverage;
    expect(coverage('email', ['a@b.co', 'c@d.co', 'e@f.co', 'g@h.co', 'none', '', '', '', '', ''])).toBe(0.4);
    expect(coverage('phone', ['0171 3920077', '0171 3920078', '0171 3920079', '030 123456', 'n/a'])).toBe(
      0.8,
    );
    expect(coverage('when', ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', 'soon'])).toBe(0.8);
  });

  test('believes values rather than a header that they contradict', () => {
    expect(guess({ user_id: ['a@b.co', 'c@d.co'] })['user_id']).toBe('identifier email');
    expect(guess({ date: ['soon', 'later'] })['date']).toBe('trait date');
    expect(guess({ id: ['7', '7'] })['id']).toBe('trait id');
    expect(guess({ name: ['#1001', '#1002'] })['name']).toBe('property order_id');
    expect(guess({ company: ['a@b.co', 'c@d.co'] })['company']).toBe('trait company');
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
