import {
  copyOfShop,
  customerlabsRecord,
  fileOf,
  firstLines,
  generatedLog,
  unifiedDigest,
} from './support/files.ts';
import {
  accounting,
  awaitRead,
  awaitSomeStored,
  choose,
  dropFiles,
  expectNumbers,
  exportAs,
  fileCard,
  goTo,
  importFiles,
  jobPanel,
  readCount,
  readDigest,
  rowsOf,
  startImport,
} from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { startWeft } from './support/weft.ts';

const LARGE_LOG_EVENTS = 200_000;
const formatted = (count: number): string => count.toLocaleString('en-GB');

/** Semicolons, Windows text, times of a clock on a wall, phones as they are dialled at home. */
const ORDERS = [
  'customer_no;order_id;date;email;phone;city;note',
  'K-1;1001;2026-03-02 09:15;anna@example.org;0171 2345678;Köln;"fast; please"',
  'K-2;1002;2026-03-02 10:00;;+49 171 2345678;Köln;',
  'K-3;1003;2026-03-03 23:30;bert@example.org;030 1234567;Berlin;',
  'K-4;1004;tomorrow;carla@example.org;;Bonn;',
  'K-1;1005;2026-03-04 08:00;;;Köln;two',
  'K-9;1006;2026-03-04 09:00;;;Ulm;',
  '',
].join('\r\n');

test('a table with semicolons, local times and national phones is read as the analyst says', async ({
  page,
}) => {
  await dropFiles(page, [fileOf('orders.csv', Buffer.from(ORDERS, 'latin1'))]);
  const card = fileCard(page, 'orders.csv');
  await expect(card).toContainText('separated by “;”');
  await expect(card.getByRole('region', { name: /^First records/ })).toContainText('Köln');
  await expect(card).toContainText(/line 5\s*.*tomorrow/);

  await choose(page, 'What customer_no becomes', 'Identifier');
  await page.getByRole('textbox', { name: 'Namespace of customer_no' }).fill('crm_user_id');
  await choose(page, 'Phone numbers without a country code are of', /Germany/);
  await choose(page, 'Times without a zone are in', 'Europe/Berlin');
  await expect(card).toContainText('+491712345678');
  await startImport(page);
  await awaitRead(page);

  await expect(accounting(page)).toContainText(
    '6 records read = 5 events credited + 0 seen before + 0 unresolved + 1 rejected',
  );
  await expectNumbers(page, { Profiles: 3, Anonymous: 1, Known: 2, Unified: 0 });
  await goTo(page, 'Profiles');
  const profiles = await exportAs(page, 'Export profiles', 'NDJSON');
  const firstSeen = profiles.objects.map(({ phones, firstSeenAt }) => [phones, firstSeenAt]);
  expect(firstSeen).toContainEqual(['+491712345678', '2026-03-02T08:15:00.000Z']);
  expect(firstSeen).toContainEqual(['+49301234567', '2026-03-03T22:30:00.000Z']);
});

test('a picture named .csv is refused and says what it is', async ({ page }) => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await dropFiles(page, [fileOf('people.csv', png)]);
  await expect(page.getByRole('alert')).toContainText('This is not an event log');
  await expect(page.getByRole('alert')).toContainText(/PNG/);
  await expect(page.getByRole('button', { name: 'Start the import' })).toBeDisabled();
});

test('rejected records are listed with line and reason, and exported', async ({ page }) => {
  await importFiles(page, [copyOfShop()]);
  await goTo(page, 'Sources');
  const rows = rowsOf(page, 'Rejected records');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toContainText('shop.ndjson:124');
  await expect(rows.nth(0)).toContainText('a time that cannot be read');
  await expect(rows.nth(0)).toContainText('yesterday');
  await expect(rows.nth(1)).toContainText('shop.ndjson:153');
  await expect(rows.nth(1)).toContainText('not JSON');
  const exported = await exportAs(page, 'Export all rejections', 'CSV');
  expect(exported.rows.map(({ line, reason }) => [line, reason])).toEqual([
    ['124', 'bad-time'],
    ['153', 'not-json'],
  ]);
});

