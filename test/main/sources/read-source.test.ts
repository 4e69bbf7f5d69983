import { expect, test } from 'vitest';
import { event, places, readAll } from './read-all.ts';

test('reads lines of JSON in order with their true line numbers', async () => {
  const read = await readAll(`${event('one')}\n\n${event('two')}\r\nnot json\n${event('three')}`);
  expect(read.rows).toEqual(['1:0 one', '3:0 two', '5:0 three']);
  expect(places(read)).toEqual(['4:0 not-json']);
});
