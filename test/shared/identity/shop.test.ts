/**
 * The sample shop against what was worked out for it by hand: every count, every profile, every decision that the
 * story in samples/README.md promises.
 */

import { describe, expect, it } from 'vitest';
import { ROW_ACCEPTED, ROW_SAME } from '#shared/event/event-store.ts';
import { type Decision, PROFILE_STATES } from '#shared/identity/identity.ts';
import { SHIPPED_RULESETS } from '#shared/identity/rulesets.ts';
import { revenueTotals } from '#shared/profile/order-columns.ts';
import { buildProfile, type Profile } from '#shared/profile/profile.ts';
import type { Touch } from '#shared/profile/touches.ts';
import { openShop } from '../../support/sample-shop.ts';
import {
  type ExpectedTouch,
  SHOP_COMPANIES,
  SHOP_DETAILS,
  SHOP_HAND_OVERS,
  SHOP_KEYS,
  SHOP_LINES,
  SHOP_MERGES,
  SHOP_PROFILES,
  SHOP_RECORDED,
  SHOP_REFUSALS,
  SHOP_SUMMARY,
} from '../../support/shop-expectations.ts';
import { acceptedRows, presentProfiles, textOf } from '../../support/summaries.ts';

const shop = openShop();
const { engine } = shop;
const { store } = engine;

const decisions = Array.from({ length: engine.decisionCount }, (_, index) => index)
  .filter((index) => engine.isDecision(index))
  .map((index) => engine.decision(index));
const nameOfProfile = new Map(SHOP_PROFILES.map((one) => [shop.foundedBy(one.founder), one.name]));

function rowsOf(action: Decision['action']): Decision[] {
  return decisions
    .filter((row) => row.action === action)
    .toSorted((a, b) => shop.lineOf(a.event) - shop.lineOf(b.event));
}

function person(profile: number): string {
  return nameOfProfile.get(engine.canonical(profile)) ?? `unexpected profile ${profile}`;
}

function profileOf(name: string): Profile {
  const expected = SHOP_PROFILES.find((one) => one.name === name)!;
  return buildProfile(engine, shop.foundedBy(expected.founder));
}

function plain(amounts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(amounts);
}

function sortedTexts(identifiers: Iterable<number>): string[] {
  return Array.from(new Set(identifiers), (one) => textOf(engine, one)).toSorted();
}

describe('the sample shop as a whole', () => {
  const accepted = acceptedRows(engine);

  it('accounts for every record it read', () => {
    const { noIdentifier, demotedOnly } = engine.unresolved;
    const unresolved = noIdentifier + demotedOnly;
    const { same, sameContent, idReused } = store.counts;
    const counts = {
      read: shop.read,
      events: accepted.length - unresolved,
      unresolved,
      rejected: shop.rejected.length,
    };
    expect({ ...counts, duplicates: { same, sameContent }, idReused }).toEqual({
      read: SHOP_SUMMARY.read,
      events: SHOP_SUMMARY.events,
      unresolved: SHOP_SUMMARY.unresolved,
      rejected: SHOP_SUMMARY.rejected,
      duplicates: SHOP_SUMMARY.duplicates,
      idReused: SHOP_SUMMARY.idReused,
    });
    expect(counts.events + same + sameContent + unresolved + counts.rejected).toBe(counts.read);
  });

  it('finds the people, in their states, and no others', () => {
    const states = presentProfiles(engine).map((profile) => engine.state(profile));
    const counts = PROFILE_STATES.map((state) => [state, states.filter((one) => one === state).length]);
    expect(Object.fromEntries(counts)).toEqual(SHOP_SUMMARY.profiles);
    expect(presentProfiles(engine)).toHaveLength(SHOP_PROFILES.length);
  });

  it('decides as often as it should', () => {
    expect(rowsOf('merge')).toHaveLength(SHOP_SUMMARY.merges);
    expect(rowsOf('refuse')).toHaveLength(SHOP_SUMMARY.refusals);
    expect(rowsOf('hand-over')).toHaveLength(SHOP_SUMMARY.handOvers);
  });

  it('adds up orders, revenue and refunds', () => {
    const totals = revenueTotals(engine);
    expect({ orders: totals.orders, revenue: plain(totals.revenue) }).toEqual({
      orders: SHOP_SUMMARY.orders,
      revenue: SHOP_SUMMARY.revenue,
    });
    const refunds = new Map<string, number>();
    for (const profile of presentProfiles(engine))
      for (const [currency, amount] of buildProfile(engine, profile).transactions.refunds)
        refunds.set(currency, (refunds.get(currency) ?? 0) + amount);
    expect(plain(refunds)).toEqual(SHOP_SUMMARY.refunds);
  });

  it('holds these many keys of each namespace, and records these many click ids', () => {
    const held: Record<string, number> = {};
    const recorded: Record<string, number> = {};
    for (let identifier = 0; identifier < store.identifierTable.size; identifier += 1) {
      const namespace = store.identifierTable.namespaceName(identifier);
      if (engine.ownerOf(identifier) >= 0) held[namespace] = (held[namespace] ?? 0) + 1;
      if (engine.role(identifier) === 'recorded') recorded[namespace] = (recorded[namespace] ?? 0) + 1;
    }
    expect(held).toEqual(SHOP_KEYS);
    expect(recorded).toEqual(SHOP_RECORDED);
  });
});

