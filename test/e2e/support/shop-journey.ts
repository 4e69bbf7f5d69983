/**
 * The main way through the program with the sample shop, step by step and for any host: what was recognised, the
 * numbers, one person in six layers, a decision with its evidence, a segment, its export. Every expectation is from
 * what was worked out by hand.
 */

import { expect, type Page, test } from '@playwright/test';
import { SHOP_LINES, SHOP_PROFILES, SHOP_REFUSALS, SHOP_SUMMARY } from '../../support/shop-expectations.ts';
import { detailsOf, EXPORTED_COLUMNS, exportedRow, money, personNamed, shopLine, titlesOf } from './shop.ts';
import type { Delivery, Exported } from './steps.ts';
import {
  accounting,
  awaitRead,
  dropFiles,
  expectNumbers,
  exportAs,
  fileCard,
  goTo,
  readDigest,
  rowsOf,
  startImport,
} from './steps.ts';

const { read, events, duplicates, unresolved, rejected, profiles, merges, refusals, handOvers } =
  SHOP_SUMMARY;
const PROFILE_COUNT = profiles.anonymous + profiles.known + profiles.unified;

/** From a dropped log to an exported segment; returns the digest of everything that was decided. */
export async function walkThroughShop(page: Page, log: string, delivery?: Delivery): Promise<string> {
  await test.step('the log is dropped, recognised and read', async () => {
    await dropAndRecognise(page, log);
    await awaitRead(page);
    await expectShopNumbers(page);
  });
  const digest = await readDigest(page);
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
  await test.step('a segment counts whom it should, and exports have every cell right', async () => {
    await askForUnifiedBuyers(page);
    expectExported(await exportAs(page, 'Export segment', 'CSV', delivery), UNIFIED_BUYERS);
    await expectExportedProfiles(page, delivery);
  });
  return digest;
}

/** In a window of the program that was started again, with the file gone. */
export async function expectShopIsBack(page: Page, digest: string, delivery?: Delivery): Promise<void> {
  await test.step('after a restart, and with the file gone, everything is still there', async () => {
    await page.getByRole('link', { name: 'shop', exact: true }).click();
    await expectShopNumbers(page);
    expect(await readDigest(page)).toBe(digest);
    await expectKioskEvidence(page);
    await expectExportedProfiles(page, delivery);
  });
}

async function expectExportedProfiles(page: Page, delivery?: Delivery): Promise<void> {
  await goTo(page, 'Profiles');
  expectExported(await exportAs(page, 'Export profiles', 'CSV', delivery));
}

export async function dropAndRecognise(page: Page, path: string, name = 'shop.ndjson'): Promise<void> {
  await dropFiles(page, [path]);
  const card = fileCard(page, name);
  await expect(card).toContainText(`${read} records looked at`);
  await expect(page.getByRole('combobox', { name: 'Read as' })).toHaveValue(/^CustomerLabs/);
  await expect(card).toContainText('customProperties');
  for (const { line } of SHOP_LINES.rejected) await expect(card).toContainText(`line ${line}`);
  await startImport(page);
}

export async function expectShopNumbers(page: Page): Promise<void> {
  await expectNumbers(page, {
    Profiles: PROFILE_COUNT,
    Anonymous: profiles.anonymous,
    Known: profiles.known,
    Unified: profiles.unified,
    Merges: merges,
    Refusals: refusals,
    'Hand-overs': handOvers,
  });
  const seenBefore = duplicates.same + duplicates.sameContent;
  await expect(accounting(page)).toContainText(
    `${read} records read = ${events} events credited + ${seenBefore} seen before + ` +
      `${unresolved} unresolved + ${rejected} rejected`,
  );
  const main = page.getByRole('main');
  for (const [currency, amount] of Object.entries(SHOP_SUMMARY.revenue))
    await expect(main).toContainText(money(amount, currency));
  await expect(main).toContainText(`${SHOP_SUMMARY.orders} orders`);
}

