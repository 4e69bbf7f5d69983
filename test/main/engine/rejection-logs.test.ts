import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RejectionLogs } from '#main/engine/rejection-logs.ts';
import type { PlacedRejection } from '#main/journal/rejection-log.ts';
import { sourceOf } from '../journal/manifests.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-logs-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function filled(logs: RejectionLogs, source: number, count: number) {
  const rows = Array.from(
    { length: count },
    (_, index): PlacedRejection => ({
      line: index,
      record: 0,
      field: null,
      reason: 'not-json',
      text: `${source}`,
    }),
  );
  const rejectionBytes = await logs.of(source).append(rows);
  return sourceOf(source, { rejected: count, rejectionBytes });
}

test('are one list over all sources', async () => {
  const logs = new RejectionLogs(folder);
  const sources = [await filled(logs, 0, 3), sourceOf(1), await filled(logs, 2, 4)];
  const places = async (offset: number, limit: number) =>
    (await logs.page(sources, offset, limit)).map(({ source, line }) => `${source}:${line}`);
  expect(await places(0, 100)).toHaveLength(7);
  expect(await places(2, 3)).toEqual(['log-0:2', 'log-2:0', 'log-2:1']);
  expect(await places(3, 1)).toEqual(['log-2:0']);
  expect(await places(7, 5)).toEqual([]);
});

test('of sources that are not there any more are deleted', async () => {
  const logs = new RejectionLogs(folder);
  const kept = await filled(logs, 0, 1);
  await filled(logs, 12, 1);
  await new RejectionLogs(folder).keepOnly([kept]);
  expect(await readdir(folder)).toEqual(['rejections-0.ndjson']);
});