describe('lines that are no event of their own', () => {
  const accepted = acceptedRows(engine);
  const rows = Array.from({ length: store.rowCount }, (_, row) => row);

  it('are rejected with their reason', () => {
    expect(shop.rejected).toEqual(SHOP_LINES.rejected);
  });

  it('are unresolved with their reason', () => {
    const unresolved = accepted.flatMap((row) => {
      const reason = engine.unresolvedReason(row);
      return reason === null ? [] : [{ line: shop.lineOf(row), reason }];
    });
    expect(unresolved).toEqual(SHOP_LINES.unresolved);
  });

  it('are duplicates of an earlier line', () => {
    const duplicates = rows
      .filter((row) => store.status.at(row) !== ROW_ACCEPTED)
      .map((row) => ({
        line: shop.lineOf(row),
        kind: store.status.at(row) === ROW_SAME ? 'same' : 'sameContent',
        of: shop.lineOf(store.acceptedRowOf(row)),
      }));
    expect(duplicates).toEqual(SHOP_LINES.duplicates);
  });

  it('use an id again for something else', () => {
    const reused = accepted.flatMap((row) => {
      if (!store.hasOwnId(row)) return [];
      const first = accepted.find(
        (other) => store.hasOwnId(other) && store.ownId(other) === store.ownId(row),
      )!;
      return first === row ? [] : [{ line: shop.lineOf(row), first: shop.lineOf(first) }];
    });
    expect(reused).toEqual(SHOP_LINES.idReused);
  });

  it('speak of a company only, have no time, or come late', () => {
    const companyOnly = accepted.filter(
      (row) => engine.creditOf(row) < 0 && engine.unresolvedReason(row) === null,
    );
    const undated = accepted.filter((row) => Number.isNaN(store.at.at(row)));
    const late = accepted.filter((row) =>
      accepted.some((earlier) => earlier < row && store.at.at(earlier) > store.at.at(row)),
    );
    expect(companyOnly.map(shop.lineOf)).toEqual(SHOP_LINES.companyOnly);
    expect(undated.map(shop.lineOf)).toEqual(SHOP_LINES.undated);
    expect(late.map(shop.lineOf)).toEqual(SHOP_LINES.late);
  });
});

describe('decisions of the sample shop', () => {
  it('are these merges', () => {
    const merges = rowsOf('merge').map((row) => ({
      line: shop.lineOf(row.event),
      into: person(row.profile),
      survivor: textOf(engine, engine.founder(row.profile)),
      absorbed: textOf(engine, engine.founder(row.other)),
    }));
    expect(merges).toEqual(SHOP_MERGES);
  });

  it('are these refusals', () => {
    const refusals = rowsOf('refuse').map((row) => ({
      identifier: textOf(engine, row.identifier),
      reason: row.reason,
      between: [person(row.profile), person(row.other)],
      firstLine: shop.lineOf(row.event),
      lastLine: shop.lineOf(row.lastEvent),
      count: row.count,
    }));
    expect(refusals).toEqual(SHOP_REFUSALS);
  });

  it('are these hand-overs', () => {
    const handOvers = rowsOf('hand-over').map((row) => ({
      line: shop.lineOf(row.event),
      identifier: textOf(engine, row.identifier),
      from: person(row.other),
      to: person(row.profile),
    }));
    expect(handOvers).toEqual(SHOP_HAND_OVERS);
  });
});

describe('companies of the sample shop', () => {
  const { companies } = engine;
  const present = Array.from({ length: companies.companyCount }, (_, company) => company).filter((company) =>
    companies.isPresent(company),
  );

  it('are as many as the log speaks of', () => {
    expect(present).toHaveLength(SHOP_SUMMARY.companies);
  });

  it.each(SHOP_COMPANIES)('$website has its members and lines', ({ website, members, lines }) => {
    const company = present.find((one) =>
      sortedTexts(companies.identifiersOf(one)).includes(`identify_by_website:${website}`),
    )!;
    expect(
      companies
        .membersOf(company)
        .map((link) => person(link.profile))
        .toSorted(),
    ).toEqual(members);
    expect(companies.eventsOf(company).map(shop.lineOf)).toEqual(lines);
  });
});