test('a source added and removed again leaves nothing behind', async ({ page }) => {
  await importFiles(page, [copyOfShop()]);
  const before = await readDigest(page);
  const newPhone = customerlabsRecord('Page viewed', '2026-03-05T10:00:00Z', {
    device: 'cl_hugo_phone',
    custom: { identify_by_email: 'hugo.lambert@mail.example' },
  });
  await importFiles(page, [fileOf('more.ndjson', newPhone)]);
  await expect(accounting(page)).toContainText('198 records read');
  expect(await readDigest(page)).not.toBe(before);

  await goTo(page, 'Sources');
  await page.getByRole('button', { name: 'Remove more.ndjson' }).click();
  await page.getByRole('button', { name: 'Remove the source' }).click();
  await expect(page.getByRole('region', { name: 'Sources' }).getByRole('row')).toHaveCount(2);
  await goTo(page, 'Overview');
  await expect(accounting(page)).toContainText('197 records read');
  await expect.poll(() => readDigest(page)).toBe(before);
});

test.describe('a large log', () => {
  let log = '';
  test.beforeAll(() => {
    log = generatedLog('large.ndjson', LARGE_LOG_EVENTS);
  });

  test('is cancelled: what was kept equals a log that ends there, and is read on from there', async ({
    page,
  }) => {
    await dropFiles(page, [log]);
    await startImport(page);
    await awaitSomeStored(page);
    await jobPanel(page).getByRole('button', { name: 'Cancel' }).click();
    await jobPanel(page).getByRole('button', { name: 'Keep what was read' }).click();
    await expect(jobPanel(page).getByRole('heading', { name: /is read|cancelled/ })).toBeVisible();
    const read = await readCount(page);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(LARGE_LOG_EVENTS);
    expect(await readDigest(page)).toBe(unifiedDigest(firstLines(log, read)));

    await goTo(page, 'Sources');
    await expect(page.getByRole('region', { name: 'Sources' })).toContainText('read in part');
    // A browser gives no path to come back to, so the same file is dropped again.
    await importFiles(page, [log]);
    await goTo(page, 'Sources');
    await expect(page.getByRole('region', { name: 'Sources' }).getByRole('row')).toHaveCount(2);
    await goTo(page, 'Overview');
    await expect(accounting(page)).toContainText(`${formatted(LARGE_LOG_EVENTS)} records read`);
    expect(await readDigest(page)).toBe(unifiedDigest(log));
  });

  test('is cancelled and discarded: the workspace is as empty as before', async ({ page }) => {
    await dropFiles(page, [log]);
    await startImport(page);
    await awaitSomeStored(page);
    await jobPanel(page).getByRole('button', { name: 'Cancel' }).click();
    await jobPanel(page).getByRole('button', { name: 'Discard it' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing read yet' })).toBeVisible();
    await goTo(page, 'Sources');
    await expect(page.getByRole('heading', { name: 'No source yet' })).toBeVisible();
  });

  test('is read to the end after the program was killed in the middle', async () => {
    const weft = await startWeft({ paths: [log] });
    try {
      const page = await weft.open();
      await startImport(page);
      await awaitSomeStored(page);
      expect(await readCount(page)).toBeLessThan(LARGE_LOG_EVENTS);
      await weft.kill();
      const reopened = await weft.open();
      await reopened.getByRole('link', { name: 'large', exact: true }).click();
      await awaitRead(reopened);
      await expect(accounting(reopened)).toContainText(`${formatted(LARGE_LOG_EVENTS)} records read`);
      expect(await readDigest(reopened)).toBe(unifiedDigest(log));
      expect(weft.trouble).toEqual([]);
    } finally {
      await weft.close();
    }
  });
});
