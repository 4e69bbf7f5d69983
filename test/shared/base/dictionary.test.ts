import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dictionary, packTexts, textOfBlock } from '#shared/base/dictionary.ts';
import { hashText, hashToHex, makeHash } from '#shared/base/hash.ts';

describe('a dictionary', () => {
  it('gives every text one code, the empty one 0, and the text back', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
        const dictionary = new Dictionary();
        const codes = texts.map((value) => dictionary.intern(value));
        expect(codes.map((code) => dictionary.text(code))).toEqual(texts);
        expect(dictionary.size).toBe(new Set([...texts, '']).size);
        for (const value of texts) expect(dictionary.find(value)).toBe(dictionary.intern(value));
        expect(dictionary.intern('')).toBe(0);
      }),
    );
  });

  it('finds -1 for what it does not hold', () => {
    expect(new Dictionary().find('nobody')).toBe(-1);
  });

  it('keeps all codes while heap and table grow, also by a text larger than both', () => {
    const dictionary = new Dictionary();
    const before = dictionary.intern('before');
    const huge = 'é'.repeat(300_000);
    const code = dictionary.intern(huge);
    for (let i = 0; i < 20_000; i += 1) dictionary.intern(`text ${i}`);
    expect(dictionary.text(before)).toBe('before');
    expect(dictionary.text(code)).toBe(huge);
    expect(dictionary.find('text 19999')).toBe(dictionary.size - 1);
  });

  it('takes a block with its own codes', () => {
    const dictionary = new Dictionary();
    const known = dictionary.intern('b');
    const block = packTexts(['', 'a', 'b', 'größe']);
    const codes = dictionary.internBlock(block);
    expect(codes[0]).toBe(0);
    expect(codes[2]).toBe(known);
    expect(Array.from(codes, (code) => dictionary.text(code))).toEqual(['', 'a', 'b', 'größe']);
    expect([0, 1, 2, 3].map((code) => textOfBlock(block, code))).toEqual(['', 'a', 'b', 'größe']);
  });

  it('hashes its texts as they are hashed outside', () => {
    const dictionary = new Dictionary();
    for (const text of ['', 'ascii', 'größe', 'exactly8', '😀']) {
      const inside = makeHash();
      const outside = makeHash();
      dictionary.writeHash(dictionary.intern(text), 7, inside);
      hashText(text, 7, outside);
      expect(hashToHex(inside)).toBe(hashToHex(outside));
    }
  });
});
