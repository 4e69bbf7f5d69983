import { expect, it } from 'vitest';
import { importOptions, REQUEST_SCHEMAS } from '#shared/protocol/requests.ts';

const OPTIONS = { dialect: 'weft', zone: 'UTC', columns: null, eachLineIsAnEvent: false };
const inspect = REQUEST_SCHEMAS['source.inspect'];

it.each(['DE', null])('accepts %j as the country of a source', (country) => {
  expect(importOptions.safeParse({ ...OPTIONS, country }).success).toBe(true);
  expect(inspect.safeParse({ token: 't', zone: 'UTC', country }).success).toBe(true);
});

it.each(['XX', 'de', 'Germany', '__', ''])('refuses %j as the country of a source', (country) => {
  expect(importOptions.safeParse({ ...OPTIONS, country }).success).toBe(false);
  expect(inspect.safeParse({ token: 't', zone: 'UTC', country }).success).toBe(false);
});
