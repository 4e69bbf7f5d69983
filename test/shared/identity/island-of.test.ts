import { describe, expect, it } from 'vitest';
import { appendEvents, engineOf, logText, ownerOf } from '../../support/log-text.ts';

describe('the island of a profile', () => {
  it('holds the events of all profiles that its keys could have joined, in order, and no others', () => {
    const engine = engineOf(`
      10:09  email:c@x  anon:d
      10:00  anon:d  email:a@x
      10:05  anon:d  email:b@x
      10:07  email:z@x
      10:08  gclid:k
    `);
    for (const word of ['email:a@x', 'email:b@x', 'anon:d'])
      expect(engine.islandOf(ownerOf(engine, word)).map((event) => engine.store.line.at(event))).toEqual([
        2, 3, 1,
      ]);
    appendEvents(engine, logText('10:06  email:z@x  email:b@x'));
    engine.settle();
    const lines = engine.islandOf(ownerOf(engine, 'email:z@x')).map((event) => engine.store.line.at(event));
    expect(lines).toEqual([2, 3, 6, 4, 1]);
  });
});
