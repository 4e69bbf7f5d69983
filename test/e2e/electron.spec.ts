/** The main way through the program in Electron itself, wherever its binary is. */

import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { copyOfShop, newFolder } from './support/files.ts';
import { expectShopIsBack, walkThroughShop } from './support/shop-journey.ts';
import type { Delivery } from './support/steps.ts';
import { expect, test } from './support/test.ts';

const ROOT = join(import.meta.dirname, '../..');
const finder = join(ROOT, 'src/main/hosts/electron-binary.mjs');
const { installedPath } = (await import(pathToFileURL(finder).href)) as {
  installedPath: (folder: string) => string | null;
};
/** null: none is here, and a test fetches nothing. */
const binary = installedPath(join(ROOT, 'node_modules/electron'));

test.skip(
  binary === null,
  'Electron has no binary on this machine, so its own journey cannot run. "npm start" fetches one where it may.',
);

test('from a dropped log to an exported segment, and the same after a restart without the file', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'weft-e2e-'));
  const log = copyOfShop();
  let app = await launch(dataFolder);
  try {
    const digest = await walkThroughShop(await windowOf(app), log, savedBy(app));
    await app.close();
    renameSync(log, `${log}.moved`);
    app = await launch(dataFolder);
    await expectShopIsBack(await windowOf(app), digest, savedBy(app));
  } finally {
    await app.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
});

function launch(dataFolder: string): Promise<ElectronApplication> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({
    executablePath: binary!,
    args: [ROOT, ...sandbox],
    env: { ...process.env, WEFT_DATA: dataFolder } as { [name: string]: string },
  });
}

async function windowOf(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  return page;
}

/** Answers the dialog that asks where an export goes, as a person would. */
function savedBy(app: ElectronApplication): Delivery {
  return async (page, press) => {
    const path = join(newFolder(), 'export.csv');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, path);
    await press();
    await expect(page.getByText(/^Saved to .* rows?,/)).toBeVisible();
    return { name: 'export.csv', text: readFileSync(path, 'utf8') };
  };
}
