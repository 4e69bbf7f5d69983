import { describe, expect, it } from 'vitest';
import { Dictionary } from '#shared/base/dictionary.ts';
import { IdentifierTable } from '#shared/event/identifier-table.ts';

describe('the identifier table', () => {
  it('gives every pair of namespace and value one number, while it grows', () => {
    const dictionary = new Dictionary();
    const table = new IdentifierTable(dictionary);
    const namespaces = ['email', 'phone', '__proto__'].map((name) => table.namespaceIndex(name));
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 3000; i += 1)
        expect(table.intern(namespaces[i % 3]!, dictionary.intern(`v${i >> 1}`))).toBe(i);
    }
    expect(table.size).toBe(3000);
    expect(table.find('__proto__', 'v1')).toBe(2);
    expect(table.get(2)).toEqual({ namespace: '__proto__', value: 'v1' });
  });

  it('finds -1 for a namespace or value that no event carries', () => {
    const dictionary = new Dictionary();
    const table = new IdentifierTable(dictionary);
    table.intern(table.namespaceIndex('email'), dictionary.intern('a@x'));
    dictionary.intern('only a text');
    expect(table.find('phone', 'a@x')).toBe(-1);
    expect(table.find('email', 'only a text')).toBe(-1);
    expect(table.find('email', 'b@x')).toBe(-1);
    expect([table.findNamespace('email'), table.findNamespace('phone')]).toEqual([0, -1]);
  });
});