/** Finds a person by an identifier in any spelling, and opens the profile. */
async function findPerson(page: Page, typed: string, searched: string, name: string): Promise<void> {
  await goTo(page, 'Profiles');
  await expect(page.getByRole('status').filter({ hasText: `${PROFILE_COUNT} profiles` })).toBeVisible();
  await page.getByRole('textbox', { name: 'Search profiles' }).fill(typed);
  await expect(page.getByRole('status').filter({ hasText: searched })).toBeVisible();
  await expect(rowsOf(page, 'Profiles')).toHaveCount(1);
  const title = titlesOf(personNamed(name))[0]!;
  await page.getByRole('link', { name: title, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
}

/** All six layers of the profile that is open. */
async function expectSixLayers(page: Page, name: string): Promise<void> {
  const person = personNamed(name);
  const detail = detailsOf(name);
  const panel = page.getByRole('tabpanel');
  const state = person.state[0]!.toUpperCase() + person.state.slice(1);
  await expect(page.getByRole('main').getByText(state, { exact: true })).toBeVisible();

  await openTab(page, 'Identity');
  const identifiers = page.getByRole('table', { name: 'Identifiers' });
  for (const text of [...person.identifiers, ...person.handedAway]) {
    const value = text.slice(text.indexOf(':') + 1);
    await expect(identifiers.getByRole('row').filter({ hasText: value })).not.toHaveCount(0);
  }
  for (const [trait, value] of Object.entries(detail.traits)) {
    const row = page.getByRole('table', { name: 'Traits' }).getByRole('row').filter({ hasText: trait });
    await expect(row).toContainText(value);
  }

  await openTab(page, 'Timeline');
  const timeline = panel.getByRole('grid');
  await expect(timeline).toHaveAttribute('aria-rowcount', String(person.lines.length));
  for (const [event, count] of Object.entries(detail.byName)) {
    const bar = page.getByRole('list', { name: 'Events by name' }).getByRole('listitem');
    await expect(bar.filter({ hasText: event })).toContainText(String(count));
  }
  await expect(
    timeline.getByRole('button', { name: `shop.ndjson:${person.lines[0]}`, exact: true }),
  ).toBeVisible();

  await openTab(page, 'Transactions');
  for (const order of person.orders) {
    const row = panel.getByRole('table', { name: 'Orders' }).getByRole('row').filter({ hasText: order.id });
    await expect(row).toContainText(money(order.amount, order.currency));
    for (const line of order.lines) await expect(row).toContainText(`shop.ndjson:${line}`);
  }

  await openTab(page, 'Engagement');
  for (const touch of [detail.firstTouch, detail.lastTouch]) {
    if (touch === null) continue;
    await expect(panel).toContainText(`shop.ndjson:${touch.line}`);
    await expect(panel).toContainText(touch.campaign!);
    for (const id of touch.clickIds) await expect(panel).toContainText(id.split(':')[1]!);
  }

  await openTab(page, 'External IDs');
  for (const text of person.recorded) await expect(panel).toContainText(text.split(':')[1]!);

  await openTab(page, 'Companies');
  if (person.companies.length === 0) await expect(panel).toContainText('No event says');
  for (const website of person.companies) await expect(panel).toContainText(website);
}

/** The picture of the profile that is open has every identifier, and the merges that led to it. */
async function expectGraph(page: Page, name: string): Promise<void> {
  const { identifiers } = personNamed(name);
  await openTab(page, 'Graph');
  const picture = page.getByRole('group', {
    name: new RegExp(`^Identity graph\\. ${identifiers.length} identifiers`),
  });
  for (const text of identifiers) {
    await expect(picture.getByRole('button', { name: text.replace(':', ' ') })).toBeVisible();
  }
}

/** The refusal between the first two people of the kiosk, as a sentence, with its event and its record. */
async function expectKioskEvidence(page: Page): Promise<void> {
  const refusal = SHOP_REFUSALS[0]!;
  const kiosk = refusal.identifier.split(':')[1]!;
  await goTo(page, 'Merges');
  await page.getByRole('button', { name: `Refused ${refusals}` }).click();
  await expect(rowsOf(page, 'Decisions')).toHaveCount(refusals);
  await page.getByRole('textbox', { name: 'Search decisions' }).fill(kiosk);
  const ofKiosk = SHOP_REFUSALS.filter(({ identifier }) => identifier === refusal.identifier);
  await expect(rowsOf(page, 'Decisions')).toHaveCount(ofKiosk.length);
  const row = rowsOf(page, 'Decisions')
    .filter({ hasText: `shop.ndjson:${refusal.firstLine}` })
    .first();
  await expect(row).toContainText(
    `${kiosk} did not join ben.okafor@post.example to ada.lindqvist@post.example because`,
  );
  await expect(row).toContainText('ben.okafor@post.example on the same event is a different email');
  await expect(row).toContainText(`on ${refusal.count} events`);
  await row.getByRole('button', { name: `shop.ndjson:${refusal.firstLine}` }).click();
  await expectEvidence(page, refusal.firstLine);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Evidence' })).toBeHidden();
}

/** The open evidence names source and line, and its record is the line of the file. */
async function expectEvidence(page: Page, line: number): Promise<void> {
  const evidence = page.getByRole('dialog', { name: 'Evidence' });
  await expect(evidence).toContainText(`shop.ndjson, line ${line}`);
  const record = await evidence.getByLabel('Record').textContent();
  expect(JSON.parse(record ?? '')).toEqual(JSON.parse(shopLine(line)));
}

/** People who are unified and have bought something. */
export const UNIFIED_BUYERS = SHOP_PROFILES.filter(
  ({ state, orders }) => state === 'unified' && orders.length > 0,
);

async function askForUnifiedBuyers(page: Page): Promise<void> {
  await goTo(page, 'Segments');
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByRole('menuitem', { name: 'State' }).click();
  const states = page.getByRole('group', { name: /^Condition 1/ });
  for (const state of ['Anonymous', 'Known', 'Unified']) {
    await states.getByRole('checkbox', { name: state }).setChecked(state === 'Unified');
  }
  await expectSegment(page, profiles.unified);
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByRole('menuitem', { name: 'Event' }).click();
  await page
    .getByRole('group', { name: /^Condition 2/ })
    .getByRole('combobox', { name: 'Event' })
    .fill('Purchased');
  await page.keyboard.press('Escape');
  await expectSegment(page, UNIFIED_BUYERS.length);
}

async function expectSegment(page: Page, count: number): Promise<void> {
  const members = page.getByRole('region', { name: 'Members' });
  await expect(members.getByRole('status')).toHaveText(
    new RegExp(`^${count} of ${PROFILE_COUNT} profiles.*counted`),
  );
}

/** Every cell of an exported table against the people it has to hold, whatever their order. */
function expectExported({ columns, rows }: Exported, people = SHOP_PROFILES): void {
  expect(columns).toEqual(EXPORTED_COLUMNS);
  const found = new Map(rows.map((row) => [row['identifiers']!.split('; ').toSorted().join('; '), row]));
  expect(rows).toHaveLength(people.length);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(people.length);
  for (const person of people) {
    const expected = exportedRow(person);
    const row = found.get(expected.identifiers.join('; '));
    expect(row, person.name).toBeDefined();
    const { id, title, identifiers: _identifiers, ...cells } = row!;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(expected.titles, person.name).toContain(title);
    expect(cells, person.name).toEqual(expected.cells);
  }
}
