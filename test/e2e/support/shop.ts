/** What the sample shop leads to, as the window and the exported table have to say it; worked out, not computed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExpectedDetail, ExpectedProfile } from '../../support/shop-expectations.ts';
import { SHOP_DETAILS, SHOP_MERGES, SHOP_PROFILES, SHOP_REFUSALS } from '../../support/shop-expectations.ts';

export const SHOP_FILE = join(import.meta.dirname, '../../../samples/shop.ndjson');
const LINES = readFileSync(SHOP_FILE, 'utf8').trimEnd().split('\n');

/** A line as it stands in the file, counted from 1. */
export function shopLine(line: number): string {
  return LINES[line - 1]!;
}

export function personNamed(name: string): ExpectedProfile {
  const found = SHOP_PROFILES.find((profile) => profile.name === name);
  if (found === undefined) throw new Error(`there is no ${name} in the shop`);
  return found;
}

export function detailsOf(name: string): ExpectedDetail {
  const found = SHOP_DETAILS.find((detail) => detail.name === name);
  if (found === undefined) throw new Error(`nothing more is worked out about ${name}`);
  return found;
}

interface ShopRecord {
  readonly timestamp?: string;
  readonly properties?: {
    readonly customProperties?: {
      readonly user_traits?: { readonly v: { readonly [name: string]: { readonly v: string | number } } };
    };
  };
}

function recordAt(line: number): ShopRecord {
  return JSON.parse(shopLine(line)) as ShopRecord;
}

/** First and last name as last said; the records of one person never contradict each other in them. */
function fullName(profile: ExpectedProfile): string {
  const said = new Map<string, string>();
  for (const line of profile.lines) {
    const traits = recordAt(line).properties?.customProperties?.user_traits?.v ?? {};
    for (const [name, { v }] of Object.entries(traits)) said.set(name, String(v));
  }
  return [said.get('first_name'), said.get('last_name')].filter((part) => part !== undefined).join(' ');
}

/** Namespaces in the order of the shipped rules. */
const RANKED = ['email', 'phone', 'customerlabs_user_id'];

/** Names by which a person may be called: the full name, else a value of the namespace that ranks highest. */
export function titlesOf(profile: ExpectedProfile): readonly string[] {
  const name = fullName(profile);
  if (name !== '') return [name];
  const best = RANKED.map((namespace) => valuesIn(profile, namespace)).find((values) => values.length > 0);
  return best ?? [];
}

function valuesIn({ identifiers }: ExpectedProfile, namespace: string): string[] {
  return identifiers
    .filter((text) => text.startsWith(`${namespace}:`))
    .map((text) => text.slice(namespace.length + 1));
}

export interface ExpectedRow {
  readonly cells: { readonly [column: string]: string };
  readonly titles: readonly string[];
  readonly identifiers: readonly string[];
}

/** What the profile page says of an amount: `EUR 52.90`. The space does not break. */
export function money(amount: number, currency: string): string {
  return `${currency}\u00a0${amount.toFixed(2)}`;
}

/** The person's row of an exported table of profiles, with the guard against formulas on. */
export function exportedRow(profile: ExpectedProfile): ExpectedRow {
  const { name, state, identifiers, lines, orders } = profile;
  const times = lines
    .map((line) => recordAt(line).timestamp)
    .filter((time) => time !== undefined)
    .map((time) => new Date(time).toISOString())
    .toSorted();
  // Refunds are kept apart from what was paid.
  const revenueIn = (currency: string): string => {
    const own = orders.filter((order) => order.currency === currency);
    const sum = own.reduce((total, { amount }) => total + amount, 0);
    return own.length === 0 ? '' : String(Number(sum.toFixed(2)));
  };
  const phones = valuesIn(profile, 'phone').join('; ');
  return {
    cells: {
      state,
      emails: valuesIn(profile, 'email').join('; '),
      phones: phones === '' ? '' : `'${phones}`,
      events: String(lines.length),
      merges: String(SHOP_MERGES.filter(({ into }) => into === name).length),
      refusals: String(SHOP_REFUSALS.filter(({ between }) => between.includes(name)).length),
      orders: String(orders.length),
      firstSeenAt: times[0] ?? '',
      lastSeenAt: times.at(-1) ?? '',
      revenue_EUR: revenueIn('EUR'),
      revenue_GBP: revenueIn('GBP'),
    },
    titles: titlesOf(profile),
    identifiers: identifiers.toSorted(),
  };
}

export const EXPORTED_COLUMNS = [
  'id',
  'state',
  'title',
  'emails',
  'phones',
  'identifiers',
  'events',
  'merges',
  'refusals',
  'orders',
  'firstSeenAt',
  'lastSeenAt',
  'revenue_EUR',
  'revenue_GBP',
];
