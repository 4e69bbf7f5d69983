import { describe, expect, it } from 'vitest';
import { buildCompany, companyName } from '#shared/profile/company.ts';
import { orderColumns, revenueOf, revenueTotals } from '#shared/profile/order-columns.ts';
import { buildProfile } from '#shared/profile/profile.ts';
import { decisionCounts, ownedBestFirst } from '#shared/profile/profile-columns.ts';
import { titleOf } from '#shared/profile/profile-summary.ts';
import { companyRecord, profileRecord } from '#shared/profile/records.ts';
import { engineOf, ownerOf, textOf } from '../../support/engines.ts';
import { makeEvent, makeOrder, makeTouch } from '../../support/events.ts';

const MINUTE = 60_000;
const at = (minute: number): number => Date.parse('2026-03-02T10:00:00Z') + minute * MINUTE;
const iso = (minute: number): string => new Date(at(minute)).toISOString();

const KIOSK = 'customerlabs_user_id:kiosk';
const ADA = 'email:ada@post.example';
const BEN = 'email:ben@post.example';

/** Ada founds by e-mail, absorbs the kiosk's anonymous visits, loses the kiosk to Ben, and gets it back. */
function kioskLog() {
  return [
    makeEvent(`${KIOSK} gclid:k1`, { at: at(0), name: 'Page viewed' }),
    makeEvent(ADA, { at: at(-5), name: 'Create user' }),
    makeEvent(`${KIOSK} ${ADA}`, { at: at(1), name: 'Login' }),
    makeEvent(KIOSK, { at: at(2), name: 'Page viewed' }),
    makeEvent(`${KIOSK} ${BEN}`, { at: at(3), name: 'Login' }),
    makeEvent(`${KIOSK} gclid:k2`, { at: at(4), name: 'Page viewed' }),
    makeEvent(`${KIOSK} ${ADA}`, { at: at(5), name: 'Login' }),
  ];
}

describe('identity layer', () => {
  const engine = engineOf(kioskLog());

  it('has one entry a membership, with what was seen while it lasted', () => {
    const { held } = buildProfile(engine, ownerOf(engine, ADA));
    const kiosk = held.filter(({ identifier }) => textOf(engine, identifier) === KIOSK);
    expect(kiosk.map(({ from, to, events, firstAt, lastAt }) => [from, to, events, firstAt, lastAt])).toEqual(
      [
        [0, 4, 3, at(0), at(2)],
        [6, -1, 1, at(5), at(5)],
      ],
    );
  });

  it('shows a device that was handed over as held once', () => {
    const { held } = buildProfile(engine, ownerOf(engine, BEN));
    const kiosk = held.find(({ identifier }) => textOf(engine, identifier) === KIOSK);
    expect([kiosk?.from, kiosk?.to, kiosk?.events]).toEqual([4, 6, 2]);
    expect(ownedBestFirst(engine, ownerOf(engine, BEN)).map((id) => textOf(engine, id))).toEqual([BEN]);
  });

  it('leaves the external ids of a shared device with whom the events are credited to', () => {
    const externalOf = (who: string) =>
      buildProfile(engine, ownerOf(engine, who)).externalIds.map(({ identifier }) =>
        textOf(engine, identifier),
      );
    expect(externalOf(ADA)).toEqual(['gclid:k1']);
    expect(externalOf(BEN)).toEqual(['gclid:k2']);
  });

  it('keeps a role mailbox as an external id, because it is no key', () => {
    const shop = engineOf([makeEvent('customerlabs_user_id:d email:info@pension.example', { at: at(0) })]);
    const { held, externalIds } = buildProfile(shop, ownerOf(shop, 'customerlabs_user_id:d'));
    expect(held.map(({ identifier }) => textOf(shop, identifier))).toEqual(['customerlabs_user_id:d']);
    expect(externalIds.map(({ identifier }) => textOf(shop, identifier))).toEqual([
      'email:info@pension.example',
    ]);
  });

  it('counts merges of the survivor and refusals of both parties', () => {
    const { merges, refusals } = decisionCounts(engine);
    const ada = ownerOf(engine, ADA);
    const ben = ownerOf(engine, BEN);
    expect([merges[ada], merges[ben]]).toEqual([1, 0]);
    expect([refusals[ada], refusals[ben]]).toEqual([1, 1]);
  });
});

