import { describe, expect, it } from 'vitest';
import { decisionsPage } from '#main/engine/queries/decisions.ts';
import { eventGet } from '#main/engine/queries/events.ts';
import { exportTable } from '#main/engine/queries/exports.ts';
import { profileGraph } from '#main/engine/queries/graph.ts';
import { overview } from '#main/engine/queries/overview.ts';
import { profileGet, profileTimeline } from '#main/engine/queries/profile.ts';
import { profilesPage } from '#main/engine/queries/profiles.ts';
import { rulesGet } from '#main/engine/queries/rules.ts';
import { segmentFieldsGet, segmentPreview } from '#main/engine/queries/segments.ts';
import { unresolvedPage } from '#main/engine/queries/unresolved.ts';
import type { DecisionAction } from '#shared/identity/identity.ts';
import type { DecisionFilter } from '#shared/protocol/requests.ts';
import type { ProfileView, TouchRow } from '#shared/protocol/results/profile.ts';
import { ownerOf, shopContext } from '../../../support/engines.ts';
import type { ExpectedTouch } from '../../../support/shop-expectations.ts';
import {
  SHOP_COMPANIES,
  SHOP_DETAILS,
  SHOP_HAND_OVERS,
  SHOP_LINES,
  SHOP_MERGES,
  SHOP_PROFILES,
  SHOP_REFUSALS,
  SHOP_SUMMARY,
} from '../../../support/shop-expectations.ts';

const context = shopContext();
const { engine } = context;
const EVERYTHING = { states: [], search: '', sort: 'firstSeen', descending: false } as const;
const ALL_DECISIONS: DecisionFilter = { actions: [], profile: null, search: '' };

function viewOf(founder: string): ProfileView {
  const [namespace, ...value] = founder.split(':');
  const identifier = engine.store.identifierTable.find(namespace!, value.join(':'));
  for (let profile = 0; profile < engine.profileCount; profile += 1)
    if (engine.founder(profile) === identifier) return profileGet(context, { id: engine.profileId(profile) });
  throw new Error(`${founder} founded no profile`);
}

const founderNamed = (name: string): string =>
  SHOP_PROFILES.find((profile) => profile.name === name)!.founder;
const texts = (list: readonly { namespace: string; value: string }[]): string[] =>
  list.map(({ namespace, value }) => `${namespace}:${value}`).toSorted();
const quantities = (list: readonly { id: string | null; quantity: number }[]) =>
  Object.fromEntries(list.map(({ id, quantity }) => [id, quantity]));
const total = (counts: { readonly [currency: string]: number }) =>
  Object.fromEntries(
    Object.entries(counts).map(([currency, amount]) => [currency, Number(amount.toFixed(2))]),
  );

describe('overview of the sample shop', () => {
  const view = overview(context);

  it('has the worked-out numbers', () => {
    const {
      read,
      events,
      duplicates,
      idReused,
      unresolved,
      rejected,
      profiles,
      companies,
      merges,
      refusals,
    } = SHOP_SUMMARY;
    expect(view.summary).toMatchObject({
      read,
      events,
      duplicates,
      idReused,
      unresolved,
      rejected,
      profiles,
      companies,
      merges,
      refusals,
    });
    expect(view.handOvers).toBe(SHOP_SUMMARY.handOvers);
    expect(view.orders).toBe(SHOP_SUMMARY.orders);
    expect(total(view.revenue)).toEqual(SHOP_SUMMARY.revenue);
    expect(view.undated).toBe(SHOP_LINES.undated.length);
    expect(view.funnel).toEqual({ started: 25, identified: 29, unified: 15 });
    expect(view.refusalsByReason).toEqual({ OUTRANKED: 5, SHARED: 2 });
    expect(view.unresolvedByReason).toEqual({ NO_IDENTIFIER: 3, DEMOTED_ONLY: 1 });
    expect(view.rejectedByReason).toEqual({ 'bad-time': 1, 'not-json': 1 });
  });

  it('names what was set aside and the largest profiles', () => {
    expect(view.blocked.filter(({ role }) => role === 'demoted').map(({ value }) => value)).toContain(
      'info@pension-dahl.example',
    );
    expect(view.largest[0]?.events).toBe(Math.max(...SHOP_PROFILES.map(({ lines }) => lines.length)));
  });
});

