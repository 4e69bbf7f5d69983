import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '#shared/base/utf8.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
);

describe('UTF-8', () => {
  it('is written as the platform writes it, lone surrogates included', () => {
    fc.assert(
      fc.property(text, (value) => {
        const bytes = new Uint8Array(value.length * 3);
        const end = encodeUtf8(value, bytes, 0);
        expect(bytes.slice(0, end)).toEqual(new Uint8Array(new TextEncoder().encode(value)));
        expect(decodeUtf8(bytes, 0, end)).toBe(
          new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.slice(0, end)),
        );
      }),
    );
  });

  it('is read from the middle of a heap and at any length', () => {
    const value = 'aé😀'.repeat(5000);
    const bytes = new Uint8Array(3 + value.length * 3);
    const end = encodeUtf8(value, bytes, 3);
    expect(decodeUtf8(bytes, 3, end)).toBe(value);
    const ascii = 'x'.repeat(100_000);
    const more = new Uint8Array(300_000);
    expect(decodeUtf8(more, 0, encodeUtf8(ascii, more, 0))).toBe(ascii);
  });
});
