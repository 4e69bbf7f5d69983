/**
 * Every view in both themes and in its states, looked at by axe; with WEFT_SCREENSHOTS also in two sizes, as pictures
 * in test/output/screenshots.
 */

import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { copyOfShop, customerlabsRecord, fileOf } from './support/files.ts';
import {
  awaitRead,
  dropFiles,
  expectNumbers,
  goTo,
  importFiles,
  openSample,
  rowsOf,
} from './support/steps.ts';
import { expect, test } from './support/test.ts';

const TAKES_PICTURES = process.env['WEFT_SCREENSHOTS'] === '1';
const FOLDER = 'test/output/screenshots';
const SMALL = { width: 1280, height: 800 };
const LARGE = { width: 1920, height: 1080 };
const SERIOUS = new Set(['serious', 'critical']);
const BUYERS = {
  match: 'all',
  conditions: [
    { kind: 'state', states: ['unified'] },
    { kind: 'event', name: 'Purchased', did: true, atLeast: 1, window: { kind: 'ever' } },
  ],
};

test.setTimeout(TAKES_PICTURES ? 600_000 : 180_000);

/** Looks at what the window shows now. Every violation of the whole test is listed, not only the first. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    // In the dark only colours differ.
    if (colorScheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    const serious = violations
      .filter(({ impact }) => SERIOUS.has(impact ?? ''))
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
      );
    expect.soft(serious, `${name}, ${colorScheme}`).toEqual([]);
    if (!TAKES_PICTURES) continue;
    mkdirSync(FOLDER, { recursive: true });
    for (const size of [SMALL, LARGE]) {
      await page.setViewportSize(size);
      await page.waitForTimeout(300); // what follows the size of the window settles
      await page.screenshot({ path: `${FOLDER}/${name}-${colorScheme}-${size.width}.png` });
    }
    await page.setViewportSize(SMALL);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Goes to a view of the open workspace by its address. */
async function visit(
  page: Page,
  path: string,
  search: { readonly [name: string]: unknown } = {},
): Promise<void> {
  const query = Object.entries(search)
    .map(
      ([name, value]) =>
        `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
    )
    .join('&');
  await page.evaluate(
    ([to, asked]) => {
      const workspace = /#\/w\/[^/]+/.exec(location.hash)![0];
      location.hash = `${workspace}/${to}${asked === '' ? '' : `?${asked}`}`;
    },
    [path, query] as const,
  );
}

async function heading(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole('main').getByRole('heading', { name }).first()).toBeVisible();
}

async function profileIdOf(page: Page, name: string): Promise<string> {
  await visit(page, 'profiles', { q: name });
  await page.getByRole('link', { name, exact: true }).click();
  await heading(page, name);
  return /profiles\/([0-9a-f]{32})/.exec(page.url())![1]!;
}

test('views with nothing in them', async ({ page }) => {
  await look(page, 'start-empty');
  await page.evaluate(() => {
    location.hash = '/import';
  });
  await heading(page, 'No file chosen');
  await look(page, 'import-empty');

  await importFiles(page, [
    fileOf('one.ndjson', customerlabsRecord('Page viewed', '2026-03-02T09:00:00Z', { device: 'd' })),
  ]);
  await goTo(page, 'Sources');
  await page.getByRole('button', { name: 'Remove one.ndjson' }).click();
  await look(page, 'sources-remove');
  await page.getByRole('button', { name: 'Remove the source' }).click();
  await heading(page, 'No source yet');
  await look(page, 'sources-empty');
  for (const [view, title] of [
    ['Overview', 'Nothing read yet'],
    ['Profiles', 'No profiles yet'],
    ['Merges', 'Nothing decided yet'],
    ['Segments', 'No profiles yet'],
    ['Unresolved', 'Nothing unresolved'],
    ['Graph', 'Identity graph'],
  ] as const) {
    await goTo(page, view);
    await heading(page, title);
    await look(page, `${view.toLowerCase()}-empty`);
  }
});

test('views of the sample shop', async ({ page }) => {
  await dropFiles(page, [copyOfShop()]);
  await expect(page.getByRole('button', { name: 'Start the import' })).toBeEnabled();
  await look(page, 'import-full');
  await page.getByRole('button', { name: 'Start the import' }).click();
  await awaitRead(page);
  await look(page, 'overview-after-import');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expectNumbers(page, { Profiles: 39 });
  await look(page, 'overview-full');
  for (const view of ['Profiles', 'Merges', 'Rules', 'Sources', 'Unresolved', 'Graph'] as const) {
    await goTo(page, view);
    await heading(page, view === 'Graph' ? 'Identity graph' : view);
    if (view !== 'Rules') await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
    await look(page, `${view.toLowerCase()}-full`);
  }
  await visit(page, 'segments', { predicate: BUYERS });
  await expect(rowsOf(page, 'Members').first()).toBeVisible();
  await look(page, 'segments-full');
  await goTo(page, 'Start');
  await expect(page.getByRole('link', { name: 'shop', exact: true })).toBeVisible();
  await look(page, 'start-full');
});

test('profiles, graphs and what opens above them', async ({ page }) => {
  await openSample(page);
  const id = await profileIdOf(page, 'Ada Lindqvist');
  for (const tab of [
    'identity',
    'timeline',
    'transactions',
    'engagement',
    'external',
    'companies',
    'graph',
  ]) {
    await visit(page, `profiles/${id}`, { tab });
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await look(page, `profile-${tab}`);
  }
  await visit(page, 'graph', { profile: id });
  await expect(page.getByRole('group', { name: /^Identity graph\./ })).toBeVisible();
  await page.getByRole('button', { name: /^email ada/ }).press('Enter');
  await look(page, 'graph-chosen');
  await visit(page, 'graph', { profile: id, show: 'tables' });
  await expect(rowsOf(page, 'Links of the graph').first()).toBeVisible();
  await look(page, 'graph-tables');

  await visit(page, 'merges', { actions: ['refuse'] });
  await page.getByRole('button', { name: 'shop.ndjson:14' }).first().click();
  await expect(page.getByLabel('Record', { exact: true })).toBeVisible();
  await look(page, 'evidence');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await look(page, 'palette');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await look(page, 'settings');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await look(page, 'shortcuts');
});

test('views of what went wrong', async ({ page, weft }) => {
  await dropFiles(page, [fileOf('picture.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))]);
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'import-fault');
  await goTo(page, 'Start');
  await openSample(page);
  await visit(page, 'profiles/00000000000000000000000000000000');
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'profile-fault');
  await visit(page, 'profiles', { q: 'nobody at all' });
  await heading(page, 'Nobody found');
  await look(page, 'profiles-nobody-found');
  await page.evaluate(() => {
    location.hash = '/w/no-such-workspace/overview';
  });
  await expect(page.getByRole('alert')).toBeVisible();
  await look(page, 'workspace-fault');
  await weft.stop();
  await expect(page.getByRole('heading', { name: /lost its connection/ })).toBeVisible();
  await look(page, 'connection-lost');
});