describe('profiles of the sample shop', () => {
  it.each(SHOP_PROFILES)('$name has the worked-out layers', (expected) => {
    const view = viewOf(expected.founder);
    expect(view.state).toBe(expected.state);
    expect(view.behaviour.events).toBe(expected.lines.length);
    const open = view.identity.identifiers.filter(({ evidence, to, namespace, value }) => {
      const identifier = engine.store.identifierTable.find(namespace, value);
      return evidence !== null && to === null && engine.profileId(engine.ownerOf(identifier)) === view.id;
    });
    expect(texts(open)).toEqual([...expected.identifiers].toSorted());
    const present = new Set(expected.identifiers);
    const past = texts(view.identity.identifiers).filter((text) => !present.has(text));
    expect([...new Set(past)]).toEqual([...expected.handedAway].toSorted());
    expect(texts(view.externalIds.filter(({ role }) => role === 'recorded'))).toEqual(
      [...expected.recorded].toSorted(),
    );
    const websites = view.companies.flatMap(({ identifiers }) =>
      identifiers.filter(({ value }) => SHOP_COMPANIES.some(({ website }) => website === value)),
    );
    expect(websites.map(({ value }) => value)).toEqual(expected.companies);
  });

  it.each(SHOP_PROFILES)('$name has the worked-out orders', (expected) => {
    const { orders } = viewOf(expected.founder).transactions;
    expect(
      orders.map(({ id, amount, currency, refunded, items, evidence }) => ({
        id,
        amount,
        currency,
        refunded,
        items: quantities(items),
        lines: evidence.filter(({ name }) => name === 'Purchased').map(({ line }) => line),
      })),
    ).toEqual(expected.orders.map((order) => ({ ...order, lines: [...order.lines] })));
  });

  it.each(SHOP_PROFILES)('$name has the worked-out events in canonical order', (expected) => {
    const { id } = viewOf(expected.founder);
    const page = profileTimeline(context, { id, offset: 0, limit: 1000 });
    expect(page.total).toBe(expected.lines.length);
    expect(page.rows.map(({ line }) => line)).toEqual(expected.lines);
  });

  it.each(SHOP_PROFILES)('$name answers to the ids of who it absorbed', (expected) => {
    const view = viewOf(expected.founder);
    expect(view.formerIds).toHaveLength(expected.absorbed.length);
    for (const former of view.formerIds) {
      const asked = profileGet(context, { id: former });
      expect([asked.id, asked.askedFor]).toEqual([view.id, former]);
    }
  });

  it.each(SHOP_DETAILS)('$name has the worked-out traits, products, touches and times', (expected) => {
    const view = viewOf(founderNamed(expected.name));
    const byName = Object.fromEntries(view.behaviour.byName.map(({ name, count }) => [name, count]));
    expect(byName).toEqual(expected.byName);
    const traits = view.identity.traits.filter(({ name }) => !['email', 'phone'].includes(name));
    expect(Object.fromEntries(traits.map(({ name, value }) => [name, JSON.parse(value)]))).toEqual(
      expected.traits,
    );
    expect(quantities(view.transactions.products)).toEqual(expected.products);
    expect(toExpected(view.engagement.firstTouch)).toEqual(expected.firstTouch);
    expect(toExpected(view.engagement.lastTouch)).toEqual(expected.lastTouch);
    expect(new Date(view.firstSeenAt!).toISOString()).toBe(expected.firstSeenAt);
    expect(new Date(view.lastSeenAt!).toISOString()).toBe(expected.lastSeenAt);
  });

  it('keeps what was refunded apart', () => {
    expect(viewOf(founderNamed('Xavier')).transactions.refunds).toEqual(SHOP_SUMMARY.refunds);
  });
});

function toExpected(touch: TouchRow | null): ExpectedTouch | null {
  if (touch === null) return null;
  const { source, medium, campaign, clickIds, evidence } = touch;
  return { line: evidence.line, source, medium, campaign, clickIds: texts(clickIds) };
}

