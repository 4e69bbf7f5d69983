import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecordBlockBuilder, readRecord } from '#shared/event/record-block.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';

test('reaches every text by its row, whether it came as bytes or as text', () => {
  const rows = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.boolean()));
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

test('breaks loudly on a row that is not there', () => {
  expect(() => readRecord(new RecordBlockBuilder().finish(), 0)).toThrow(/broken invariant/);
});
