import { mkdtempSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '#main/sources/byte-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'weft-source-'));
const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  utimesSync(path, 1000, 1000);
  return path;
};
async function fingerprintOf(path: string): Promise<string> {
  const source = await openFile(path);
  await source.close();
  return source.fingerprint;
}

test('reads any range, and less only at the end', async () => {
  const source = await openFile(fileOf('range.txt', '0123456789'));
  expect([source.name, source.size]).toEqual(['range.txt', 10]);
  expect(Buffer.from(await source.read(2, 3)).toString()).toBe('234');
  expect(Buffer.from(await source.read(8, 100)).toString()).toBe('89');
  expect((await source.read(10, 5)).length).toBe(0);
  await source.close();
});

test('tells changed content by beginning, end, size or time', async () => {
  const content = new Uint8Array(300_000).fill(7);
  const same = await fingerprintOf(fileOf('a', content));
  expect(await fingerprintOf(fileOf('b', content))).toBe(same);
  const changed = [content.with(0, 1), content.with(299_999, 1), content.subarray(1)];
  for (const other of changed) expect(await fingerprintOf(fileOf('c', other))).not.toBe(same);
  const path = fileOf('d', content);
  utimesSync(path, 2000, 2000);
  expect(await fingerprintOf(path)).not.toBe(same);
});

test('says what is wrong with a path', async () => {
  await expect(openFile(join(folder, 'absent'))).rejects.toMatchObject({ kind: 'file-missing' });
  await expect(openFile(folder)).rejects.toMatchObject({ kind: 'file-unreadable' });
});

test('notices a file that becomes shorter while it is read', async () => {
  const path = fileOf('shrinking', 'x'.repeat(1000));
  const source = await openFile(path);
  truncateSync(path, 10);
  await expect(source.read(0, 1000)).rejects.toMatchObject({ kind: 'file-changed' });
  await source.close();
});
