import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isZoneless, parseTime } from '#shared/event/time.ts';
import { parseTimeFormat } from '#shared/event/time-format.ts';
import { isKnownZone } from '#shared/event/time-zone.ts';

const UTC = { zone: 'UTC' };

function iso(value: string | number, zone = 'UTC'): string | null {
  const at = parseTime(value, { zone });
  return at === null ? null : new Date(at).toISOString();
}

describe('parseTime', () => {
  test.each([
    ['2026-03-02T06:00:00.000Z', '2026-03-02T06:00:00.000Z'],
    ['2026-03-02T06:00:00Z', '2026-03-02T06:00:00.000Z'],
    ['2026-03-02t06:00z', '2026-03-02T06:00:00.000Z'],
    ['2024-01-02 03:04:05.123456', '2024-01-02T03:04:05.123Z'],
    ['2024-01-02 03:04:05.999999999 UTC', '2024-01-02T03:04:05.999Z'],
    ['2024-01-02T03:04:05,5Z', '2024-01-02T03:04:05.500Z'],
    ['2022-12-23T00:29:12.117+05:30', '2022-12-22T18:59:12.117Z'],
    ['2022-12-23T00:29:12-0800', '2022-12-23T08:29:12.000Z'],
    ['2022-12-23T00:29:12 +01', '2022-12-22T23:29:12.000Z'],
    ['2020-05-09 23:54:49.209808489 +0000 UTC m=+70366.298768264', '2020-05-09T23:54:49.209Z'],
    ['2020-05-09T23:54:49+02:00[Europe/Paris]', '2020-05-09T21:54:49.000Z'],
    ['20240102T030405Z', '2024-01-02T03:04:05.000Z'],
    ['20240102030405', '2024-01-02T03:04:05.000Z'],
    ['20240102', '2024-01-02T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    [' 2024-02-29 ', '2024-02-29T00:00:00.000Z'],
    ['2024-12-31T24:00:00Z', '2025-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['1600-01-01T00:00:00Z', '1600-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['0000-03-01T00:00:00Z', '0000-03-01T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test.each([
    [1_602_611_311, '2020-10-13T17:48:31.000Z'],
    [1_718_000_000_000, '2024-06-10T06:13:20.000Z'],
    ['1718000000000', '2024-06-10T06:13:20.000Z'],
    ['1704164645000000', '2024-01-02T03:04:05.000Z'],
    ['1704164645000000000', '2024-01-02T03:04:05.000Z'],
    ['1718000000.25', '2024-06-10T06:13:20.250Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [-86_400, '1969-12-31T00:00:00.000Z'],
  ])('tells the unit of %s by its size', (value, expected) => {
    expect(iso(value)).toBe(expected);
  });

  test('takes the unit that it is given', () => {
    expect(parseTime(1000, { zone: 'UTC', unit: 'ms' })).toBe(1000);
    expect(parseTime('20240102', { zone: 'UTC', unit: 's' })).toBe(20_240_102_000);
    expect(parseTime('2024-01-02', { zone: 'UTC', unit: 'ms' })).toBe(Date.UTC(2024, 0, 2));
  });

  test.each([
    'yesterday',
    '',
    ' ',
    '2024',
    '12',
    '2024-13-01',
    '2024-02-30',
    '2023-02-29',
    '2024-01-02T25:00:00Z',
    '2024-01-02T24:00:01Z',
    '2024-01-02T03:60:00Z',
    '2024-01-02T03:04:61Z',
    '2024-01-02T03:04:05.Z',
    '2024-01-02T03:04:05+24:00',
    '2024-01-02T03:04:05 CET',
    '2024-01-02T03:04:05Zulu',
    '01/02/2024',
    '-',
    '1e12',
    '99999999999999999999999999',
  ])('takes %j for no time', (text) => {
    expect(iso(text)).toBeNull();
  });

  test('takes other types for no time', () => {
    for (const value of [null, undefined, true, [], {}, Number.NaN, Number.POSITIVE_INFINITY, 1e300])
      expect(parseTime(value, UTC)).toBeNull();
  });

  test('agrees with the platform on every millisecond that ISO can write', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (at) => {
        expect(parseTime(new Date(at).toISOString(), UTC)).toBe(at);
      }),
    );
  });

  test('never throws', () => {
    const near = fc.string({ unit: fc.constantFrom(...Array.from('0123456789-:T.Z+ UTC')) });
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const at = parseTime(text, { zone: 'Europe/Berlin' });
        expect(at === null || Number.isFinite(at)).toBe(true);
      }),
    );
  });
});

