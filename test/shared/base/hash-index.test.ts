import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Hash128 } from '#shared/base/hash.ts';
import { hashText, makeHash } from '#shared/base/hash.ts';
import { HashIndex } from '#shared/base/hash-index.ts';

const TEXTS: readonly string[] = ['a', 'b', 'c', 'd', 'e'];

const hashOf = (text: string): Hash128 => {
  const hash = makeHash();
  hashText(text, 1, hash);
  return hash;
};

function indexOf(texts: readonly string[], counter = { hashed: 0 }): HashIndex {
  return new HashIndex((number, out) => {
    counter.hashed += 1;
    hashText(texts[number]!, 1, out);
  });
}

it('finds the last of the numbers with a hash, among as many as it is told of', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TEXTS)), fc.array(fc.nat(20)), (texts, counts) => {
      const index = indexOf(texts);
      for (const count of counts.map((one) => Math.min(one, texts.length)).toSorted((a, b) => a - b))
        for (const text of TEXTS)
          expect(index.find(hashOf(text), count)).toBe(texts.slice(0, count).lastIndexOf(text));
    }),
  );
});

it('grows, and tells apart what begins alike', () => {
  const texts = Array.from({ length: 600 }, (_, number) => `number ${number}`);
  // All in one chain: the first word of every hash is the same.
  const index = new HashIndex((number, out) => {
    hashText(texts[number]!, 1, out);
    out[0] = number % 3;
  });
  const wanted = hashOf('number 500');
  wanted[0] = 500 % 3;
  expect(index.find(wanted, 10)).toBe(-1);
  expect(index.find(wanted, 501)).toBe(500);
  expect(index.find(hashOf('number 7'), 600)).toBe(-1);
});

it('hashes a number once, and looks at few others to find it', () => {
  const texts = Array.from({ length: 5000 }, (_, number) => `number ${number}`);
  const counter = { hashed: 0 };
  const index = indexOf(texts, counter);
  index.find(hashOf('none'), texts.length);
  expect(counter.hashed).toBeLessThan(2.5 * texts.length);
  counter.hashed = 0;
  for (let number = 0; number < 100; number += 1) index.find(hashOf(texts[number * 50]!), texts.length);
  expect(counter.hashed).toBeLessThan(500);
});

it('forgets everything', () => {
  const texts = ['a'];
  const index = indexOf(texts);
  expect(index.find(hashOf('a'), 1)).toBe(0);
  texts[0] = 'b';
  index.clear();
  expect(index.bytes).toBe(0);
  expect(index.find(hashOf('a'), 1)).toBe(-1);
  expect(index.find(hashOf('b'), 1)).toBe(0);
});
