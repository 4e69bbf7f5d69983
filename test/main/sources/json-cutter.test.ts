import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RejectedRecord } from '#main/parser/piece.ts';
import { STANDS_ALONE, START } from '#main/parser/piece.ts';
import type { CutPiece } from '#main/sources/cutter.ts';
import { JsonCutter } from '#main/sources/json-cutter.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';

interface Cut {
  readonly values: string[];
  readonly places: string[];
  readonly rejections: RejectedRecord[];
}

function cut(content: string | Uint8Array, steps: readonly number[] = [1 << 20], pieceBytes = 64): Cut {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const cutter = new JsonCutter(pieceBytes, START);
  const pieces: CutPiece[] = [];
  for (let at = 0, step = 0; at < bytes.length; step += 1) {
    const count = Math.max(1, steps[step % steps.length]!);
    pieces.push(...cutter.push(new Uint8Array(bytes.subarray(at, at + count))));
    at += count;
  }
  pieces.push(...cutter.end(null));
  const values = pieces.flatMap(({ bytes: piece, table }) =>
    Array.from(table!.starts, (start, i) =>
      Buffer.from(piece.slice(start, table!.ends[i])).toString().trim(),
    ),
  );
  const places = pieces.flatMap(({ firstLine, table }) =>
    Array.from(
      table!.lines,
      (line, i) => `${firstLine + line}:${table!.records[i] === STANDS_ALONE ? '-' : table!.records[i]}`,
    ),
  );
  return { values, places, rejections: pieces.flatMap((piece) => piece.rejections) };
}

const indents = fc.constantFrom(undefined, 1, 2, '\t');

test('finds every element of any list, however it is laid out and fed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      indents,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (list, indent, steps) => {
        const text = JSON.stringify(list, null, indent);
        const found = cut(text, steps);
        expect(found.values.map((value) => JSON.parse(value) as unknown)).toEqual(JSON.parse(text));
        expect(found.places.map((place) => Number(place.split(':')[1]))).toEqual(list.map((_, i) => i));
        expect(found.rejections).toEqual([]);
      },
    ),
    { seed: UNIFY_SEED },
  );
});

test('finds values that follow one another, pretty-printed or not, with their lines', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }),
      indents,
      (values, indent) => {
        const texts = values.map((value) => JSON.stringify(value, null, indent));
        const found = cut(texts.join('\n'), [3, 1, 7]);
        expect(found.values).toEqual(texts);
        let line = 1;
        const lines = texts.map((text) => {
          const first = line;
          line += text.split('\n').length;
          return `${first}:-`;
        });
        expect(found.places).toEqual(lines);
      },
    ),
    { seed: UNIFY_SEED },
  );
});

test('never hangs, loses its place or depends on how broken content is fed', () => {
  const alphabet = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ':',
    '\\',
    '\n',
    ' ',
    '1',
    'a',
    '{"a":',
    '},{"a":1',
    '"x"',
    'é',
  );
  fc.assert(
    fc.property(
      fc.array(alphabet, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      (parts, steps) => {
        const text = parts.join('');
        const whole = cut(text);
        expect(cut(text, steps)).toEqual(whole);
        const kept = whole.values.join('').replace(/[\s,]/g, '').length;
        expect(kept).toBeLessThanOrEqual(text.replace(/[\s,]/g, '').length);
      },
    ),
    { seed: UNIFY_SEED },
  );
});

describe('goes on behind a broken element', () => {
  test.each([
    ['a bare word', '[{"a":1},{"a":tru},{"a":3}]', ['{"a":1}', '{"a":tru}', '{"a":3}']],
    [
      'a missing quote',
      '[{"a":1},{"a":"x},{"a":"y"},{"a":"z"}]',
      ['{"a":1}', '{"a":"x}', '{"a":"y"}', '{"a":"z"}'],
    ],
    ['a missing brace', '[{"a":1},{"a":{"b":2},{"a":3}]', ['{"a":1}', '{"a":{"b":2}', '{"a":3}']],
    ['a missing bracket', '[{"a":1},{"a":[1,2},{"a":3}]', ['{"a":1}', '{"a":[1,2}', '{"a":3}']],
    ['a brace too many', '[{"a":1}},{"a":2}]', ['{"a":1}', '}', '{"a":2}']],
    ['a comma missing', '[{"a":1} {"a":2}]', ['{"a":1}', '{"a":2}']],
    ['a comment', '[{"a":1},/* two */{"a":2},{"a":3}]', ['{"a":1}', '/* two */', '{"a":2}', '{"a":3}']],
  ])('with %s', (_, text, values) => {
    expect(cut(text).values.map((value) => value.replace(/,$/, ''))).toEqual(values);
  });

  test('spread over lines', () => {
    const text =
      '[\n  {\n    "a": 1\n  },\n  {\n    "a": "x,\n    "b": [\n      {\n        "c": 1\n      }\n    ]\n  },\n  {\n    "a": 3\n  }\n]';
    const { values, places } = cut(text);
    expect(values.length).toBe(3);
    expect(places).toEqual(['2:0', '5:1', '13:2']);
    expect(JSON.parse(values[2]!)).toEqual({ a: 3 });
  });
});

test('gives up a value that is too long with bounded memory and keeps what follows', () => {
  const cutter = new JsonCutter(1 << 20, START);
  const values: string[] = [];
  const rejections: RejectedRecord[] = [];
  let largest = 0;
  const take = (pieces: CutPiece[]): void => {
    for (const { bytes, table, rejections: more } of pieces) {
      rejections.push(...more);
      largest = Math.max(largest, bytes.length);
      for (let i = 0; i < table!.starts.length; i += 1)
        values.push(Buffer.from(bytes.slice(table!.starts[i], table!.ends[i])).toString());
    }
  };
  take(cutter.push(new Uint8Array(Buffer.from('[{"a":1},\n{"a":"'))));
  for (let mega = 0; mega < 200; mega += 1) take(cutter.push(new Uint8Array(1 << 20).fill(0x78)));
  take(cutter.push(new Uint8Array(Buffer.from('"},\n{"a":2}]'))));
  take(cutter.end(null));
  expect(values).toEqual(['{"a":1}', '{"a":2}']);
  expect(rejections.map(({ line, record, reason }) => `${line}:${record} ${reason}`)).toEqual([
    '2:1 too-long',
  ]);
  expect(largest).toBeLessThan(1 << 20);
});

test('takes time linear in a document that is broken everywhere', () => {
  // Each of these opens a list and never closes it, so that every look back finds another to look behind.
  const text = `[${'{"k":[{},'.repeat(200_000)}`;
  const { values } = cut(text, [1 << 16], 1 << 20);
  expect(values.length).toBeGreaterThan(0);
});