describe('decisions of the sample shop', () => {
  const page = (filter: Partial<DecisionFilter>) =>
    decisionsPage(context, { filter: { ...ALL_DECISIONS, ...filter }, offset: 0, limit: 1000 });

  it('lists every refusal with first and last event and count', () => {
    const { rows, total: count } = page({ actions: ['refuse'] });
    expect(count).toBe(SHOP_REFUSALS.length);
    const found = rows.map(({ identifiers, reason, evidence, count: times }) => [
      texts(identifiers.slice(0, 1))[0],
      reason,
      evidence.line,
      times,
    ]);
    const expected = SHOP_REFUSALS.map(({ identifier, reason, firstLine, count: times }) => [
      identifier,
      reason,
      firstLine,
      times,
    ]);
    expect(new Set(found.map(String))).toEqual(new Set(expected.map(String)));
  });

  const inOrder = (list: readonly { line: number }[]): number[] =>
    list.map(({ line }) => line).toSorted((a, b) => a - b);

  it('lists merges and hand-overs at their lines', () => {
    const linesOf = (action: DecisionAction) =>
      inOrder(page({ actions: [action] }).rows.map(({ evidence }) => evidence));
    expect(linesOf('merge')).toEqual(inOrder(SHOP_MERGES));
    expect(linesOf('hand-over')).toEqual(inOrder(SHOP_HAND_OVERS));
  });

  it('is in canonical order and pages without gaps', () => {
    const { rows, total: count } = page({});
    for (let i = 1; i < rows.length; i += 1)
      expect(engine.compareEvents(rows[i - 1]!.evidence.event, rows[i]!.evidence.event)).toBeLessThanOrEqual(
        0,
      );
    const paged = [];
    for (let offset = 0; offset < count; offset += 40)
      paged.push(...decisionsPage(context, { filter: ALL_DECISIONS, offset, limit: 40 }).rows);
    expect(paged.map(({ decision }) => decision)).toEqual(rows.map(({ decision }) => decision));
  });

  it('counts actions whichever are asked for', () => {
    expect(page({ actions: ['merge'] }).actions).toEqual(page({}).actions);
    expect(page({}).actions).toMatchObject({ merge: 5, refuse: 7, 'hand-over': 7 });
  });

  it('finds words in sentences and identifiers, of the whole shop or of one profile', () => {
    const kiosk = page({ search: 'CL_kiosk_atrium', actions: ['refuse'] });
    expect(kiosk.total).toBe(5);
    const { id } = viewOf(founderNamed('Cleo'));
    const ofCleo = page({ profile: id, search: 'cl_kiosk_atrium', actions: ['refuse'] });
    expect(ofCleo.total).toBe(2);
    expect(page({ search: 'nobody-said-this' }).total).toBe(0);
  });
});

describe('lists and exports of the sample shop', () => {
  const rowsOf = (what: Parameters<typeof exportTable>[1]) => {
    const table = exportTable(context, what);
    const rows = [...table.rows];
    expect(rows).toHaveLength(table.total);
    for (const row of rows) expect(row).toHaveLength(table.columns.length);
    return { columns: table.columns, rows };
  };

  it('have as many rows as the page says', () => {
    for (const states of [[], ['unified']] as const) {
      const filter = { ...EVERYTHING, states: [...states] };
      const page = profilesPage(context, { filter, offset: 0, limit: 1 });
      expect(rowsOf({ kind: 'profiles', filter }).rows).toHaveLength(page.total);
    }
    expect(rowsOf({ kind: 'refusals' }).rows).toHaveLength(SHOP_REFUSALS.length);
    expect(rowsOf({ kind: 'unresolved' }).rows).toHaveLength(SHOP_SUMMARY.unresolved);
    expect(rowsOf({ kind: 'decisions', filter: ALL_DECISIONS }).rows).toHaveLength(
      decisionsPage(context, { filter: ALL_DECISIONS, offset: 0, limit: 1 }).total,
    );
  });

  it('write the members of a segment with their revenue by currency', () => {
    const predicate = {
      match: 'all' as const,
      conditions: [{ kind: 'revenue' as const, currency: 'GBP', atLeast: 1 }],
    };
    const { columns, rows } = rowsOf({ kind: 'segment', predicate, name: 'pounds' });
    expect(rows).toHaveLength(segmentPreview(context, { predicate }).count);
    const pounds = rows.map((row) => Number(row[columns.indexOf('revenue_GBP')]));
    expect(pounds.reduce((sum, amount) => sum + amount, 0)).toBe(SHOP_SUMMARY.revenue.GBP);
  });

  it('lists what is credited to nobody, with its reason', () => {
    const page = unresolvedPage(context, { offset: 0, limit: 10 });
    expect(page.rows.map(({ line, reason }) => ({ line, reason }))).toEqual(SHOP_LINES.unresolved);
    expect(unresolvedPage(context, { offset: 3, limit: 10 }).rows).toHaveLength(1);
  });
});

