import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openPageFile, PageReads } from '#main/engine/page-file.ts';
import { openFile } from '#main/sources/byte-source.ts';
import type { Push } from '#shared/protocol/results/push.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A page that answers every read out of `content`. */
function pageWith(content: Uint8Array): PageReads {
  const reads: PageReads = new PageReads((push: Push) => {
    if (push.type === 'read')
      reads.answer(push.request, content.slice(push.offset, push.offset + push.length));
  });
  return reads;
}

test('has the fingerprint of the same file opened by its path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weft-page-'));
  const content = Buffer.alloc(200_000, 'abcdefg');
  const path = join(folder, 'log');
  await writeFile(path, content);
  await utimes(path, 1000, 1000);
  const byPath = await openFile(path);
  const facts = { name: 'log', size: content.length, modifiedAt: 1_000_000 };
  const byPage = await openPageFile('t', facts, pageWith(content));
  expect(byPage.fingerprint).toBe(byPath.fingerprint);
  expect(await byPage.read(199_990, 100)).toEqual(await byPath.read(199_990, 100));
  await byPath.close();
  await rm(folder, { recursive: true });
});

test('is missing when the page does not answer in time', async () => {
  vi.useFakeTimers();
  const opening = openPageFile(
    't',
    { name: 'log', size: 10, modifiedAt: 0 },
    new PageReads(() => undefined, 5000),
  );
  const outcome = expect(opening).rejects.toMatchObject({ kind: 'file-missing' });
  await vi.advanceTimersByTimeAsync(5000);
  await outcome;
});

test('has changed when the page gives less than there was', async () => {
  const facts = { name: 'log', size: 10, modifiedAt: 0 };
  await expect(openPageFile('t', facts, pageWith(new Uint8Array(4)))).rejects.toMatchObject({
    kind: 'file-changed',
  });
});
