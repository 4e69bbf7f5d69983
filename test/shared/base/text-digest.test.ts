import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DIGEST_ALGORITHMS, digestForm, digestOfText } from '#shared/base/text-digest.ts';

const NODE_NAMES = { 'SHA-256': 'sha256', 'SHA-1': 'sha1', MD5: 'md5' } as const;

describe('the digest of a text', () => {
  test.each([
    // The examples of FIPS 180-4 and of RFC 1321.
    ['SHA-256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['SHA-256', '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['SHA-1', 'abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['MD5', 'message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
  ] as const)('of %s is as published for %j', (algorithm, text, digest) => {
    expect(digestOfText(text, algorithm)).toBe(digest);
  });

  test('is that of its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...DIGEST_ALGORITHMS), (text, algorithm) => {
        const expected = createHash(NODE_NAMES[algorithm]).update(text, 'utf8').digest('hex');
        expect(digestOfText(text, algorithm)).toBe(expected);
      }),
    );
  });

  test('is known by its form, whatever the case', () => {
    for (const algorithm of DIGEST_ALGORITHMS) {
      const digest = digestOfText('anna@example.com', algorithm);
      expect(digestForm(digest)).toBe(algorithm);
      expect(digestForm(digest.toUpperCase())).toBe(algorithm);
      expect(digestForm(`${digest}0`)).toBeNull();
      expect(digestForm(`g${digest.slice(1)}`)).toBeNull();
    }
    expect(digestForm('')).toBeNull();
    expect(digestForm('00000000-0000-0000-0000-000000000000')).toBeNull();
  });
});