describe('people of the sample shop', () => {
  it.each(SHOP_PROFILES)('$name has the identity, events, orders and companies of the story', (expected) => {
    const profile = profileOf(expected.name);
    const index = profile.profile;
    const held = profile.held.map((one) => one.identifier);
    const owned = held.filter((identifier) => engine.ownerOf(identifier) === index);
    const recorded = profile.externalIds.map((one) => one.identifier);
    const orders = profile.transactions.orders.map((order) => ({
      id: order.id,
      amount: order.amount,
      currency: order.currency,
      lines: order.events.filter((row) => store.nameText(row) === 'Purchased').map(shop.lineOf),
      items: Object.fromEntries(order.products.map((product) => [product.id, product.quantity])),
      refunded: order.refunds.get(order.currency ?? '') ?? 0,
    }));
    const companies = profile.companies.flatMap((link) =>
      sortedTexts(engine.companies.identifiersOf(link.company)).filter((text) =>
        text.startsWith('identify_by_website'),
      ),
    );
    expect({
      name: person(index),
      state: engine.state(index),
      founder: textOf(engine, engine.founder(index)),
      identifiers: sortedTexts(owned),
      handedAway: sortedTexts(held.filter((identifier) => !owned.includes(identifier))),
      absorbed: engine.formerIds(index),
      recorded: sortedTexts(recorded.filter((identifier) => engine.role(identifier) === 'recorded')),
      lines: profile.events.map(shop.lineOf),
      orders,
      companies: companies.map((text) => text.slice('identify_by_website:'.length)),
    }).toEqual({ ...expected, absorbed: expected.absorbed.map(idOf) });
  });

  it.each(SHOP_DETAILS)('$name has the counts, traits, products and touches of the story', (expected) => {
    const profile = profileOf(expected.name);
    const iso = (at: number): string => new Date(at).toISOString();
    const traits = profile.traits.filter((trait) => trait.name !== 'email');
    expect({
      name: person(profile.profile),
      byName: Object.fromEntries(profile.behaviour.map((one) => [one.name, one.count])),
      traits: Object.fromEntries(traits.map((trait) => [trait.name, JSON.parse(trait.winner.value)])),
      products: Object.fromEntries(profile.transactions.products.map((one) => [one.id, one.quantity])),
      firstTouch: touch(profile.engagement.firstTouch),
      lastTouch: touch(profile.engagement.lastTouch),
      firstSeenAt: iso(engine.firstSeenAt(profile.profile)),
      lastSeenAt: iso(engine.lastSeenAt(profile.profile)),
    }).toEqual(expected);
  });

  it('answer to the ids of the profiles they absorbed', () => {
    for (const expected of SHOP_PROFILES)
      for (const founder of [expected.founder, ...expected.absorbed])
        expect(person(engine.findProfile(idOf(founder)))).toBe(expected.name);
  });
});

describe('the sample shop under plain components', () => {
  const other = openShop(SHIPPED_RULESETS.components);
  const keysOf = (founder: string, namespace: string): string[] => {
    const profile = other.foundedBy(founder);
    const held = other.engine.membershipsOf(profile).map((one) => textOf(other.engine, one.identifier));
    return [...new Set(held)].filter((text) => text.startsWith(`${namespace}:`)).toSorted();
  };

  it('has six people fewer: the kiosk, the typing error and the family phone fuse whom they touch', () => {
    expect(presentProfiles(other.engine)).toHaveLength(SHOP_PROFILES.length - 6);
    expect(keysOf('email:ada.lindqvist@post.example', 'email')).toEqual([
      'email:ada.lindqvist@post.example',
      'email:ben.okafor@post.example',
      'email:cleo.marchetti@post.example',
      'email:dario.weiss@post.example',
    ]);
    expect(keysOf('email:ada.lindqvist@post.example', 'phone')).toEqual(['phone:+491713920011']);
    expect(keysOf('customerlabs_user_id:cl_jon_laptop', 'email')).toEqual([
      'email:jon@gmail.com',
      'email:jon@gmial.com',
    ]);
    expect(keysOf('email:vera.molnar@post.example', 'email')).toEqual([
      'email:vera.molnar@post.example',
      'email:viktor.molnar@post.example',
    ]);
  });
});

/** The id of whatever an identifier founded. */
function idOf(text: string): string {
  const colon = text.indexOf(':');
  const identifier = store.identifierTable.find(text.slice(0, colon), text.slice(colon + 1));
  const founded = Array.from({ length: engine.profileCount }, (_, profile) => profile).find(
    (profile) => engine.founder(profile) === identifier,
  );
  return engine.profileId(founded!);
}

function touch(said: Touch | null): ExpectedTouch | null {
  if (said === null) return null;
  const { event, source, medium, campaign, clickIds } = said;
  const texts = clickIds.map((one) => `${one.namespace}:${one.value}`);
  return { line: shop.lineOf(event), source, medium, campaign, clickIds: texts };
}
