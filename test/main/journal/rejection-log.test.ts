import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PlacedRejection } from '#main/journal/rejection-log.ts';
import { RejectionLog } from '#main/journal/rejection-log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-rejections-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function rows(from: number, count: number): PlacedRejection[] {
  return Array.from({ length: count }, (_, index) => ({
    line: from + index,
    record: 0,
    field: null,
    reason: 'not-json' as const,
    text: `line ${from + index} is "ö\n"`,
  }));
}

describe('the log of rejections', () => {
  test('pages through any part of it, also when opened anew', async () => {
    const log = new RejectionLog(folder, 3);
    await log.append(rows(0, 700));
    const bytes = await log.append(rows(700, 300));
    for (const reader of [log, new RejectionLog(folder, 3)]) {
      const page = await reader.page(510, 5, bytes);
      expect(page).toEqual(rows(510, 5));
      expect(await reader.page(998, 10, bytes)).toEqual(rows(998, 2));
      expect(await reader.page(1000, 10, bytes)).toEqual([]);
      expect(await reader.page(0, 1000, bytes)).toEqual(rows(0, 1000));
    }
  });

  test('forgets what was never committed', async () => {
    const log = new RejectionLog(folder, 0);
    const committed = await log.append(rows(0, 300));
    await log.append(rows(300, 50));
    await appendFile(join(folder, 'rejections-0.ndjson'), '{"line":');
    const again = new RejectionLog(folder, 0);
    expect(await again.page(290, 100, committed)).toHaveLength(10);
    await again.truncate(committed);
    const bytes = await again.append(rows(900, 1));
    expect((await again.page(299, 5, bytes)).map((row) => row.line)).toEqual([299, 900]);
  });

  test('cuts a text that is as long as a file', async () => {
    const log = new RejectionLog(folder, 0);
    const bytes = await log.append([{ ...rows(0, 1)[0]!, text: 'x'.repeat(1e6) }]);
    expect((await log.page(0, 1, bytes))[0]!.text).toHaveLength(4096);
  });

  test('is empty before the first row and gone when deleted', async () => {
    const log = new RejectionLog(folder, 0);
    expect(await log.page(0, 10, 0)).toEqual([]);
    await log.append(rows(0, 1));
    await log.delete();
    expect(await readdir(folder)).toEqual([]);
  });
});
