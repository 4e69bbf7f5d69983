import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeEmail } from '#shared/identifier/email.ts';
import { domainToAscii } from '#shared/identifier/punycode.ts';

describe('normalizeEmail', () => {
  test.each([
    ['jane@example.com', 'jane@example.com'],
    ['  Jane.Doe+News@Example.COM \n', 'jane.doe+news@example.com'],
    ['j@localhost', 'j@localhost'],
    ["o'neil@example.ie", "o'neil@example.ie"],
    ['anna@BÜCHER.example', 'anna@xn--bcher-kva.example'],
    ['anna@faß.de', 'anna@xn--fa-hia.de'],
    ['jörg@example.de', 'jörg@example.de'],
    ['JO\u0308RG@example.de', 'jörg@example.de'],
    ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
    ['ｊａｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'jane@example.com'],
    ['\u200bjane@example.com\ufeff', 'jane@example.com'],
    ['\u212Aim@example.com', 'kim@example.com'],
  ])('reads %j as %s', (raw, address) => {
    expect(normalizeEmail(raw)).toBe(address);
  });

  test.each([
    '',
    '@',
    'jane',
    'jane@',
    '@example.com',
    'a@b@c.com',
    'a b@c.com',
    'a@b..com',
    'a@-b.com',
    'a@b-.com',
    'a@b.com.',
    `a@${'x'.repeat(64)}.com`,
    'mailto:a@b.com',
    '<a@b.com>',
    'a,b@c.com',
    'a@b_c.com',
    '\u0000a@b.com',
    'a\u2028b@c.com',
    'a@\ud800.com',
    '\ud800@c.com',
  ])('takes %j for no address', (raw) => {
    expect(normalizeEmail(raw)).toBeNull();
  });

  test('keeps dots and tags, which only ad platforms ignore', () => {
    expect(normalizeEmail('a.b+x@gmail.com')).not.toBe(normalizeEmail('ab@gmail.com'));
  });

  test('leaves a normal form alone, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.emailAddress()), (text) => {
        for (const candidate of [text, `${text}@${text}.example`, `${text}@b.example`]) {
          const address = normalizeEmail(candidate);
          if (address !== null) expect(normalizeEmail(address)).toBe(address);
        }
      }),
    );
  });
});

describe('domainToAscii', () => {
  test('agrees with the platform on labels of any script', () => {
    const letters = 'abcäöüßéñçшжщ日本語中文한글عربيक्ष'.split('');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 }), (label) => {
        const domain = `${label.join('')}.example`.normalize('NFKC');
        const expected = domainToASCII(domain);
        if (expected !== '') expect(domainToAscii(domain)).toBe(expected);
      }),
    );
  });
});
