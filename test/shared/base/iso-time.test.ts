import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime } from '#shared/base/iso-time.ts';

describe('isoTime', () => {
  it('writes every time as the platform does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (at) => {
        expect(isoTime(at)).toBe(new Date(at).toISOString());
      }),
    );
  });

  it('writes the last day of February of leap years and of centuries', () => {
    for (const day of ['2000-02-29', '1900-02-28', '2024-02-29', '0000-01-01', '-000001-12-31'])
      expect(isoTime(Date.parse(`${day}T23:59:59.999Z`))).toBe(`${day}T23:59:59.999Z`);
  });

  it('cuts fractions of a millisecond off', () => {
    expect(isoTime(1.9)).toBe('1970-01-01T00:00:00.001Z');
  });
});
