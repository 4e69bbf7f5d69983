/** What a person does in the window, whatever host is behind it: each step waits until its outcome is seen. */

import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import Papa from 'papaparse';

/** Drops files from the disk on the middle of the window, as the operating system would. */
export async function dropFiles(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 800, height: 600 };
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
  }
  await expect(page.getByRole('heading', { name: /^Drop to/ })).toBeVisible();
  await session.send('Input.dispatchDragEvent', { type: 'drop', x: width / 2, y: height / 2, data });
  await session.detach();
}

/** The card of one file in the import dialog, once the file was looked at. */
export function fileCard(page: Page, name: string): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });
}

export async function startImport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start the import' }).click();
  await expect(page).toHaveURL(/\/overview$/);
}

/** The import under way, above every view. */
export function jobPanel(page: Page): Locator {
  return page.getByRole('region', { name: 'Import' });
}

/** Waits for the job panel to say that all was read. */
export async function awaitRead(page: Page, timeout = 90_000): Promise<void> {
  await expect(jobPanel(page).getByRole('heading', { name: /(is|are) read$/ })).toBeVisible({ timeout });
}

/** Waits until the first step of an import is stored: the overview counts it then. */
export async function awaitSomeStored(page: Page): Promise<void> {
  await expect(accounting(page)).toBeVisible({ timeout: 60_000 });
}

/** Records read, as the overview accounts for them. */
export async function readCount(page: Page): Promise<number> {
  const text = (await accounting(page).textContent()) ?? '';
  return Number(/^([\d,]+) records? read/.exec(text)?.[1]?.replaceAll(',', ''));
}

/** Opens files by drag and drop and reads them as they were recognised. */
export async function importFiles(page: Page, paths: readonly string[]): Promise<void> {
  await dropFiles(page, paths);
  await startImport(page);
  await awaitRead(page);
}

export async function openSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the sample shop' }).click();
  await expectNumbers(page, { Profiles: 39 });
}

export type View =
  | 'Start'
  | 'Overview'
  | 'Profiles'
  | 'Graph'
  | 'Merges'
  | 'Segments'
  | 'Rules'
  | 'Sources'
  | 'Unresolved';

export async function goTo(page: Page, view: View): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();
}

/** The key figures of the overview, by label. */
export async function expectNumbers(
  page: Page,
  numbers: { readonly [label: string]: number },
): Promise<void> {
  for (const [label, value] of Object.entries(numbers)) {
    const tile = page.getByRole('main').getByRole('link', { name: new RegExp(`^${label}\\s*${value}\\b`) });
    await expect(tile, label).toBeVisible();
  }
}

/** The digest of everything that was decided, as the overview says it. */
export async function readDigest(page: Page): Promise<string> {
  const text = await page.getByText(/^Digest [0-9a-f]{32}/).textContent();
  return /[0-9a-f]{32}/.exec(text ?? '')![0];
}

/** The sentence that accounts for every record. */
export function accounting(page: Page): Locator {
  return page.getByText(/records? read =/);
}

/** Rows of a grid, without its heading. */
export function rowsOf(page: Page, grid: string): Locator {
  return page
    .getByRole('grid', { name: grid })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
}

export interface Exported extends Delivered {
  /** Of CSV: the columns in order, and one object a row. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly [column: string]: string }[];
  /** Of NDJSON: one object a line. */
  readonly objects: readonly { readonly [name: string]: unknown }[];
}

export interface Delivered {
  readonly name: string;
  readonly text: string;
}

/** How a host hands over an export that is asked for by `press`. */
export type Delivery = (page: Page, press: () => Promise<void>) => Promise<Delivered>;

/** Through the browser, as a download. */
const downloaded: Delivery = async (page, press) => {
  const coming = page.waitForEvent('download');
  await press();
  const download = await coming;
  const text = readFileSync(await download.path(), 'utf8');
  await expect(page.getByText(/^Downloaded .* rows?,/)).toBeVisible();
  return { name: download.suggestedFilename(), text };
};

/** Exports with the button named, and reads the file that was delivered. */
export async function exportAs(
  page: Page,
  button: string,
  format: 'CSV' | 'NDJSON',
  delivery: Delivery = downloaded,
): Promise<Exported> {
  await page.getByRole('button', { name: button }).click();
  const { name, text } = await delivery(page, () =>
    page.getByRole('button', { name: new RegExp(`^${format},`) }).click(),
  );
  await page.keyboard.press('Escape');
  if (format === 'NDJSON') return { name, text, columns: [], rows: [], objects: parseLines(text) };
  const { data, meta, errors } = Papa.parse<{ [column: string]: string }>(text, {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return { name, text, columns: meta.fields ?? [], rows: data, objects: [] };
}

function parseLines(text: string): { [name: string]: unknown }[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { [name: string]: unknown });
}

/** Chooses in a select by its label. */
export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
