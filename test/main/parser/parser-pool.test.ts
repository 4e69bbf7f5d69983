import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unpackBatch } from '#main/parser/pack-batch.ts';
import { ParserPool } from '#main/parser/parser-pool.ts';
import { bytesSource } from '#main/sources/byte-source.ts';
import { readSource } from '#main/sources/read-source.ts';
import { readRecord } from '#shared/event/record-block.ts';
import { buildParserWorker } from '../../support/built-worker.ts';
import { event, readAll, WEFT_OPTIONS } from '../sources/read-all.ts';

let workerFile = '';
const pools: ParserPool[] = [];
const poolOf = (threads: number, file = workerFile): ParserPool => {
  const pool = new ParserPool({ threads, workerFile: file });
  pools.push(pool);
  return pool;
};

beforeAll(async () => {
  workerFile = await buildParserWorker();
});
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

const line = (i: number): string =>
  event(`e${i}`, { id: `i${i}`, properties: { note: `é${'x'.repeat(i % 500)}` } });
const lines = Array.from({ length: 6000 }, (_, i) => (i % 100 === 99 ? 'broken' : line(i))).join('\n');

test('threads give what the process itself gives, chunks included', async () => {
  const here = await readAll(lines, { keepChunks: true });
  const threads = await readAll(lines, { keepChunks: true }, poolOf(3));
  expect(threads).toEqual(here);
  expect(here.rejections.length).toBe(60);
});

test('chunks hold the batch and every record as it was read', async () => {
  const { stretches } = await readAll(lines, { keepChunks: true }, poolOf(2));
  const texts = lines.split('\n');
  for (const { batch, columns, records, firstLine } of stretches) {
    expect(crc32(columns!.bytes)).toBe(columns!.crc);
    expect(crc32(records!.bytes)).toBe(records!.crc);
    expect(unpackBatch(columns!.bytes)).toEqual(batch);
    const block = inflateRawSync(records!.bytes);
    for (let row = 0; row < batch.rowCount; row += 1)
      expect(readRecord(block, row)).toBe(texts[firstLine + batch.columns.line[row]! - 1]);
  }
});

test('two sources share the threads without mixing', async () => {
  const pool = poolOf(2);
  const other = Array.from({ length: 3000 }, (_, i) => line(i).replaceAll('"e', '"f')).join('\n');
  const [a, b] = await Promise.all([readAll(lines, {}, pool), readAll(other, {}, pool)]);
  expect(a.rows).toEqual((await readAll(lines)).rows);
  expect(b.rows).toEqual((await readAll(other)).rows);
});

test('a cancelled reading leaves the pool fit for the next', async () => {
  const pool = poolOf(2);
  const abort = new AbortController();
  const reading = (async () => {
    for await (const _ of readSource(
      bytesSource('log', Buffer.from(lines)),
      WEFT_OPTIONS,
      pool,
      abort.signal,
    ))
      abort.abort();
  })();
  await expect(reading).rejects.toMatchObject({ kind: 'cancelled' });
  expect((await readAll(event('next'), {}, pool)).rows).toEqual(['1:0 next']);
});

describe('a thread that dies', () => {
  const dyingWorker = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'weft-dying-'));
    const file = join(folder, 'worker.mjs');
    // The real entry with a bomb in front of its listener: a piece that says so ends the thread.
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads';
       const listen = parentPort.on.bind(parentPort);
       parentPort.on = (name, listener) => listen(name, (question) => {
         if (Buffer.from(question.task.piece.bytes).includes('DIE')) process.exit(7);
         listener(question);
       });
       await import(${JSON.stringify(`file://${join(dirname(workerFile), 'parser-worker.mjs')}`)});`,
    );
    return file;
  };

  test('rejects the reading it was part of, names the line, and is replaced', async () => {
    const pool = poolOf(1, dyingWorker());
    await expect(readAll(`${event('a')}\n${event('DIE')}`, {}, pool)).rejects.toMatchObject({
      kind: 'engine-stopped',
      context: { line: 1 },
    });
    expect((await readAll(event('alive'), {}, pool)).rows).toEqual(['1:0 alive']);
  });
});

test('a closed pool says so instead of waiting', async () => {
  const pool = poolOf(1);
  await pool.close();
  await expect(readAll(event('late'), {}, pool)).rejects.toMatchObject({ kind: 'engine-stopped' });
});
