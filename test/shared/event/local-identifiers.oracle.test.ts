import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addWords, makeHash } from '#shared/base/hash.ts';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { Identifier } from '#shared/event/event.ts';
import { writeEventKey, writeIdentifierHash } from '#shared/event/key.ts';
import { LocalIdentifiers } from '#shared/event/local-identifiers.ts';
import { logText } from '../../support/log-text.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';

const identifiers: fc.Arbitrary<readonly Identifier[]> = fc.array(
  fc.record({
    namespace: fc.constantFrom('email', 'phone', '__proto__', 'customerlabs_user_id'),
    value: fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }), fc.integer({ max: 9000 }).map(String)),
  }),
  { maxLength: 200 },
);

test('numbers identifiers as a Map of their texts does, and adds up the same hashes', () => {
  fc.assert(
    fc.property(identifiers, (list) => {
      const local = new LocalIdentifiers();
      const plain = new Map<string, number>();
      const [sum, plainSum, hash] = [makeHash(), makeHash(), makeHash()];
      for (const identifier of list) {
        const text = JSON.stringify([identifier.namespace, identifier.value]);
        if (!plain.has(text)) plain.set(text, plain.size);
        expect(local.add(identifier, sum)).toBe(plain.get(text));
        writeIdentifierHash(identifier, hash);
        addWords(plainSum, hash);
      }
      expect(local.items).toHaveLength(plain.size);
      expect(sum).toEqual(plainSum);
    }),
    { seed: UNIFY_SEED },
  );
});

test('keeps every one of more identifiers than its first table holds', () => {
  const local = new LocalIdentifiers();
  const sum = makeHash();
  const all = Array.from({ length: 10_000 }, (_, index) => ({ namespace: 'device', value: `d-${index}` }));
  const numbers = all.map((identifier) => local.add(identifier, sum));
  expect(numbers).toEqual(all.map((_, index) => index));
  expect(all.map((identifier) => local.add(identifier, sum))).toEqual(numbers);
});

test('gives the rows of a batch the keys of their events', () => {
  const [plain, company] = logText(
    '10:00 anon:d email:a@x city=Lyon\n10:05 anon:d +site:acme.example +name=Acme',
  );
  fc.assert(
    fc.property(identifiers, identifiers, fc.option(fc.string()), (people, companies, id) => {
      const events = [
        { ...plain!, id, identifiers: people },
        { ...company!, id, identifiers: people, company: { ...company!.company!, identifiers: companies } },
        { ...plain!, id },
      ];
      const builder = new BatchBuilder();
      const key = makeHash();
      events.forEach((event, line) => builder.add(event, line, 0));
      const { columns } = builder.finish();
      events.forEach((event, row) => {
        writeEventKey(event, key);
        expect(Array.from(columns.key.subarray(row * 4, row * 4 + 4))).toEqual(Array.from(key));
      });
    }),
    { seed: UNIFY_SEED },
  );
});
