import type { Locator, Page } from '@playwright/test';
import { SHOP_PROFILES, SHOP_SUMMARY } from '../support/shop-expectations.ts';
import { UNIFIED_BUYERS } from './support/shop-journey.ts';
import { expectNumbers, rowsOf } from './support/steps.ts';
import { expect, test } from './support/test.ts';

/** Tab until the target has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target, 'reached by Tab').toBeFocused();
}

async function pressAll(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

async function addCondition(page: Page, kind: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: 'Add a condition' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('menuitem', { name: kind }), 'ArrowDown');
  await page.keyboard.press('Enter');
}

const byEvents = SHOP_PROFILES.toSorted((a, b) => b.lines.length - a.lines.length);

test('the main job needs no mouse: sample, palette, search, profile, evidence, segment', async ({ page }) => {
  await test.step('the sample is opened', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Open the sample shop' }));
    await page.keyboard.press('Enter');
    await expectNumbers(page, { Profiles: 39, Merges: SHOP_SUMMARY.merges });
  });
  await test.step('the palette leads to the profiles', async () => {
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await expect(palette).toBeVisible();
    await page.keyboard.type('go to prof');
    await expect(palette.getByRole('button')).toHaveCount(2);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Profiles' })).toBeVisible();
    await expect(palette).toBeHidden();
  });
  await test.step('j, k and Enter open the second profile', async () => {
    await expect(rowsOf(page, 'Profiles').first()).toBeVisible();
    await pressAll(page, 'j', 'j', 'k');
    const grid = page.getByRole('grid', { name: 'Profiles' });
    await expect(grid).toBeFocused();
    await page.keyboard.press('Home');
    await pressAll(page, 'j', 'Enter');
    await expect(page.getByRole('heading', { level: 1, name: byEvents[1]!.name })).toBeVisible();
  });
  await test.step('/ finds a person in any spelling', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('+49 171 392-00-42');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status').filter({ hasText: 'phone +491713920042' })).toBeVisible();
    await tabTo(page, page.getByRole('grid', { name: 'Profiles' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Farid Nasser' })).toBeVisible();
  });
  await test.step('the evidence of an event opens from the timeline and closes with Esc', async () => {
    await tabTo(page, page.getByRole('tab', { name: /^Identity/ }));
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: /^Timeline/ })).toHaveAttribute('aria-selected', 'true');
    const timeline = page.getByRole('tabpanel').getByRole('grid');
    await tabTo(page, timeline);
    await pressAll(page, 'j', 'j', 'Enter');
    const evidence = page.getByRole('dialog', { name: 'Evidence' });
    await expect(evidence).toContainText('line 27');
    await expect(evidence.getByLabel('Record')).toContainText('+491713920042');
    await page.keyboard.press('Escape');
    await expect(evidence).toBeHidden();
    await expect(timeline).toBeFocused();
  });
  await test.step('a segment is built', async () => {
    await pressAll(page, 'g', 's');
    await addCondition(page, 'State');
    for (const state of ['Anonymous', 'Known', 'Unified']) {
      const box = page.getByRole('checkbox', { name: state });
      await tabTo(page, box);
      if ((await box.isChecked()) !== (state === 'Unified')) await page.keyboard.press('Space');
    }
    await addCondition(page, 'Event');
    await tabTo(page, page.getByRole('combobox', { name: 'Event' }));
    await page.keyboard.type('Purchased');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('region', { name: 'Members' }).getByRole('status')).toHaveText(
      new RegExp(`^${UNIFIED_BUYERS.length} of 39 profiles.*counted`),
    );
  });
  await test.step('? lists the keys, Esc closes the list', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Add a condition' }));
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(keys).toContainText('Command palette');
    await page.keyboard.press('Escape');
    await expect(keys).toBeHidden();
  });
});

test('the first Tab of a view offers to skip the bars', async ({ page }) => {
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the view' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
