import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addHash,
  combineHash,
  combineNumber,
  hashAscii,
  hashText,
  hashToHex,
  hexToHash,
  makeHash,
  subtractHash,
} from '#shared/base/hash.ts';
import { encodeUtf8 } from '#shared/base/utf8.ts';

function hexOf(text: string, seed = 1): string {
  const out = makeHash();
  hashText(text, seed, out);
  return hashToHex(out);
}

const anyHash = fc.array(fc.integer(), { minLength: 4, maxLength: 4 }).map((words) => Int32Array.from(words));

function toBigInt(hash: Int32Array): bigint {
  return BigInt(`0x${hashToHex(hash)}`);
}

describe('hashText', () => {
  it('is the same on every machine', () => {
    expect(hexOf('email')).toBe(hexOf('email'));
    expect([hexOf(''), hexOf('customerlabs_user_id')]).toMatchInlineSnapshot(`
      [
        "668da7696af05d16723a7f581a154d97",
        "80a66052537335836f22ade87c48c7d4",
      ]
    `);
  });

  it('differs by text, length and seed', () => {
    const texts = ['', 'a', 'b', 'aa', 'a\u0000', '\u0000', 'abcdefgh', 'abcdefghi', 'ａ', '😀'];
    const all = texts.flatMap((text) => [hexOf(text, 1), hexOf(text, 2)]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('spreads 100,000 near-equal texts over all four words', () => {
    const words = [new Set<number>(), new Set<number>(), new Set<number>(), new Set<number>()];
    const out = makeHash();
    for (let i = 0; i < 100_000; i += 1) {
      hashText(`ev-${i}`, 1, out);
      words.forEach((seen, word) => seen.add(out[word]!));
    }
    for (const seen of words) expect(seen.size).toBeGreaterThan(99_990);
  });

  it('is what hashAscii says of the bytes, which knows when it cannot say', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, fc.integer(), fc.nat(5), (value, seed, shift) => {
        const bytes = new Uint8Array(shift + value.length * 3);
        const end = encodeUtf8(value, bytes, shift);
        const out = makeHash();
        const isAscii = hashAscii(bytes, shift, end, seed, out);
        expect(isAscii).toBe(!/[\u0080-\uffff]/.test(value));
        if (isAscii) expect(hashToHex(out)).toBe(hexOf(value, seed));
      }),
    );
  });
});

describe('sums of hashes', () => {
  it('are sums modulo 2^128, and can be taken back', () => {
    fc.assert(
      fc.property(anyHash, anyHash, (a, b) => {
        const sum = Int32Array.from(a);
        addHash(sum, b);
        expect(toBigInt(sum)).toBe((toBigInt(a) + toBigInt(b)) % 2n ** 128n);
        subtractHash(sum, b);
        expect(sum).toEqual(a);
      }),
    );
  });
});

describe('combining', () => {
  it('minds the order', () => {
    fc.assert(
      fc.property(anyHash, anyHash, (a, b) => {
        fc.pre(hashToHex(a) !== hashToHex(b));
        const ab = Int32Array.from(a);
        combineHash(ab, b);
        const ba = Int32Array.from(b);
        combineHash(ba, a);
        expect(hashToHex(ab)).not.toBe(hashToHex(ba));
      }),
    );
  });

  it('takes -0 for 0 and tells other numbers apart', () => {
    const hexes = [0, -0, 1, -1, 0.5, 2 ** 40, Number.NaN].map((value) => {
      const hash = makeHash();
      combineNumber(hash, value);
      return hashToHex(hash);
    });
    expect(hexes[0]).toBe(hexes[1]);
    expect(new Set(hexes).size).toBe(6);
  });
});

describe('hexToHash', () => {
  it('reads what hashToHex writes, and nothing else', () => {
    fc.assert(
      fc.property(anyHash, (hash) => {
        expect(hexToHash(hashToHex(hash))).toEqual(hash);
      }),
    );
    for (const text of ['', 'g'.repeat(32), 'A'.repeat(32), '0'.repeat(31)])
      expect(hexToHash(text)).toBeNull();
  });
});
