import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeLeftovers } from '#main/hosts/cli/leftovers.ts';
import { OutputFolder } from '#main/hosts/cli/output-folder.ts';
import { UsageError } from '#main/hosts/cli/usage.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weft-out-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function writeBoth(output: OutputFolder): Promise<void> {
  for (const name of ['data.ndjson', 'manifest.json'])
    await output.write(name, (sink) => sink.write(Buffer.from(name)));
}

test('shows no file before all of them are published', async () => {
  const output = await OutputFolder.open(join(folder, 'new'));
  await writeBoth(output);
  expect(readdirSync(join(folder, 'new')).filter((name) => !name.startsWith('.'))).toEqual([]);
  await output.publish();
  expect(readdirSync(join(folder, 'new')).sort()).toEqual(['data.ndjson', 'manifest.json']);
  expect(readFileSync(join(folder, 'new', 'manifest.json'), 'utf8')).toBe('manifest.json');
});

test('has no manifest of an earlier run when publishing stops half way', async () => {
  writeFileSync(join(folder, 'manifest.json'), 'of an earlier run');
  mkdirSync(join(folder, 'data.ndjson', 'in the way'), { recursive: true });
  const output = await OutputFolder.open(folder);
  await writeBoth(output);
  await expect(output.publish()).rejects.toMatchObject({ kind: 'storage-failed' });
  expect(existsSync(join(folder, 'manifest.json'))).toBe(false);
  await output.abandon();
  expect(readdirSync(folder)).toEqual(['data.ndjson']);
});

test('keeps the files of an earlier run when writing fails', async () => {
  writeFileSync(join(folder, 'manifest.json'), 'of an earlier run');
  const output = await OutputFolder.open(folder);
  await expect(output.write('data.ndjson', () => Promise.reject(new Error('a bug')))).rejects.toThrow(
    'a bug',
  );
  await output.abandon();
  expect(readdirSync(folder)).toEqual(['manifest.json']);
});

test('leaves no half written file when the program is ended', async () => {
  const output = await OutputFolder.open(folder);
  await writeBoth(output);
  removeLeftovers();
  expect(readdirSync(folder)).toEqual([]);
});

test('answers a file in its place as wrong usage', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  await expect(OutputFolder.open(path)).rejects.toBeInstanceOf(UsageError);
  await expect(OutputFolder.open(path)).rejects.toThrow(/is a file; expected a folder/);
});

test('says that it cannot be made', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  await expect(OutputFolder.open(join(path, 'below'))).rejects.toMatchObject({ kind: 'storage-failed' });
});
