import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dictionary } from '#shared/base/dictionary.ts';

function marked(texts: readonly string[], needle: string): string[] {
  const dictionary = new Dictionary();
  const codes = texts.map((text) => dictionary.intern(text));
  const marks = dictionary.mark(needle);
  return codes.filter((code) => marks[code] === 1).map((code) => dictionary.text(code));
}

describe('Dictionary.mark', () => {
  it('marks what contains the text in either case', () => {
    expect(marked(['Ada Lindqvist', 'ben', 'LINDA'], 'lind')).toEqual(['Ada Lindqvist', 'LINDA']);
    expect(marked(['größe', 'GRÖSSE'], 'GRö')).toEqual(['größe']);
  });

  it('never matches across two texts', () => {
    expect(marked(['ab', 'cd', 'bc'], 'bc')).toEqual(['bc']);
  });

  it('agrees with looking into every text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '@', 'é'), maxLength: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(text, { maxLength: 20 }), text, (texts, needle) => {
        const lower = (value: string): string => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
        expect(marked(texts, needle)).toEqual(texts.filter((value) => lower(value).includes(lower(needle))));
      }),
    );
  });
});
