import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataFolderOf, prepareDataFolder } from '#main/hosts/data-folder.ts';

it.each([
  ['linux', {}, '/home/ada/.local/share/weft/local'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/weft/local'],
  ['darwin', {}, '/home/ada/Library/Application Support/Weft/local'],
  ['linux', { WEFT_DATA: '/elsewhere', XDG_DATA_HOME: '/data' }, '/elsewhere/local'],
] as const)('on %s with %j keeps its data in %s', (platform, env, folder) => {
  expect(dataFolderOf('local', { platform, home: '/home/ada', env })).toBe(folder);
});

it('keeps the hosts apart, whose databases know nothing of each other', () => {
  const machine = { platform: 'linux', home: '/home/ada', env: { WEFT_DATA: '/elsewhere' } } as const;
  expect(dataFolderOf('desktop', machine)).not.toBe(dataFolderOf('local', machine));
});

it.skipIf(process.platform === 'win32')('closes the folder to other users', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'weft-test-'));
  const folder = join(parent, 'a', 'b');
  await prepareDataFolder(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await rm(parent, { recursive: true });
});
