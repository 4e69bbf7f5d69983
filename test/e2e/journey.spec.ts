import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { copyOfShop } from './support/files.ts';
import {
  dropAndRecognise,
  expectShopIsBack,
  expectShopNumbers,
  walkThroughShop,
} from './support/shop-journey.ts';
import { awaitRead, goTo, openSample, readDigest } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import type { Weft } from './support/weft.ts';

test('from a dropped log to an exported segment, and the same after a restart without the file', async ({
  page,
  weft,
}) => {
  const log = copyOfShop();
  const digest = await walkThroughShop(page, log);
  await weft.restart();
  renameSync(log, `${log}.moved`);
  await expectShopIsBack(await weft.open(), digest);
});

test('the sample opens in its own workspace, beside others, and a workspace is deleted with every byte', async ({
  page,
  weft,
}) => {
  await openSample(page);
  await expectShopNumbers(page);
  await goTo(page, 'Start');
  await dropAndRecognise(page, copyOfShop());
  await awaitRead(page);
  const digest = await readDigest(page);
  await goTo(page, 'Start');
  await expect(page.getByRole('row')).toHaveCount(3);
  expect(await databases(page)).toHaveLength(2);
  expect(workspaceFolders(weft)).toHaveLength(2);

  await page.getByRole('button', { name: 'Delete Sample shop' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete workspace' });
  await expect(dialog.getByRole('button', { name: 'Delete the workspace' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('Sample shop');
  await dialog.getByRole('button', { name: 'Delete the workspace' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row')).toHaveCount(2);
  expect(await databases(page)).toHaveLength(1);
  expect(workspaceFolders(weft)).toHaveLength(1);

  await page.getByRole('link', { name: 'shop', exact: true }).click();
  expect(await readDigest(page)).toBe(digest);
  await goTo(page, 'Start');
  await openSample(page);
  await expectShopNumbers(page);
  expect(await readDigest(page)).toBe(digest);
});

function databases(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''));
}

function workspaceFolders({ dataFolder }: Weft): string[] {
  const folder = join(dataFolder, 'workspaces');
  return existsSync(folder) ? readdirSync(folder) : [];
}
