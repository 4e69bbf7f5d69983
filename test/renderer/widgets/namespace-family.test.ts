import { expect, test } from 'vitest';
import { namespaceFamily } from '#renderer/widgets/namespace-family.ts';

test.each([
  ['email', 'email', 'E'],
  ['phone', 'phone', 'P'],
  ['customerlabs_user_id', 'device', 'D'],
  ['anonymous_id', 'device', 'D'],
  ['facebook__fbp', 'ads', 'A'],
  ['gclid', 'ads', 'A'],
  ['shopify_cart_token', 'commerce', 'S'],
  ['google_analytics__client_id', 'analytics', 'G'],
  ['crm_user_id', 'crm', 'C'],
  ['user_id', 'crm', 'U'],
  ['group_id', 'company', 'B'],
  ['identify_by_website', 'company', 'B'],
])('draws %s as %s with the letter %s', (namespace, hue, letter) => {
  expect(namespaceFamily(namespace)).toMatchObject({ hue, letter });
});

test('draws any name at all', () => {
  expect(namespaceFamily('__proto__').letter).toBe('P');
  expect(namespaceFamily('').letter).toBe('?');
});
