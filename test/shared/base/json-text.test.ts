import { expect, test } from 'vitest';
import { jsonText } from '#shared/base/json-text.ts';

test('prints a value as JSON, and one that is nested deeper than the stack as a note in JSON', () => {
  expect(jsonText({ a: [1, null] })).toBe('{"a":[1,null]}');
  const depth = 1_000_000;
  const deep = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  expect(JSON.parse(jsonText(deep))).toMatch(/too deeply/);
});
