import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashToHex, makeHash } from '#shared/base/hash.ts';
import type { JsonValue } from '#shared/base/types.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { writeEventKey } from '#shared/event/key.ts';
import { logText } from '../../support/log-text.ts';

function keyOf(event: CanonicalEvent): string {
  const out = makeHash();
  writeEventKey(event, out);
  return hashToHex(out);
}

const EVENT = logText('10:00 anon:d email:a@x city=Lyon +site:acme.example')[0]!;
const WITH_ID = { ...EVENT, id: 'm1' };

describe('the key of an event', () => {
  it('does not depend on received time and sequence, nor with an id on the event time', () => {
    expect(keyOf({ ...EVENT, receivedAt: 5, sequence: 7 })).toBe(keyOf(EVENT));
    expect(keyOf({ ...EVENT, at: 5 })).not.toBe(keyOf(EVENT));
    expect(keyOf({ ...WITH_ID, at: 5 })).toBe(keyOf(WITH_ID));
  });

  it('depends on scope, id, type, name, identifiers, traits, properties and company', () => {
    const others: CanonicalEvent[] = [
      { ...WITH_ID, scope: 'other' },
      { ...WITH_ID, id: 'm2' },
      { ...WITH_ID, id: null },
      { ...WITH_ID, type: 'page' },
      { ...WITH_ID, name: '' },
      { ...WITH_ID, identifiers: EVENT.identifiers.slice(1) },
      { ...WITH_ID, traits: [{ name: 'city', value: 'Nice' }] },
      { ...WITH_ID, properties: { value: 1 } },
      { ...WITH_ID, properties: { value: '1' } },
      { ...WITH_ID, properties: { value: true } },
      { ...WITH_ID, properties: { value: null } },
      { ...WITH_ID, properties: { value: [1] } },
      { ...WITH_ID, company: null },
      { ...WITH_ID, company: { ...EVENT.company!, leaves: true } },
    ];
    const keys = [WITH_ID, ...others].map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('does not depend on the order of members, identifiers and traits', () => {
    const members = fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<JsonValue>);
    fc.assert(
      fc.property(members, (properties) => {
        const reversed = Object.fromEntries(Object.entries(properties).reverse());
        const traits = Object.entries(properties).map(([name, value]) => ({ name, value }));
        const one = { ...EVENT, properties, traits };
        const other = {
          ...EVENT,
          properties: reversed,
          traits: [...traits].reverse(),
          identifiers: [...EVENT.identifiers].reverse(),
        };
        expect(keyOf(other)).toBe(keyOf(one));
      }),
    );
  });

  it('shares its id half with other contents of the id, and only then', () => {
    const idHalf = (event: CanonicalEvent): string => keyOf(event).slice(16);
    expect(idHalf({ ...WITH_ID, name: 'other' })).toBe(idHalf(WITH_ID));
    expect(idHalf({ ...WITH_ID, scope: 'other' })).not.toBe(idHalf(WITH_ID));
  });

  it('takes records nested deeper than any stack', () => {
    let deep: JsonValue = 1;
    for (let i = 0; i < 50_000; i += 1) deep = [deep];
    expect(keyOf({ ...EVENT, properties: { deep } })).toMatch(/^[0-9a-f]{32}$/);
  });

  it('treats a property called __proto__ as data', () => {
    const properties = JSON.parse('{"__proto__":{"a":1}}') as { [key: string]: JsonValue };
    expect(keyOf({ ...EVENT, properties })).not.toBe(keyOf(EVENT));
  });
});
