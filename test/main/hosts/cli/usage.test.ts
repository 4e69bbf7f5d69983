import { describe, expect, test } from 'vitest';
import { parseCommandLine, UsageError, wholeNumber } from '#main/hosts/cli/usage.ts';

describe('the command line', () => {
  test('reads paths, options and flags', () => {
    const line = parseCommandLine(['unify', 'a.ndjson', '--country', 'DE', '-', '--json']);
    expect([line.command, line.paths, line.text('country'), line.flag('json'), line.text('out')]).toEqual([
      'unify',
      ['a.ndjson', '-'],
      'DE',
      true,
      undefined,
    ]);
  });

  test.each([
    [[], /command is missing/],
    [['frobnicate'], /no command "frobnicate"/],
    [['toString'], /no command "toString"/],
    [['segment', 'a'], /no command "segment" yet/],
    [['compare', 'a', '--rules'], /right is: weft compare PATH/],
    [['unify', 'a', '--frob'], /right is: weft unify PATH/],
    [['unify', 'a', '--out'], /right is: weft unify PATH/],
  ])('answers %j with one line that shows the right form', (args, said) => {
    expect(() => parseCommandLine(args)).toThrow(UsageError);
    expect(() => parseCommandLine(args)).toThrow(said);
  });

  test.each(['0', '-3', '1.5', 'many', ''])('refuses %j as a number of events', (text) => {
    expect(() => wholeNumber(parseCommandLine(['sample', `--events=${text}`]), 'events', 1000, 1)).toThrow(
      /whole number/,
    );
  });
});
