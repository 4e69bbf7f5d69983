import { describe, expect, it } from 'vitest';
import { textOfBlock } from '#shared/base/dictionary.ts';
import { BATCH_COLUMN_NAMES, EVENT_HAS_COMPANY, EVENT_LEAVES_COMPANY } from '#shared/event/batch.ts';
import { BatchBuilder } from '#shared/event/batch-builder.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { EventStore } from '#shared/event/event-store.ts';
import { logText } from '../../support/log-text.ts';

const [PLAIN, COMPANY, LEAVES] = logText(`
  10:00  anon:d  city=Lyon
  10:05  anon:d  +site:acme.example  +name=Acme
  10:10  anon:d  !site:acme.example
`);

const ORDER: CanonicalEvent = {
  ...PLAIN!,
  name: 'Purchased',
  order: {
    kind: 'completed',
    orderId: 'FH-1',
    amount: 12.5,
    currency: 'EUR',
    items: [
      { id: 'pot-10', name: null, quantity: 2, price: null },
      { id: null, name: 'Fern', quantity: null, price: 4 },
    ],
  },
  touch: {
    source: 'google',
    medium: null,
    campaign: 'spring',
    term: null,
    content: null,
    clickIds: [{ namespace: 'gclid', value: 'Cj0' }],
    referrer: null,
  },
};

function batchOf(...events: readonly CanonicalEvent[]) {
  const builder = new BatchBuilder();
  events.forEach((event, line) => builder.add(event, line * 2, line));
  return builder.finish();
}

describe('a batch', () => {
  it('has every column, also when it is empty', () => {
    expect(Object.keys(batchOf().columns).sort()).toEqual([...BATCH_COLUMN_NAMES].sort());
  });

  it('codes every text once and keeps values as JSON, so that 1 and "1" stay apart', () => {
    const traits = [
      { name: 'n', value: 1 },
      { name: 'n', value: '1' },
      { name: '__proto__', value: { a: null } },
    ];
    const { columns, texts } = batchOf({ ...PLAIN!, traits }, { ...PLAIN!, traits });
    expect(Array.from(columns.traitRow)).toEqual([0, 1]);
    expect(Array.from(columns.traitEnds)).toEqual([3, 6]);
    const said = Array.from(columns.traitValue.slice(3), (code) => textOfBlock(texts, code));
    expect(said).toEqual(['1', '"1"', '{"a":null}']);
    expect(columns.identifierValue).toHaveLength(1);
  });

  it('marks rows that speak of a company, and those that leave it', () => {
    const { columns } = batchOf(PLAIN!, COMPANY!, LEAVES!);
    expect(Array.from(columns.flags)).toEqual([
      0,
      EVENT_HAS_COMPANY,
      EVENT_HAS_COMPANY | EVENT_LEAVES_COMPANY,
    ]);
    expect(Array.from(columns.companyRow)).toEqual([1, 2]);
  });

  it('has a sequence column only when a row has a sequence', () => {
    expect(batchOf(PLAIN!).columns.sequence).toHaveLength(0);
    expect(Array.from(batchOf(PLAIN!, { ...PLAIN!, sequence: 4 }).columns.sequence)).toEqual([Number.NaN, 4]);
  });

  it('says so in place of a trait that is nested too deeply to be printed', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50_000; i += 1) deep = [deep];
    const { columns, texts } = batchOf({ ...PLAIN!, traits: [{ name: 'deep', value: deep as never }] });
    expect(textOfBlock(texts, columns.traitValue[0]!)).toBe('"(nested too deeply to keep)"');
  });

  it('arrives in the store with orders, items, touches and companies at their rows', () => {
    const store = new EventStore();
    store.append(batchOf(COMPANY!), 0, 1);
    store.append(batchOf(PLAIN!, ORDER, LEAVES!), 0, 10);
    const { facts, dictionary, identifierTable } = store;
    const text = (code: number): string => dictionary.text(code);
    expect([store.line.at(2), store.record.at(2), store.nameText(2), store.nameText(1)]).toEqual([
      12,
      1,
      'Purchased',
      null,
    ]);
    expect([facts.orderRow.at(0), text(facts.orderId.at(0)), facts.orderAmount.at(0)]).toEqual([
      2,
      'FH-1',
      12.5,
    ]);
    expect([0, 1].map((item) => text(facts.itemId.at(item)) || text(facts.itemName.at(item)))).toEqual([
      'pot-10',
      'Fern',
    ]);
    expect([facts.itemQuantity.at(0), facts.itemQuantity.at(1), facts.itemPrice.at(1)]).toEqual([
      2,
      Number.NaN,
      4,
    ]);
    expect([facts.touchRow.at(0), text(facts.touchSource.at(0)), facts.touchMedium.at(0)]).toEqual([
      2,
      'google',
      0,
    ]);
    expect(identifierTable.get(facts.touchClickIds.at(0))).toEqual({ namespace: 'gclid', value: 'Cj0' });
    expect(Array.from(facts.companyRow.toArray())).toEqual([0, 3]);
    expect(facts.companyIdentifiers.at(0)).toBe(facts.companyIdentifiers.at(1));
    expect(text(facts.companyTraitName.at(0))).toBe('name');
  });
});