describe('orders of many profiles', () => {
  const order = (id: string, amount: number, currency: string) =>
    makeOrder(id, { amount, currency, items: [{ id: 'pot', name: null, quantity: 1, price: null }] });
  const engine = engineOf([
    makeEvent(ADA, { at: at(2), order: order('1', 60, 'EUR') }),
    makeEvent(ADA, { at: at(1), order: order('1', 50, 'EUR') }),
    makeEvent(ADA, { at: at(3), order: order('2', 5, 'GBP') }),
    makeEvent(ADA, { at: at(4), order: makeOrder('2', { kind: 'cancelled' }) }),
    makeEvent(BEN, { at: at(5), order: order('1', 7, 'EUR') }),
    makeEvent('', { at: at(6), order: order('8', 1000, 'EUR') }),
  ]);

  it('are the same numbers as on the page of each', () => {
    for (const who of [ADA, BEN]) {
      const profile = ownerOf(engine, who);
      const { placed, revenue } = buildProfile(engine, profile).transactions;
      expect(orderColumns(engine).orders[profile]).toBe(placed);
      expect(revenueOf(engine, profile)).toEqual(revenue);
    }
  });

  it('count the amount said last in time, whatever the order of reading', () => {
    expect(revenueOf(engine, ownerOf(engine, ADA))).toEqual(new Map([['EUR', 60]]));
  });

  it('add up to the total, in which events credited to nobody have no part', () => {
    expect(revenueTotals(engine)).toEqual({ orders: 3, revenue: new Map([['EUR', 67]]) });
  });
});

describe('title', () => {
  const titleFor = (...events: Parameters<typeof makeEvent>[]): string => {
    const engine = engineOf(events.map(([who, rest]) => makeEvent(who, rest)));
    return titleOf(engine, ownerOf(engine, ADA));
  };

  it('is the name said last, in any spelling of the field', () => {
    expect(
      titleFor(
        [ADA, { at: at(1), traits: { firstName: 'Ada', 'Last Name': 'Lindqvist' } }],
        [ADA, { at: at(0), traits: { first_name: 'A.' } }],
      ),
    ).toBe('Ada Lindqvist');
    expect(titleFor([ADA, { traits: { name: ' Ada L. ', first_name: 'Ada' } }])).toBe('Ada L.');
    expect(titleFor([ADA, { traits: { name: 'Ada "the \\ first" L.' } }])).toBe('Ada "the \\ first" L.');
  });

  it('takes no notice of blank names and of what is no text', () => {
    expect(
      titleFor(
        [ADA, { at: at(0), traits: { first_name: 'Ada' } }],
        [ADA, { at: at(1), traits: { first_name: ' ', name: 7, last_name: { is: 'odd' } } }],
      ),
    ).toBe('Ada');
  });

  it('is the best identifier where no name is known', () => {
    expect(titleFor([`customerlabs_user_id:d phone:+4917139200 ${ADA}`])).toBe('ada@post.example');
  });
});

