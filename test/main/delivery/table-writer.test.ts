import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { writeFileAtomically } from '#main/delivery/atomic-file.ts';
import type { Table, TableFormat } from '#main/delivery/table-writer.ts';
import { writeTable } from '#main/delivery/table-writer.ts';

async function textOf(table: Table, format: TableFormat): Promise<string> {
  const pieces: Uint8Array[] = [];
  await writeTable(table, format, { write: async (bytes) => void pieces.push(bytes) });
  return Buffer.concat(pieces).toString('utf8');
}

const GUARDED: TableFormat = { format: 'csv', guardFormulas: true };
const RAW: TableFormat = { format: 'csv', guardFormulas: false };

describe('CSV', () => {
  test('prefixes every cell that a spreadsheet would run, and no number', async () => {
    const cells = ['=1+1', '+49171', '-2', '@SUM(A1)', '\tx', '\rx', '＝1', 'plain', -2, 3.5];
    const text = await textOf({ columns: ['c'], rows: cells.map((cell) => [cell]) }, GUARDED);
    const read = Papa.parse<string[]>(text.trimEnd())
      .data.slice(1)
      .map((row) => row[0]);
    expect(read).toEqual([
      "'=1+1",
      "'+49171",
      "'-2",
      "'@SUM(A1)",
      "'\tx",
      "'\rx",
      "'＝1",
      'plain',
      '-2',
      '3.5',
    ]);
  });

  test('guards column names too', async () => {
    expect(await textOf({ columns: ['=cmd()'], rows: [] }, GUARDED)).toBe(`"'=cmd()"\r\n`);
  });

  test('gives back every text unchanged when it is not guarded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { maxLength: 20 }),
        async (rows) => {
          const text = await textOf({ columns: ['a', 'b'], rows }, RAW);
          const read = Papa.parse<string[]>(text.slice(0, -2), { delimiter: ',', newline: '\r\n' }).data;
          expect(read).toEqual([['a', 'b'], ...rows]);
        },
      ),
    );
  });

  test('writes lists and objects as JSON text and nothing for null', async () => {
    const text = await textOf({ columns: ['a', 'b'], rows: [[[1, 2], null]] }, RAW);
    expect(text).toBe('a,b\r\n"[1,2]",\r\n');
  });
});

describe('NDJSON', () => {
  test('writes one object a line with every column, hostile names included', async () => {
    const text = await textOf(
      {
        columns: ['__proto__', 'b'],
        rows: [
          ['x', { n: 1 }],
          [null, '=1'],
        ],
      },
      { format: 'ndjson', guardFormulas: true },
    );
    expect(text).toBe('{"__proto__":"x","b":{"n":1}}\n{"__proto__":null,"b":"=1"}\n');
  });
});

describe('a file written atomically', () => {
  test('is readable by its owner only and leaves nothing when writing fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'weft-'));
    const path = join(folder, 'out.csv');
    const bytes = await writeFileAtomically(path, (sink) => sink.write(new TextEncoder().encode('hello')));
    expect(bytes).toBe(5);
    expect(await readFile(path, 'utf8')).toBe('hello');
    expect((await stat(path)).mode & 0o077).toBe(0);
    const failing = writeFileAtomically(path, async (sink) => {
      await sink.write(new TextEncoder().encode('half'));
      throw new Error('disk gone');
    });
    await expect(failing).rejects.toThrow('disk gone');
    expect(await readFile(path, 'utf8')).toBe('hello');
    expect(await readdir(folder)).toEqual(['out.csv']);
  });
});
