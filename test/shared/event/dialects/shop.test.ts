import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { customerlabsDialect } from '#shared/event/dialects/customerlabs.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import {
  SHOP_COMPANIES,
  SHOP_DETAILS,
  SHOP_LINES,
  SHOP_PROFILES,
  SHOP_RECORDED,
} from '../../../support/shop-expectations.ts';

const OPTIONS = { country: null, zone: 'UTC' };
const events = new Map<number, CanonicalEvent>();
const rejected: { line: number; reason: string }[] = [];

const lines = readFileSync(new URL('../../../../samples/shop.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
for (const [index, line] of lines.entries()) {
  if (index + 1 === 153) continue;
  const result = customerlabsDialect.toEvent(JSON.parse(line), OPTIONS);
  if (result.ok) events.set(index + 1, result.value);
  else rejected.push({ line: index + 1, reason: result.error.reason });
}

describe('the sample shop', () => {
  test('is read but for the line whose time is a word', () => {
    expect(rejected).toEqual(SHOP_LINES.rejected.filter((line) => line.reason !== 'not-json'));
    for (const line of SHOP_LINES.undated) expect(events.get(line)?.at).toBeNull();
  });

  test('names every identifier that its profiles hold, on their events', () => {
    for (const profile of SHOP_PROFILES) {
      const seen = new Set(
        profile.lines.flatMap((line) =>
          events.get(line)!.identifiers.map(({ namespace, value }) => `${namespace}:${value}`),
        ),
      );
      for (const identifier of [...profile.identifiers, ...profile.recorded])
        expect(seen).toContain(identifier);
    }
  });

  test('carries the click ids of landing pages', () => {
    const counts: Record<string, number> = {};
    const all = [...events.values()].flatMap((event) => event.touch?.clickIds ?? []);
    for (const text of new Set(all.map(({ namespace, value }) => `${namespace}:${value}`)))
      counts[text.split(':')[0]!] = (counts[text.split(':')[0]!] ?? 0) + 1;
    expect(counts).toEqual(SHOP_RECORDED);
  });

  test('tells orders with their last amount and all their items', () => {
    for (const order of SHOP_PROFILES.flatMap((profile) => profile.orders)) {
      const facts = order.lines.map((line) => events.get(line)!.order!);
      for (const fact of facts)
        expect(fact).toMatchObject({ kind: 'completed', orderId: order.id, currency: order.currency });
      expect(facts.at(-1)!.amount).toBe(order.amount);
      const items: Record<string, number> = {};
      for (const item of facts.flatMap((fact) => fact.items)) items[item.id!] = item.quantity!;
      expect(items).toEqual(order.items);
    }
    const refunds = [...events.values()].filter((event) => event.order?.kind === 'refunded');
    expect(refunds.map((event) => event.order!.amount)).toEqual([32]);
  });

  test('tells where visits came from', () => {
    for (const { firstTouch, lastTouch } of SHOP_DETAILS) {
      for (const touch of [firstTouch, lastTouch]) {
        if (touch === null) continue;
        const fact = events.get(touch.line)!.touch!;
        expect(fact).toMatchObject({ source: touch.source, medium: touch.medium, campaign: touch.campaign });
        expect(fact.clickIds.map(({ namespace, value }) => `${namespace}:${value}`)).toEqual(touch.clickIds);
      }
    }
  });

  test('keeps companies apart from people', () => {
    for (const company of SHOP_COMPANIES) {
      for (const line of company.lines) {
        const event = events.get(line)!;
        expect(event.company!.identifiers[0]).toEqual({
          namespace: 'identify_by_website',
          value: company.website,
        });
        expect(event.type).toBe('group');
      }
    }
    for (const line of SHOP_LINES.companyOnly) expect(events.get(line)!.identifiers).toEqual([]);
    const withCompany = [...events.values()].filter((event) => event.company !== null);
    expect(withCompany.length).toBe(SHOP_COMPANIES.flatMap((company) => company.lines).length);
  });
});