describe('companies', () => {
  const SITE = { namespace: 'website', value: 'nordlicht.example' };
  const company = (name: string | null, leaves = false) => ({
    identifiers: [SITE],
    traits: name === null ? [] : [{ name: 'company_name', value: name }],
    leaves,
  });
  const engine = engineOf([
    makeEvent(ADA, { at: at(0), type: 'group', company: company('Nordlicht') }),
    makeEvent(BEN, { at: at(1), type: 'group', company: company('Nordlicht Studio') }),
    makeEvent(ADA, { at: at(2), type: 'group', company: company(null, true) }),
    makeEvent('email:cleo@post.example', { at: at(3) }),
  ]);

  it('are linked from the event that names them to the one that says the person left', () => {
    const linksOf = (who: string) =>
      buildProfile(engine, ownerOf(engine, who)).companies.map(({ from, to }) => [from, to]);
    expect(linksOf(ADA)).toEqual([[0, 2]]);
    expect(linksOf(BEN)).toEqual([[1, -1]]);
    expect(linksOf('email:cleo@post.example')).toEqual([]);
  });

  it('go by the name said last', () => {
    expect(companyName(engine, 0)).toBe('Nordlicht Studio');
    expect(buildCompany(engine, 0).events).toEqual([0, 1, 2]);
  });

  it('are written with their members, ended ones included', () => {
    expect(companyRecord(engine, 0)).toEqual({
      id: engine.companies.id(0),
      identifiers: [SITE],
      traits: { company_name: 'Nordlicht Studio' },
      members: [
        { id: engine.profileId(ownerOf(engine, ADA)), from: iso(0), to: iso(2) },
        { id: engine.profileId(ownerOf(engine, BEN)), from: iso(1) },
      ],
      firstSeenAt: iso(0),
      lastSeenAt: iso(2),
    });
  });
});

describe('profile record', () => {
  it('has the six layers, empty where nothing is known', () => {
    const engine = engineOf([makeEvent('customerlabs_user_id:d', { type: 'page' })]);
    const profile = ownerOf(engine, 'customerlabs_user_id:d');
    expect(profileRecord(engine, profile, () => 'a.ndjson')).toEqual({
      id: engine.profileId(profile),
      state: 'anonymous',
      formerIds: [],
      identity: {
        identifiers: [
          { namespace: 'customerlabs_user_id', value: 'd', from: null, firstSeenAt: null, lastSeenAt: null },
        ],
        traits: {},
      },
      behaviour: { events: 1, byName: { page: { count: 1, firstAt: null, lastAt: null } } },
      transactions: { orders: 0, revenue: {}, refunds: {}, products: [], firstAt: null, lastAt: null },
      engagement: { firstTouch: null, lastTouch: null },
      externalIds: [],
      companies: [],
      firstSeenAt: null,
      lastSeenAt: null,
    });
  });

  it('writes what was said, where and when, and the ids it answered to before', () => {
    const gclid = { namespace: 'gclid', value: 'k1' };
    const engine = engineOf([
      makeEvent('customerlabs_user_id:d gclid:k1', {
        at: at(0),
        name: 'Page viewed',
        touch: makeTouch({ source: 'google', clickIds: [gclid] }),
      }),
      makeEvent(ADA, { at: at(1), name: 'Signup', traits: { city: 'Lyon', ['__proto__']: 'data' } }),
      makeEvent(`customerlabs_user_id:d ${ADA}`, {
        at: at(2),
        name: 'Purchased',
        order: makeOrder('17', { amount: 12.5, currency: 'EUR' }),
      }),
    ]);
    const profile = ownerOf(engine, ADA);
    const record = profileRecord(engine, profile, (source) => `file ${source}`);
    const absorbed = record['formerIds'] as string[];
    expect(absorbed).toHaveLength(1);
    expect(engine.findProfile(absorbed[0]!)).toBe(profile);
    expect(record).toMatchObject({
      state: 'unified',
      behaviour: { events: 3, byName: { Purchased: { count: 1, firstAt: iso(2), lastAt: iso(2) } } },
      transactions: { orders: 1, revenue: { EUR: 12.5 }, refunds: {}, firstAt: iso(2), lastAt: iso(2) },
      engagement: {
        firstTouch: { source: 'google', medium: null, campaign: null, clickIds: [gclid], at: iso(0) },
      },
      externalIds: [{ ...gclid, firstSeenAt: iso(0), lastSeenAt: iso(0) }],
      firstSeenAt: iso(0),
      lastSeenAt: iso(2),
    });
    expect(JSON.stringify(record['identity'])).toContain(
      `"city":{"value":"Lyon","source":"file 0","at":"${iso(1)}"}`,
    );
    expect(JSON.stringify(record['identity'])).toContain('"__proto__":{"value":"data"');
  });
});
