import { describe, expect, it } from 'vitest';
import { NormalForm, stepProblems } from '#shared/identity/normal-form.ts';

const formOf = (value: string, ...steps: string[]): string => new NormalForm(steps).of(value);

describe('a step', () => {
  it.each([
    ['trim', ' \u00a0a b\n', 'a b'],
    ['lower-case', 'AbC-É', 'abc-é'],
    ['digits', '+49 (171) 39-200', '4917139200'],
    ['digits', '٣4', '4'],
    ['letters-and-digits', 'AB-12/ü_é 7', 'AB12üé7'],
    ['leading-zeros', '000420', '420'],
    ['leading-zeros', '000', '0'],
    ['leading-zeros', '0', '0'],
    ['email', ' Ann.Lee@Post.Example ', 'ann.lee@post.example'],
    ['email', 'Customer 7', 'Customer 7'],
    ['phone', '+49 171 3920 000', '+491713920000'],
    ['phone', '0171 3920 000', '0171 3920 000'],
    ['phone:DE', '0171 3920 000', '+491713920000'],
    ['phone:DE', 'none', 'none'],
    ['plus-tag', 'ann+news+x@post.example', 'ann@post.example'],
    ['plus-tag', '+ann@post.example', '+ann@post.example'],
    ['plus-tag', 'ann@post.example+x', 'ann@post.example+x'],
    ['plus-tag', 'a+b@c@d', 'a+b@c@d'],
    ['gmail-dots', 'a.n.n@gmail.com', 'ann@gmail.com'],
    ['gmail-dots', 'a.nn@GoogleMail.com', 'ann@gmail.com'],
    ['gmail-dots', 'a.nn@post.example', 'a.nn@post.example'],
    ['gmail-dots', '...@gmail.com', '...@gmail.com'],
    ['strip-prefix:CRM-', 'crm-CRM-7', '7'],
    ['strip-prefix:CRM-', '7-CRM-', '7-CRM-'],
    ['strip-prefix:auth0|', 'auth0|x', 'x'],
  ])('%s makes of %j %j', (step, value, form) => {
    expect(formOf(value, step)).toBe(form);
    expect(formOf(form, step)).toBe(form);
  });
});

describe('a normal form', () => {
  it('goes through the steps in their order, and again until nothing changes', () => {
    expect(formOf('CRM: 0042', 'strip-prefix:crm:', 'trim', 'leading-zeros')).toBe('42');
    expect(formOf('0CRM-0042', 'strip-prefix:crm-', 'leading-zeros')).toBe('42');
    expect(formOf(' A.nn+x@googlemail.com', 'email', 'plus-tag', 'gmail-dots')).toBe('ann@gmail.com');
  });

  it('is nothing when nothing is left, or when the value never rests', () => {
    expect(formOf('n/a', 'digits')).toBe('');
    expect(formOf('CRM-', 'strip-prefix:CRM-')).toBe('');
    expect(formOf('ba'.repeat(50), 'strip-prefix:a', 'strip-prefix:b')).toBe('');
    expect(formOf('ba'.repeat(4), 'strip-prefix:a', 'strip-prefix:b', 'trim')).toBe('');
    expect(formOf('baba7', 'strip-prefix:a', 'strip-prefix:b')).toBe('7');
  });

  it('takes a value of a megabyte a few times through each step', () => {
    const long = `CRM-${'0'.repeat(500_000)}${'9'.repeat(500_000)}`;
    expect(formOf(long, 'lower-case', 'strip-prefix:crm-', 'leading-zeros')).toBe('9'.repeat(500_000));
    expect(formOf('ab'.repeat(500_000), 'strip-prefix:a', 'strip-prefix:b')).toBe('');
  });
});

describe('problems of steps', () => {
  it('are named with their place', () => {
    expect(stepProblems(['trim', 'upper-case', 'phone:XX', 'strip-prefix:', 'trim'])).toEqual([
      expect.stringMatching(
        /^\[1\]: there is no step "upper-case"; expected trim, lower-case, digits, .*phone:COUNTRY/,
      ),
      '[2]: "XX" is no country; expected two letters, as in "phone:DE"',
      '[3]: "strip-prefix:" names no prefix; expected one, as in "strip-prefix:CRM-"',
      '[4]: "trim" is named twice',
    ]);
    expect(stepProblems(['toString'])).toHaveLength(1);
  });

  it('include steps that undo each other', () => {
    expect(stepProblems(['phone:DE', 'digits'])).toEqual([
      ': "digits" takes away the signs that "phone:DE" reads; expected one of them',
    ]);
    expect(stepProblems(['letters-and-digits', 'gmail-dots'])).toHaveLength(1);
    expect(stepProblems(['strip-prefix:a', 'strip-prefix:b', 'digits', 'leading-zeros'])).toEqual([]);
  });
});
