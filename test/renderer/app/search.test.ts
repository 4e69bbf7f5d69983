import { expect, test } from 'vitest';
import { profilesSearch, searchOf } from '#renderer/app/search.ts';

const read = searchOf(profilesSearch);

test('takes what an address says', () => {
  expect(read({ states: ['known'], q: 'x', sort: 'events', descending: true })).toEqual({
    states: ['known'],
    q: 'x',
    sort: 'events',
    descending: true,
  });
});

test('leaves out what does not parse, so that an old link still opens its view', () => {
  expect(read({ states: ['golden'], q: 7, sort: 'events', unknown: 1 })).toEqual({ sort: 'events' });
});
