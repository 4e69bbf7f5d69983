import { describe, expect, test } from 'vitest';
import { searchSpellings } from '#shared/identifier/search-spellings.ts';

function spellings(text: string, country: string | null = null): string[] {
  return searchSpellings(text, country).map(({ namespace, value }) => `${namespace}=${value}`);
}

describe('searchSpellings', () => {
  test('finds an address however it is typed', () => {
    expect(spellings(' Jane.Doe@Example.COM ')).toContain('email=jane.doe@example.com');
    expect(spellings('mailto:jane@example.com')).toContain('email=jane@example.com');
  });

  test('finds a number in national and international spelling', () => {
    expect(spellings('0171 3920077', 'DE')).toContain('phone=+491713920077');
    expect(spellings('+49 171 3920077')).toContain('phone=+491713920077');
    expect(spellings('491713920077')).toContain('phone=+491713920077');
  });

  test('puts a named namespace first, under its canonical name', () => {
    expect(spellings('identify_by_email:Jane@Example.com')[0]).toBe('email=jane@example.com');
    expect(spellings('Facebook_fbp:fb.1.2.3')[0]).toBe('facebook__fbp=fb.1.2.3');
  });

  test('offers the text as an id of any kind, colons included', () => {
    expect(spellings('CRM-0017')).toEqual(['*=CRM-0017']);
    expect(spellings('urn:user:7')).toContain('*=urn:user:7');
    expect(spellings('6638CAF0-D2C2-4BC0-AECF-8B290B559A37')).toEqual([
      '*=6638caf0-d2c2-4bc0-aecf-8b290b559a37',
      '*=6638CAF0-D2C2-4BC0-AECF-8B290B559A37',
    ]);
  });

  test('finds nothing in blanks', () => {
    expect(spellings('  \n')).toEqual([]);
  });
});