describe('one event of the sample shop', () => {
  const eventAt = (line: number) => {
    for (let event = 0; event < engine.store.rowCount; event += 1)
      if (engine.store.line.at(event) === line) return eventGet(context, { event });
    throw new Error(`no event on line ${line}`);
  };

  it('tells its copies, whichever of them is asked for', () => {
    for (const { line, of } of SHOP_LINES.duplicates) {
      expect(eventAt(line).duplicates.map((copy) => copy.line)).toEqual([of]);
      expect(eventAt(of).duplicates.map((copy) => copy.line)).toEqual([line]);
      expect(eventAt(line).profile).toEqual(eventAt(of).profile);
    }
  });

  it('tells who it is credited to and what was decided at it', () => {
    const event = eventAt(11);
    expect(event.profile?.id).toBe(viewOf(founderNamed('Ada')).id);
    expect(event.decisions.map(({ action }) => action)).toContain('merge');
    expect(event.stored).toEqual({ source: 0, row: event.event });
    expect(eventAt(52)).toMatchObject({ profile: null, unresolved: 'NO_IDENTIFIER' });
    expect(eventAt(125)).toMatchObject({ profile: null, unresolved: null });
    expect(eventAt(125).company).not.toEqual([]);
  });

  it('is not found under a number that no event has', () => {
    expect(() => eventGet(context, { event: 100_000 })).toThrow(
      expect.objectContaining({ kind: 'not-found' }),
    );
    expect(() => profileGet(context, { id: 'f'.repeat(32) })).toThrow(
      expect.objectContaining({ kind: 'not-found' }),
    );
  });
});

describe('graph, segments and rules of the sample shop', () => {
  it('draws a merge on the edge that brought it about', () => {
    const { id } = viewOf(founderNamed('Ada'));
    const graph = profileGraph(context, { id });
    expect(graph.merges.map(({ number, evidence }) => [number, evidence.line])).toEqual([[1, 11]]);
    const keys = new Set(graph.nodes.map(({ key }) => key));
    expect(keys.has('email:ada.lindqvist@post.example')).toBe(true);
    for (const edge of graph.edges) expect([keys.has(edge.from), keys.has(edge.to)]).toEqual([true, true]);
    const kiosk = graph.nodes.find(({ key }) => key === 'customerlabs_user_id:cl_kiosk_atrium');
    expect(kiosk?.elsewhere).toBe(engine.profileId(ownerOf(engine, 'customerlabs_user_id:cl_kiosk_atrium')));
  });

  it('previews a segment with its funnel, sentence and sample', () => {
    const preview = segmentPreview(context, {
      predicate: {
        match: 'all',
        conditions: [
          { kind: 'state', states: ['unified'] },
          { kind: 'event', name: 'Purchased', did: true, atLeast: 1, window: { kind: 'ever' } },
        ],
      },
    });
    const buyers = SHOP_PROFILES.filter(({ state, orders }) => state === 'unified' && orders.length > 0);
    expect(preview.funnel).toEqual([15, buyers.length]);
    expect(preview.count).toBe(buyers.length);
    expect(preview.total).toBe(SHOP_PROFILES.length);
    expect(preview.sample.length).toBe(Math.min(20, buyers.length));
    expect(preview.sentence).toBe('Profiles that are unified and that did “Purchased”.');
  });

  it('offers names, traits with values and namespaces of the log', () => {
    const fields = segmentFieldsGet(context);
    const credited = SHOP_PROFILES.flatMap(({ lines }) => lines).length;
    expect(fields.events.reduce((sum, { count }) => sum + count, 0)).toBe(credited);
    expect(fields.traits.find(({ name }) => name === 'city')?.values).toContain('Lyon');
    expect(fields.namespaces).toEqual(expect.arrayContaining(['email', 'gclid', 'crm_user_id']));
    expect(fields.namespaces).not.toContain('identify_by_website');
  });

  it('reads the rules aloud in order of rank', () => {
    const rules = rulesGet(context);
    expect(rules.tiers.slice(0, 2)).toMatchObject([
      { rank: 1, role: 'strong', namespaces: ['email'] },
      { rank: 2, role: 'strong', namespaces: ['phone'] },
    ]);
    expect(rules.tiers.filter(({ role }) => role === 'recorded').map(({ rank }) => rank)).toEqual([null]);
    expect(rules.sentences.join(' ')).toContain('email > phone > user_id');
    expect(rules.demoted).toContain('info@');
    expect(rules.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });
});
