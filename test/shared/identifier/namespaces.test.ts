import { describe, expect, test } from 'vitest';
import {
  COMPANY_NAMESPACES,
  COOKIE_NAMESPACES,
  canonicalNamespace,
  DEVICE_NAMESPACES,
  isCompanyNamespace,
  RECORDED_NAMESPACES,
  STRONG_NAMESPACES,
} from '#shared/identifier/namespaces.ts';

const LISTS = [
  STRONG_NAMESPACES,
  DEVICE_NAMESPACES,
  COOKIE_NAMESPACES,
  RECORDED_NAMESPACES,
  COMPANY_NAMESPACES,
];

describe('canonicalNamespace', () => {
  test.each([
    ['identify_by_email', 'email'],
    ['Identify_By_Phone', 'phone'],
    ['Facebook_fbp', 'facebook__fbp'],
    ['facebook__fbc', 'facebook__fbc'],
    ['Facebook_fbc', 'facebook__fbc'],
    ['google_analytics_client_ID', 'google_analytics__client_id'],
    ['google_analytics__app_instance_id', 'google_analytics__app_instance_id'],
    ['anonymousId', 'anonymous_id'],
    ['userId', 'user_id'],
    ['CustomerLabs_User_ID', 'customerlabs_user_id'],
    ['ScCid', 'sccid'],
    ['groupId', 'group_id'],
    [' crm_user_id ', 'crm_user_id'],
  ])('reads %s as %s', (raw, name) => {
    expect(canonicalNamespace(raw)).toBe(name);
  });

  test('keeps unknown names as they are written, without outer blanks', () => {
    expect(canonicalNamespace(' Loyalty_Card__No ')).toBe('Loyalty_Card__No');
    expect(canonicalNamespace('__proto__')).toBe('__proto__');
    expect(canonicalNamespace('constructor')).toBe('constructor');
    expect(canonicalNamespace('identify_by_user_id')).toBe('identify_by_user_id');
  });

  test('leaves every listed name alone and lists none twice', () => {
    const all = LISTS.flat();
    for (const name of all) expect(canonicalNamespace(name)).toBe(name);
    expect(new Set(all).size).toBe(all.length);
  });

  test('keeps the names of companies apart from those of people', () => {
    expect(isCompanyNamespace('identify_by_website')).toBe(true);
    expect(isCompanyNamespace('email')).toBe(false);
    expect(isCompanyNamespace('website')).toBe(false);
  });
});
