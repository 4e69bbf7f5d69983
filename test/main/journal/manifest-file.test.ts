import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Manifest } from '#main/journal/manifest.ts';
import { manifestPath, readManifest, writeManifest } from '#main/journal/manifest-file.ts';
import { sourceOf, summaryOf } from './manifests.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-manifest-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function manifest(change: Partial<Manifest> = {}): Manifest {
  return {
    id: 'w1',
    name: 'Spring',
    createdAt: 1,
    openedAt: 2,
    isSample: false,
    ruleset: 'customerlabs',
    nextSource: 1,
    sources: [sourceOf(0)],
    commits: [],
    pending: [],
    summary: null,
    ...change,
  };
}

describe('the manifest file', () => {
  test('gives back what was written, names of the log included', async () => {
    const identifiers = JSON.parse('{"__proto__":3,"12":4,"email":5}') as { [name: string]: number };
    const written = manifest({ summary: { ...summaryOf(3), identifiers } });
    await writeManifest(folder, written);
    const read = await readManifest(folder);
    expect(read).toEqual(written);
    expect(Object.entries(read.summary!.identifiers)).toContainEqual(['__proto__', 3]);
  });

  test('gives back a country that is not known any more', async () => {
    const [source] = manifest().sources;
    const options = { ...source!.options, country: 'AQ' };
    await writeManifest(folder, manifest({ sources: [sourceOf(0, { options })] }));
    expect((await readManifest(folder)).sources[0]!.options).toEqual(options);
  });

  test('keeps the manifest before it as a backup and leaves no other file', async () => {
    await writeManifest(folder, manifest({ name: 'first' }));
    await writeManifest(folder, manifest({ name: 'second' }));
    expect((await readdir(folder)).sort()).toEqual(['manifest.json', 'manifest.json.bak']);
    await copyFile(`${manifestPath(folder)}.bak`, manifestPath(folder));
    expect((await readManifest(folder)).name).toBe('first');
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
    ['with one bit flipped', (bytes: Buffer) => flip(bytes, bytes.length - 20)],
    ['emptied', () => Buffer.alloc(0)],
    ['replaced by other text', () => Buffer.from('{}')],
  ])('is read from the backup when it is %s', async (_, damage) => {
    await writeManifest(folder, manifest({ name: 'first' }));
    await writeManifest(folder, manifest({ name: 'second' }));
    await writeFile(manifestPath(folder), damage(await readFile(manifestPath(folder))));
    expect((await readManifest(folder)).name).toBe('first');
  });

  test('survives a kill between the backup and the new file', async () => {
    await writeManifest(folder, manifest());
    await copyFile(manifestPath(folder), `${manifestPath(folder)}.bak`);
    await rm(manifestPath(folder));
    expect((await readManifest(folder)).name).toBe('Spring');
  });

  test('is damaged when both are', async () => {
    await writeFile(manifestPath(folder), '{"format":');
    await expect(readManifest(folder)).rejects.toMatchObject({ kind: 'workspace-damaged' });
  });

  test('of a newer version is refused and not touched', async () => {
    const body = '{"anything":1}';
    const newer = `{"format":"weft-workspace","version":2,"crc":${crc32(body)},"body":${body}}\n`;
    await writeFile(manifestPath(folder), newer);
    await expect(readManifest(folder)).rejects.toMatchObject({ kind: 'workspace-too-new' });
    expect(await readFile(manifestPath(folder), 'utf8')).toBe(newer);
    expect(await readdir(folder)).toEqual(['manifest.json']);
  });

  test('that was never written is not found', async () => {
    await expect(readManifest(join(folder, 'nowhere'))).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('that cannot be written is a fault and leaves the one before', async () => {
    await expect(writeManifest(join(folder, 'nowhere'), manifest())).rejects.toMatchObject({
      kind: 'storage-failed',
    });
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = copy[at]! ^ 1;
  return copy;
}
