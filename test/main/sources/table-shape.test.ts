import { describe, expect, test } from 'vitest';
import { sniffTable } from '#main/sources/table-shape.ts';
import { places, readAll } from './read-all.ts';

const HEADER = 'what,who';
const GOOD = ['a,a@x.example', 'b,b@x.example'];
const SHORT = 'short';
const LONG = 'c,c@x.example,one too many';
const UNCLOSED = '"d,d@x.example';

const BY_COLUMNS = {
  dialect: 'table',
  mapping: {
    type: { fixed: 'track' },
    name: { column: 'what' },
    at: null,
    id: null,
    identifiers: [['email', { column: 'who' }]],
    traits: [],
    properties: [],
    group: null,
    items: null,
  },
} as const;

const sniff = (...rows: string[]) => sniffTable(Buffer.from(rows.join('\n')), true);

describe('a small table of which half is damaged', () => {
  test.each([
    [
      [...GOOD, SHORT, LONG, UNCLOSED],
      ['2:0 a', '3:0 b'],
      [4, 5, 6],
    ],
    [
      [UNCLOSED, SHORT, GOOD[0]!, LONG, GOOD[1]!],
      ['4:0 a', '6:0 b'],
      [2, 3, 5],
    ],
    [
      [SHORT, GOOD[0]!, UNCLOSED, LONG, GOOD[1]!],
      ['3:0 a', '6:0 b'],
      [2, 4, 5],
    ],
  ])('gives the rows that are sound and rejects the others: %j', async (rows, sound, damaged) => {
    const read = await readAll([HEADER, ...rows].join('\n'), BY_COLUMNS);
    expect(read.rows).toEqual(sound);
    expect(places(read).toSorted()).toEqual(damaged.map((line) => `${line}:0 wrong-column-count`));
  });

  test('is divided by the character that its header is divided by', () => {
    expect(
      sniff('Mail;Unit price', 'a@x.example;1,50', 'b@x.example;2,50', SHORT, 'c;1;1')?.shape,
    ).toMatchObject({
      delimiter: ';',
      columns: ['Mail', 'Unit price'],
      hasHeader: true,
    });
  });
});

test.each([
  ['a letter', ['Dear Ann, dear Bob', 'thanks, all is well', 'we are at sea', 'yours, Cleo']],
  ['a poem', ['Roses are red, violets are blue', 'sugar is sweet', 'and so are you, my dear, today']],
  ['a list of tasks', ['Tasks; all of them', 'call Ann; today', 'write to Bob', 'nothing; really; more']],
  ['notes', ['Hi,Bob', 'see you', 'then', 'maybe']],
  ['minutes', ['Ann, Bob, Cleo', 'opened at nine', 'the budget, the plan, the party', 'closed']],
  ['data without a header', ['a@x.example,1', 'b@x.example,2', 'c', 'd,4,4']],
])('takes %s for no table', (_, lines) => {
  expect(sniff(...lines)).toBeNull();
});
