import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KeptOverview } from '#main/journal/kept-overview.ts';
import { OVERVIEW } from '../../support/sample-answers.ts';

let folder = '';
const path = () => join(folder, 'overview.json');
const { digest } = OVERVIEW.summary;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-overview-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readBack(ofDigest: string) {
  const kept = new KeptOverview(folder);
  await kept.read(ofDigest);
  return kept.overview;
}

describe('the kept overview', () => {
  test('is the one that was kept last', async () => {
    const kept = new KeptOverview(folder);
    expect(kept.overview).toBeNull();
    await kept.keep({ ...OVERVIEW, orders: 1 });
    await kept.keep(OVERVIEW);
    expect(kept.overview).toEqual(OVERVIEW);
    expect(await readBack(digest)).toEqual(OVERVIEW);
  });

  test('is none of another conclusion', async () => {
    await new KeptOverview(folder).keep(OVERVIEW);
    expect(await readBack('f'.repeat(32))).toBeNull();
  });

  test('is none when there is no file, or it is a folder', async () => {
    expect(await readBack(digest)).toBeNull();
    folder = path();
    expect(await readBack(digest)).toBeNull();
  });

  test('is none when a byte was flipped, the end is missing or another version wrote it', async () => {
    await new KeptOverview(folder).keep(OVERVIEW);
    const text = await readFile(path(), 'utf8');
    for (const damaged of [
      text.replace('revision', 'rewision'),
      text.slice(0, -1),
      text.replace(/ \d+ /, ' 0 '),
      '',
    ]) {
      await writeFile(path(), damaged);
      expect(await readBack(digest)).toBeNull();
    }
  });
});
