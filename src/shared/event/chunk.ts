/**
 * A batch as bytes: the column chunk that the database keeps. Compression is left to whoever stores it.
 *
 *     version · rowCount · texts · ids · column after column, in the order of BATCH_COLUMN_KINDS
 *
 * Texts are their lengths and their bytes; hashes are computed again. A column says how it is packed: ascending whole
 * numbers (rows, ends, lines, times in order) as differences, others as they are, amounts with two decimals as cents,
 * and only what fits none of these as eight bytes. What is read equals what was written, NaN and -0 included.
 */

import type { TextRun } from '../base/dictionary.ts';
import { blockOfRun } from '../base/dictionary.ts';
import type { BatchColumnName, EventBatch } from './batch.ts';
import { BATCH_COLUMN_KINDS, BATCH_COLUMN_NAMES } from './batch.ts';
import { ByteReader, ByteWriter, DamagedChunk } from './byte-writer.ts';

const CHUNK_VERSION = 1;

const PACKING = {
  /** Whole numbers as varints. */
  plain: 0,
  /** Ascending whole numbers as varints of their differences. */
  difference: 1,
  /** The elements as they are. */
  raw: 2,
  /** Doubles that are whole numbers: differences of known ones, plus one; 0 is NaN. */
  whole: 3,
  /** Doubles with two decimals: as `whole`, in hundredths. */
  cents: 4,
} as const;

/** Whole doubles up to here keep their differences exact in a varint. */
const LARGEST_WHOLE = 2 ** 50;

export function encodeBatch(batch: EventBatch): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  out.byte(CHUNK_VERSION);
  out.varint(batch.rowCount);
  writeTexts(batch.texts, out);
  writeTexts(batch.ids, out);
  for (const name of BATCH_COLUMN_NAMES) {
    const column = batch.columns[name];
    out.varint(column.length);
    if (column instanceof Float64Array) writeDoubles(column, out);
    else if (column instanceof Uint32Array) writeWholes(column, out);
    else if (column instanceof Int32Array) out.words(column);
    else out.raw(column);
  }
  return out.toBytes();
}

/** Throws `DamagedChunk` when the bytes are no chunk of this version. */
export function decodeBatch(bytes: Uint8Array): EventBatch {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version !== CHUNK_VERSION) throw new DamagedChunk(`version ${version}, expected ${CHUNK_VERSION}`);
  const rowCount = reader.varint();
  const texts = blockOfRun(readTexts(reader));
  const ids = readTexts(reader);
  const columns = Object.fromEntries(BATCH_COLUMN_NAMES.map((name) => [name, readColumn(name, reader)]));
  if (reader.rest > 0) throw new DamagedChunk(`${reader.rest} bytes too many`);
  // The names and kinds are those of BATCH_COLUMN_KINDS, which is checked against BatchColumns.
  const batch = { rowCount, texts, ids, columns: columns as unknown as EventBatch['columns'] };
  if (batch.columns.at.length !== rowCount) throw new DamagedChunk('columns and row count disagree');
  return batch;
}

function writeTexts(block: TextRun, out: ByteWriter): void {
  out.varint(block.ends.length);
  let start = 0;
  for (let code = 0; code < block.ends.length; code += 1) {
    out.varint(block.ends[code]! - start);
    start = block.ends[code]!;
  }
  out.raw(block.bytes.subarray(0, start));
}

function readTexts(reader: ByteReader): TextRun {
  const count = reader.count(1);
  const ends = new Uint32Array(count);
  let end = 0;
  for (let code = 0; code < count; code += 1) {
    end += reader.varint();
    ends[code] = end;
  }
  return { bytes: reader.raw(end), ends };
}

function writeWholes(column: Uint32Array, out: ByteWriter): void {
  let ascends = true;
  for (let i = 1; i < column.length && ascends; i += 1) ascends = column[i]! >= column[i - 1]!;
  out.byte(ascends ? PACKING.difference : PACKING.plain);
  if (!ascends) {
    out.varints(column);
    return;
  }
  const steps = new Uint32Array(column.length);
  for (let i = 0; i < column.length; i += 1) steps[i] = column[i]! - (i === 0 ? 0 : column[i - 1]!);
  out.varints(steps);
}

function writeDoubles(column: Float64Array, out: ByteWriter): void {
  for (const packing of [PACKING.whole, PACKING.cents]) {
    const steps = wholeSteps(column, packing === PACKING.cents ? 100 : 1);
    if (steps === null) continue;
    out.byte(packing);
    out.varints(steps);
    return;
  }
  out.byte(PACKING.raw);
  out.doubles(column);
}

/** Differences of the values times `scale`; null when a value would not come back exactly. */
function wholeSteps(column: Float64Array, scale: number): Float64Array | null {
  const steps = new Float64Array(column.length);
  let before = 0;
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i]!;
    if (value !== value) continue;
    const whole = Math.round(value * scale);
    if (whole / scale !== value || Object.is(value, -0) || Math.abs(whole) > LARGEST_WHOLE) return null;
    const step = whole - before;
    before = whole;
    steps[i] = (step < 0 ? -2 * step - 1 : 2 * step) + 1;
  }
  return steps;
}

function readColumn(
  name: BatchColumnName,
  reader: ByteReader,
): Uint8Array | Uint32Array | Int32Array | Float64Array {
  switch (BATCH_COLUMN_KINDS[name]) {
    case 'u8':
      return reader.raw(reader.count(1));
    case 'i32':
      return reader.words(reader.count(4));
    case 'u32':
      return readWholes(reader);
    case 'f64':
      return readDoubles(reader);
  }
}

function readWholes(reader: ByteReader): Uint32Array {
  const count = reader.count(1);
  const isDifference = readPacking(reader, [PACKING.plain, PACKING.difference]) === PACKING.difference;
  const column = new Uint32Array(count);
  let before = 0;
  for (let i = 0; i < count; i += 1) {
    const value = reader.varint();
    before = isDifference ? before + value : value;
    column[i] = before;
  }
  return column;
}

function readDoubles(reader: ByteReader): Float64Array {
  const count = reader.count(1);
  const packing = readPacking(reader, [PACKING.raw, PACKING.whole, PACKING.cents]);
  if (packing === PACKING.raw) return reader.doubles(count);
  const scale = packing === PACKING.cents ? 100 : 1;
  const column = new Float64Array(count);
  let before = 0;
  for (let i = 0; i < count; i += 1) {
    const step = reader.varint();
    if (step === 0) {
      column[i] = Number.NaN;
      continue;
    }
    const zigzag = step - 1;
    before += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    column[i] = before / scale;
  }
  return column;
}

function readPacking(reader: ByteReader, known: readonly number[]): number {
  const packing = reader.byte();
  if (!known.includes(packing)) throw new DamagedChunk(`unknown packing ${packing}`);
  return packing;
}
