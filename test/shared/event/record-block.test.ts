import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordBlockBuilder, readRecord } from '#shared/event/record-block.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';

/** As records are: no line end before them. */
const text = fc.string({ unit: 'grapheme' }).map((any) => any.replace(/^\n+/, ''));

test('reaches every text by its row, whether it came as bytes or as text', () => {
  const rows = fc.array(fc.tuple(text, fc.boolean()));
  fc.assert(
    fc.property(rows, (texts) => {
      const builder = new RecordBlockBuilder();
      for (const [text, asBytes] of texts) {
        const bytes = Buffer.from(`..${text}.`);
        if (asBytes) builder.addRange(bytes, 2, bytes.length - 1);
        else builder.addText(text);
      }
      // Behind other bytes, as in a buffer that was not made for it alone.
      const block = Buffer.concat([Buffer.from('pad'), builder.finish()]).subarray(3);
      expect(texts.map((_, row) => readRecord(block, row))).toEqual(texts.map(([text]) => text));
    }),
    { seed: UNIFY_SEED },
  );
});

test('reaches every line of a file, whichever of them were left out', () => {
  const lines = fc.array(
    fc.tuple(
      text.map((any) => any.replaceAll('\n', ' ')),
      fc.boolean(),
    ),
  );
  fc.assert(
    fc.property(lines, (file) => {
      const bytes = Buffer.from(file.map(([line]) => `${line}\n`).join(''));
      const builder = new RecordBlockBuilder();
      const kept: string[] = [];
      let start = 0;
      for (const [line, isKept] of file) {
        const end = bytes.indexOf('\n', start);
        if (isKept) {
          builder.addRange(bytes, start, end);
          kept.push(line);
        }
        start = end + 1;
      }
      const block = builder.finish();
      expect(kept.map((_, row) => readRecord(block, row))).toEqual(kept);
    }),
    { seed: UNIFY_SEED },
  );
});

test('breaks loudly on a row that is not there', () => {
  expect(() => readRecord(new RecordBlockBuilder().finish(), 0)).toThrow(/broken invariant/);
});
