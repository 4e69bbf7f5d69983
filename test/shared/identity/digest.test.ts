import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHash, hashToHex, hexToHash } from '#shared/base/hash.ts';
import { appendEvents, engineOf, logText } from '../../support/log-text.ts';

const ONE = `
  10:00  anon:d  email:a@x
  10:05  anon:d  email:b@x
  10:10  anon:d  phone:+4915100000001
`;
const OTHER = `
  09:00  cl:s1
  10:07  cl:s1  email:z@x  email:null
  10:08  crm:7  email:z@x  +site:acme.example
`;

describe('the digest', () => {
  it('of disjoint islands is the sum of theirs', () => {
    const sum = hexToHash(engineOf(ONE).digest())!;
    addHash(sum, hexToHash(engineOf(OTHER).digest())!);
    expect(engineOf(ONE + OTHER).digest()).toBe(hashToHex(sum));
    expect(engineOf('').digest()).toBe('0'.repeat(32));
  });

  it('differs when only an owner, a state or a credit differs', () => {
    const digests = [
      '10:00 anon:d email:a@x',
      '10:00 anon:d email:b@x',
      '10:00 anon:d',
      '10:00 anon:d email:a@x city=Lyon',
    ].map((log) => engineOf(log).digest());
    expect(new Set(digests).size).toBe(4);
  });

  it('read after every commit is that of a fresh engine', () => {
    const word = fc.constantFrom(
      'anon:d',
      'anon:e',
      'email:a@x',
      'email:b@x',
      'phone:+4915100000001',
      'crm:7',
      'email:null',
    );
    const event = fc.record({
      minute: fc.integer({ min: 10, max: 59 }),
      words: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
      received: fc.integer({ min: 10, max: 59 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 14 }), (list) => {
        const engine = engineOf('');
        let log = '';
        list.forEach(({ minute, words, received }, index) => {
          const line = `10:${minute} ${words.join(' ')} #m${index % 9} <11:${received}\n`;
          log += line;
          appendEvents(engine, logText(line));
          engine.settle();
          expect(engine.digest()).toBe(engineOf(log).digest());
        });
      }),
      { numRuns: 150 },
    );
  });
});
