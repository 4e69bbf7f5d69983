import { expect, test } from 'vitest';
import { tsvLine } from '#renderer/widgets/table-text.ts';

test('keeps a row in one line of its columns', () => {
  expect(tsvLine(['a\tb', 'c\r\nd'])).toBe('a b\tc d');
});

test('disarms what a spreadsheet would run, and leaves numbers and phone numbers alone', () => {
  expect(tsvLine(['=1+1', '@sum', '+cmd|x', '-2+3|a'])).toBe("'=1+1\t'@sum\t'+cmd|x\t'-2+3|a");
  expect(tsvLine(['+14155550100', '-12.5', '(030) 12'])).toBe('+14155550100\t-12.5\t(030) 12');
});