describe('times without a zone', () => {
  test('are read in the zone that was chosen', () => {
    expect(iso('2024-01-02 03:04:05', 'America/New_York')).toBe('2024-01-02T08:04:05.000Z');
    expect(iso('2024-07-02 03:04:05', 'America/New_York')).toBe('2024-07-02T07:04:05.000Z');
    expect(iso('2024-01-02', 'Asia/Kolkata')).toBe('2024-01-01T18:30:00.000Z');
    expect(iso('2024-01-02T03:04:05Z', 'Asia/Kolkata')).toBe('2024-01-02T03:04:05.000Z');
    expect(iso('1600-01-01T00:00:00', 'UTC')).toBe('1600-01-01T00:00:00.000Z');
    expect(iso('9999-06-01T00:00:00', 'Europe/Berlin')).toMatch(/^9999-05-31T2[23]:00/);
  });

  test('move forward where clocks skip them, and are the earlier where clocks show them twice', () => {
    expect(iso('2024-03-31T02:30:00', 'Europe/Berlin')).toBe('2024-03-31T01:30:00.000Z');
    expect(iso('2024-10-27T02:30:00', 'Europe/Berlin')).toBe('2024-10-27T00:30:00.000Z');
    expect(iso('2024-10-27T03:00:00', 'Europe/Berlin')).toBe('2024-10-27T02:00:00.000Z');
    expect(iso('2024-03-31T03:00:00', 'Europe/Berlin')).toBe('2024-03-31T01:00:00.000Z');
    expect(iso('2024-11-03T01:30:00', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z');
    expect(iso('2011-12-30T12:00:00', 'Pacific/Apia')).toBe('2011-12-30T22:00:00.000Z');
  });

  test('agree with the platform on the clock of many zones', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Niue'];
    const span = fc.integer({ min: Date.UTC(1900, 0, 1) / 60_000, max: Date.UTC(2100, 0, 1) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), span, (zone, minutes) => {
        const local = new Date(minutes * 60_000).toISOString().slice(0, 19);
        const at = parseTime(local, { zone })!;
        const shown = new Date(at).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T');
        const skipped = shown > local && parseTime(shown, { zone }) === at;
        expect(shown === local || skipped, `${local} ${zone} shown as ${shown}`).toBe(true);
      }),
    );
  });

  test('are told from times that name one', () => {
    expect(isZoneless('2024-01-02 03:04:05')).toBe(true);
    expect(isZoneless('2024-01-02')).toBe(true);
    expect(isZoneless('2024-01-02T03:04:05Z')).toBe(false);
    expect(isZoneless('2024-01-02T03:04:05+01:00')).toBe(false);
    expect(isZoneless('yesterday')).toBe(false);
    expect(isZoneless(1_718_000_000)).toBe(false);
  });

  test('are no times in a zone that nobody knows', () => {
    expect(isKnownZone('Europe/Berlin')).toBe(true);
    expect(isKnownZone('Mars/Olympus')).toBe(false);
    expect(iso('2024-01-02 03:04:05', 'Mars/Olympus')).toBeNull();
  });
});

describe('parseTimeFormat', () => {
  function read(format: string, text: string | number, zone = 'UTC'): string | null {
    const at = parseTimeFormat(format)!.parse(text, zone);
    return at === null ? null : new Date(at).toISOString();
  }

  test.each([
    ['dd/MM/yyyy HH:mm:ss', '02/01/2024 03:04:05', '2024-01-02T03:04:05.000Z'],
    ['M/d/yyyy h:mm a', '1/2/2024 12:04 AM', '2024-01-02T00:04:00.000Z'],
    ['M/d/yyyy h:mm a', '1/2/2024 1:04 pm', '2024-01-02T13:04:00.000Z'],
    ["dd-MMM-yy 'at' HH", '02-Jan-24 at 03', '2024-01-02T03:00:00.000Z'],
    ['yyyy-MM-ddTHH:mm:ss.SSSX', '2024-01-02T03:04:05.123+01:00', '2024-01-02T02:04:05.123Z'],
    ['yyyy-MM-dd HH:mm:ss.S', '2024-01-02 03:04:05.123456', '2024-01-02T03:04:05.123Z'],
    ['epoch-s', '20240102', '1970-08-23T06:15:02.000Z'],
    ['epoch-us', '1704164645000000', '2024-01-02T03:04:05.000Z'],
    ['epoch-ms', 1_704_164_645_000, '2024-01-02T03:04:05.000Z'],
    ['iso', '2024-01-02T03:04:05Z', '2024-01-02T03:04:05.000Z'],
  ])('reads %s of %s', (format, text, expected) => {
    expect(read(format, text)).toBe(expected);
  });

  test('reads in the zone of the mapping', () => {
    expect(read('dd/MM/yyyy HH:mm', '02/01/2024 03:04', 'Asia/Kolkata')).toBe('2024-01-01T21:34:00.000Z');
  });

  test.each([
    ['dd/MM/yyyy', '2024-01-02'],
    ['dd/MM/yyyy', '30/02/2024'],
    ['dd/MM/yyyy', '02/01/2024 '.concat('x')],
    ['dd/MM/yyyy', '2/1/2024'],
    ['M/d/yyyy h:mm a', '1/2/2024 13:04 PM'],
    ['epoch-s', 'yesterday'],
    ['epoch-s', '2024-01-02'],
  ])('takes %s of %j for no time', (format, text) => {
    expect(read(format, text)).toBeNull();
  });

  test('knows what is no format', () => {
    for (const format of ['', 'HH:mm', 'epoch', 'qqqq', 'yyyy-MM', "yyyy-MM-dd'"]) {
      expect(parseTimeFormat(format)).toBeNull();
    }
  });
});
