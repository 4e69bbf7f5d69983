import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { copyOfShop } from './support/files.ts';
import {
  askForUnifiedBuyers,
  dropAndRecognise,
  expectEvidence,
  expectExported,
  expectGraph,
  expectKioskEvidence,
  expectShopNumbers,
  expectSixLayers,
  findPerson,
  UNIFIED_BUYERS,
} from './support/shop-journey.ts';
import { awaitRead, exportAs, goTo, openSample, readDigest } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import type { Weft } from './support/weft.ts';

test('from a dropped log to an exported segment, and the same after a restart without the file', async ({
  page,
  weft,
}) => {
  const log = copyOfShop();
  let digest = '';
  await test.step('the log is dropped, recognised and read', async () => {
    await dropAndRecognise(page, log);
    await awaitRead(page);
    await expectShopNumbers(page);
    digest = await readDigest(page);
  });
  await test.step('a person is found by a phone in another spelling', async () => {
    await findPerson(page, '+49 (171) 392-00 42', 'phone +491713920042', 'Farid');
    await expectSixLayers(page, 'Farid');
    await expectGraph(page, 'Farid');
  });
  await test.step('a person with a click id and two touches', async () => {
    await findPerson(page, ' HUGO.Lambert@Courrier.example', 'hugo.lambert@courrier.example', 'Hugo');
    await expectSixLayers(page, 'Hugo');
  });
  await test.step('a refusal at the kiosk has its evidence', () => expectKioskEvidence(page));
  await test.step('a segment counts whom it should, and its export has every cell right', async () => {
    await askForUnifiedBuyers(page);
    expectExported(await exportAs(page, 'Export segment', 'CSV'), UNIFIED_BUYERS);
    await goTo(page, 'Profiles');
    expectExported(await exportAs(page, 'Export profiles', 'CSV'));
  });
  await test.step('after a restart, and with the file gone, everything is still there', async () => {
    await weft.restart();
    renameSync(log, `${log}.moved`);
    const reopened = await weft.open();
    await reopened.getByRole('link', { name: 'shop', exact: true }).click();
    await expectShopNumbers(reopened);
    expect(await readDigest(reopened)).toBe(digest);
    await expectKioskEvidence(reopened);
    await goTo(reopened, 'Profiles');
    expectExported(await exportAs(reopened, 'Export profiles', 'CSV'));
  });
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
