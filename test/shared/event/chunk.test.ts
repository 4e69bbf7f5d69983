import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packTexts } from '#shared/base/dictionary.ts';
import type { BatchColumns, EventBatch } from '#shared/event/batch.ts';
import { BATCH_COLUMN_KINDS, BATCH_COLUMN_NAMES } from '#shared/event/batch.ts';
import { DamagedChunk } from '#shared/event/byte-writer.ts';
import { decodeBatch, encodeBatch } from '#shared/event/chunk.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';

const doubles = fc.oneof(
  fc.array(fc.double()),
  fc.array(fc.oneof(fc.integer(), fc.constant(Number.NaN), fc.constant(1.7e12))),
  fc.array(fc.integer({ min: -100_000, max: 100_000 }).map((cents) => cents / 100)),
  fc.array(fc.constantFrom(-0, 0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 50), 0.1, 1e-300)),
);
const wholes = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 })).map((list) => list.toSorted((a, b) => a - b)),
);
const columnOf = {
  f64: doubles.map((list) => Float64Array.from(list)),
  u32: wholes.map((list) => Uint32Array.from(list)),
  i32: fc.array(fc.integer()).map((list) => Int32Array.from(list)),
  u8: fc.array(fc.integer({ min: 0, max: 255 })).map((list) => Uint8Array.from(list)),
};
const texts = fc.array(fc.string({ unit: 'binary' })).map((list) => packTexts(['', ...list]));

const batches: fc.Arbitrary<EventBatch> = fc
  .record({
    texts,
    ids: texts.map(({ bytes, ends }) => ({ bytes, ends })),
    columns: fc.record(
      Object.fromEntries(BATCH_COLUMN_NAMES.map((name) => [name, columnOf[BATCH_COLUMN_KINDS[name]]])),
    ),
  })
  .map(({ texts: block, ids, columns }) => {
    const typed = columns as unknown as BatchColumns;
    return { rowCount: typed.at.length, texts: block, ids, columns: typed };
  });

test('reads back exactly what was written, NaN and -0 included', () => {
  fc.assert(
    fc.property(batches, (batch) => {
      expect(decodeBatch(encodeBatch(batch))).toEqual(batch);
    }),
    { seed: UNIFY_SEED },
  );
});

describe('of damaged bytes', () => {
  test('says so instead of reading on, wherever they end', () => {
    fc.assert(
      fc.property(batches, fc.double({ min: 0, max: 0.999, noNaN: true }), (batch, share) => {
        const bytes = encodeBatch(batch);
        expect(() => decodeBatch(bytes.subarray(0, Math.floor(bytes.length * share)))).toThrow(DamagedChunk);
      }),
      { seed: UNIFY_SEED },
    );
  });

  test('never allocates for values that are announced and not there', () => {
    const announced = Uint8Array.of(1, 0, 0xff, 0xff, 0xff, 0xff, 0x7f);
    expect(() => decodeBatch(announced)).toThrow(DamagedChunk);
  });

  test('refuses another version', () => {
    expect(() => decodeBatch(Uint8Array.of(9, 0, 0, 0))).toThrow(/version 9/);
  });
});
