import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unifyCommand } from '#main/hosts/cli/unify.ts';
import { parseCommandLine } from '#main/hosts/cli/usage.ts';
import { useCommandRun } from '../../../support/command-run.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const run = useCommandRun();

interface Profile {
  readonly identity: {
    readonly identifiers: readonly { readonly namespace: string; readonly value: string }[];
  };
  readonly transactions: {
    readonly orders: number;
    readonly revenue: { readonly [currency: string]: number };
    readonly products: readonly { readonly id: string }[];
  };
}

async function profilesOf(records: readonly object[]): Promise<Profile[]> {
  const log = join(run.folder, 'log.ndjson');
  const out = join(run.folder, 'out');
  writeFileSync(log, records.map((record) => JSON.stringify(record)).join('\n'));
  expect(await unifyCommand(parseCommandLine(['unify', log, '--out', out]), join(ROOT, 'out'))).toBe(0);
  const lines = readFileSync(join(out, 'profiles.ndjson'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Profile);
}

const purchased = (timestamp: number, custom: object, products: readonly string[]) => ({
  event: 'Purchased',
  customerlabs_user_id: 'cl1',
  timestamp,
  properties: {
    customProperties: { transaction_id: 'T1', currency: 'EUR', ...custom },
    productProperties: products.map((product_id) => ({ product_id, product_quantity: 1 })),
  },
});

test('an order that is sent again when it is amended counts once, with its last amount and all its items', async () => {
  const [profile] = await profilesOf([
    purchased(1_718_000_000_000, { value: 20 }, ['p1']),
    purchased(1_718_000_060_000, { value: 35 }, ['p2']),
  ]);
  expect(profile!.transactions).toMatchObject({ orders: 1, revenue: { EUR: 35 } });
  expect(profile!.transactions.products.map(({ id }) => id).toSorted()).toEqual(['p1', 'p2']);
});

test('an order that another browser sends again counts once', async () => {
  const again = { ...purchased(1_718_000_060_000, { value: 20 }, ['p1']), customerlabs_user_id: 'cl2' };
  const identify = { identify_by_email: { t: 'string', v: 'a@b.co', ib: true } };
  const who = (customerlabs_user_id: string) => ({
    event: 'Create user',
    customerlabs_user_id,
    timestamp: 1_718_000_100_000,
    properties: { customProperties: identify },
  });
  const profiles = await profilesOf([
    purchased(1_718_000_000_000, { value: 20 }, ['p1']),
    again,
    who('cl1'),
    who('cl2'),
  ]);
  expect(profiles).toHaveLength(1);
  expect(profiles[0]!.transactions).toMatchObject({ orders: 1, revenue: { EUR: 20 } });
});

test('an order from before somebody is identified is theirs', async () => {
  const profiles = await profilesOf([
    purchased(1_718_000_000_000, { value: 20 }, ['p1']),
    {
      event: 'Create user',
      customerlabs_user_id: 'cl1',
      timestamp: 1_718_000_001_000,
      properties: { customProperties: { identify_by_email: { t: 'string', v: 'a@b.co', ib: true } } },
    },
  ]);
  expect(profiles).toHaveLength(1);
  expect(profiles[0]!.identity.identifiers.map(({ namespace }) => namespace)).toContain('email');
  expect(profiles[0]!.transactions.revenue).toEqual({ EUR: 20 });
});
