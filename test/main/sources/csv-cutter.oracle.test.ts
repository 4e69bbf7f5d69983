import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeRows, parseCells } from '#main/parser/parse-rows.ts';
import { START } from '#main/parser/piece.ts';
import { CsvCutter } from '#main/sources/csv-cutter.ts';
import type { CutPiece } from '#main/sources/cutter.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';

const FORMAT = { delimiter: ',', newline: '\n', isQuoted: true } as const;

function cut(text: string, steps: readonly number[], pieceBytes = 1): CutPiece[] {
  const bytes = Buffer.from(text);
  const cutter = new CsvCutter(pieceBytes, START, FORMAT);
  const pieces: CutPiece[] = [];
  for (let at = 0, step = 0; at < bytes.length; step += 1) {
    const count = steps[step % steps.length]!;
    pieces.push(...cutter.push(new Uint8Array(bytes.subarray(at, at + count))));
    at += count;
  }
  return [...pieces, ...cutter.end(null)];
}

/** A blank row at the very end is what every final newline looks like to Papa Parse. */
const cellsOf = (bytes: Uint8Array): string[][] =>
  parseCells(decodeRows(bytes, '\n'), FORMAT).filter((row) => row.length > 1 || row[0] !== '');

const steps = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });

test('pieces parse to the rows that the whole parses to', () => {
  const cell = fc.oneof(
    fc.string().map((text) => `"${text.replaceAll('"', '""')}"`),
    fc.string().map((text) => `"${text.replaceAll('"', '""')}"  `),
    fc.string().map((text) => text.replaceAll(/[",\r\n]/g, '')),
    fc.constantFrom('5" pipe', 'a"b"', '"x\r\ny"', '"x\ny"', '"""q"""', ''),
  );
  const row = fc.array(cell, { minLength: 2, maxLength: 4 }).map((cells) => cells.join(','));
  const table = fc.tuple(fc.array(row), fc.constantFrom('\n', '\r\n')).map(([rows, end]) => rows.join(end));
  fc.assert(
    fc.property(table, steps, (text, sizes) => {
      const pieces = cut(text, sizes);
      expect(pieces.flatMap(({ rejections }) => rejections)).toEqual([]);
      expect(pieces.flatMap(({ bytes }) => cellsOf(bytes))).toEqual(cellsOf(Buffer.from(text)));
    }),
    { seed: UNIFY_SEED },
  );
});

test('counts the lines of quoted newlines and loses no byte that it does not name', () => {
  const parts = fc.array(fc.constantFrom('"', ',', '\n', '\r\n', 'a', ' ', '""', '"a"', '","'), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(parts, steps, (text, sizes) => {
      const content = text.join('');
      const pieces = cut(content, sizes);
      let offset = 0;
      for (const { bytes, firstLine, end } of pieces) {
        const at = end.offset - bytes.length;
        expect(Buffer.from(bytes).toString()).toBe(content.slice(at, end.offset));
        expect(firstLine).toBe(content.slice(0, at).split('\n').length);
        offset = end.offset;
      }
      if (pieces.length > 0) expect(offset).toBe(content.length);
      expect(cut(content, [1000]).flatMap(({ rejections }) => rejections)).toEqual(
        pieces.flatMap(({ rejections }) => rejections),
      );
    }),
    { seed: UNIFY_SEED },
  );
});

describe('a quote that nothing closes', () => {
  test('costs its own line', () => {
    const pieces = cut('a,b\n1,"open\n2,x\n3,y', [4]);
    expect(pieces.flatMap(({ bytes }) => cellsOf(bytes))).toEqual([
      ['a', 'b'],
      ['2', 'x'],
      ['3', 'y'],
    ]);
    expect(pieces.flatMap(({ rejections }) => rejections)).toMatchObject([
      { line: 2, reason: 'wrong-column-count' },
    ]);
  });

  test('takes bounded time in a file that is full of them', () => {
    const pieces = cut('"open,1\n'.repeat(400_000), [1 << 16], 1 << 16);
    expect(pieces.flatMap(({ rejections }) => rejections).length).toBeGreaterThan(0);
  });
});
