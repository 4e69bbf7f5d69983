import { describe, expect, it } from 'vitest';
import type { QueryContext } from '#main/engine/queries/context.ts';
import { profilesPage } from '#main/engine/queries/profiles.ts';
import type { CanonicalEvent } from '#shared/event/event.ts';
import { PROFILE_SORTS } from '#shared/protocol/profile-sorts.ts';
import type { ProfileFilter } from '#shared/protocol/requests.ts';
import { contextOf } from '../../../support/engines.ts';
import { makeEvent, makeOrder } from '../../../support/events.ts';

const minute = (number: number): number => number * 60_000;

function shop(): CanonicalEvent[] {
  return [
    makeEvent('customerlabs_user_id:d1 gclid:k1', { at: minute(1) }),
    makeEvent('customerlabs_user_id:d1 email:ada@post.example', {
      at: minute(2),
      traits: { name: 'Ada Lindqvist' },
    }),
    makeEvent('email:ben@post.example phone:+4915112345678', {
      at: minute(3),
      traits: { first_name: 'Ben' },
    }),
    makeEvent('email:ben@post.example', {
      at: minute(9),
      order: makeOrder('1', { amount: 20, currency: 'EUR' }),
    }),
    makeEvent('email:ben@post.example', {
      at: minute(4),
      order: makeOrder('2', { amount: 5, currency: 'EUR' }),
    }),
    makeEvent('customerlabs_user_id:d2', { at: null }),
    makeEvent('email:cleo@post.example', {
      at: minute(5),
      order: makeOrder('3', { amount: 99, currency: 'GBP' }),
    }),
    makeEvent('user_id:u1 email:cleo@post.example', {
      at: minute(6),
      order: makeOrder('4', { amount: 30, currency: 'EUR' }),
    }),
  ];
}

function ask(context: QueryContext, filter: Partial<ProfileFilter> = {}, offset = 0, limit = 100) {
  const asked = { states: [], search: '', sort: 'firstSeen', descending: false, ...filter } as ProfileFilter;
  return profilesPage(context, { filter: asked, offset, limit });
}

const titles = (context: QueryContext, filter: Partial<ProfileFilter>): string[] =>
  ask(context, filter).rows.map((row) => row.title);

describe('profile list', () => {
  const context = contextOf(shop());

  it('gives a row its numbers', () => {
    const [row] = ask(context, { search: 'ben@post.example' }).rows;
    expect(row).toMatchObject({
      state: 'known',
      title: 'Ben',
      identifiers: [
        { namespace: 'email', value: 'ben@post.example', role: 'strong' },
        { namespace: 'phone', value: '+4915112345678', role: 'strong' },
      ],
      identifierCount: 2,
      events: 3,
      merges: 0,
      refusals: 0,
      orders: 2,
      revenue: { EUR: 25 },
      firstSeenAt: minute(3),
      lastSeenAt: minute(9),
    });
  });

  it('sorts by any column both ways', () => {
    const ascending: { readonly [sort in (typeof PROFILE_SORTS)[number]]: readonly string[] } = {
      events: ['d2', 'Ada Lindqvist', 'cleo@post.example', 'Ben'],
      firstSeen: ['d2', 'Ada Lindqvist', 'Ben', 'cleo@post.example'],
      lastSeen: ['d2', 'Ada Lindqvist', 'cleo@post.example', 'Ben'],
      identifiers: ['d2', 'Ada Lindqvist', 'Ben', 'cleo@post.example'],
      merges: ['d2', 'Ada Lindqvist', 'Ben', 'cleo@post.example'],
      orders: ['d2', 'Ada Lindqvist', 'Ben', 'cleo@post.example'],
      revenue: ['d2', 'Ada Lindqvist', 'Ben', 'cleo@post.example'],
      title: ['Ada Lindqvist', 'Ben', 'cleo@post.example', 'd2'],
      state: ['d2', 'Ben', 'cleo@post.example', 'Ada Lindqvist'],
    };
    for (const sort of PROFILE_SORTS)
      expect([sort, ...titles(context, { sort })]).toEqual([sort, ...ascending[sort]]);
    expect(titles(context, { sort: 'revenue', descending: true })[0]).toBe('cleo@post.example');
    expect(titles(context, { sort: 'title', descending: true })).toEqual([...ascending.title].reverse());
    expect(titles(context, { sort: 'firstSeen', descending: true })).toEqual(
      [...ascending.firstSeen].reverse(),
    );
  });

  it('filters by state and counts the states of what was found all the same', () => {
    const page = ask(context, { states: ['known'] });
    expect(page.total).toBe(2);
    expect(page.rows.map((row) => row.state)).toEqual(['known', 'known']);
    expect(page.states).toEqual({ anonymous: 1, known: 2, unified: 1 });
    expect(ask(context, { search: 'ben', states: ['unified'] })).toMatchObject({
      total: 0,
      states: { anonymous: 0, known: 1, unified: 0 },
    });
  });

  it('pages without gaps and repeats', () => {
    const all = ask(context).rows.map((row) => row.id);
    const paged = [0, 3].flatMap((offset) => ask(context, {}, offset, 3).rows.map((row) => row.id));
    expect(paged).toEqual(all);
    expect(ask(context, {}, 50, 3)).toMatchObject({ total: 4, rows: [] });
  });

  it('answers anew when events have come', () => {
    const growing = contextOf(shop());
    expect(ask(growing).total).toBe(4);
    growing.add([makeEvent('email:dora@post.example', { at: minute(20) })]);
    expect(ask(growing).total).toBe(5);
    expect(titles(growing, { sort: 'title' }).at(-1)).toBe('dora@post.example');
  });
});

describe('search', () => {
  const context = contextOf(shop(), { country: 'DE' });
  const find = (search: string): string[] => titles(context, { search });

  it('finds a phone in any spelling and says what was looked up', () => {
    for (const spelling of ['+49 151 12345678', '0151 / 1234 5678', '0049 151 12345678']) {
      const page = ask(context, { search: spelling });
      expect([spelling, page.searched, page.rows[0]?.title]).toEqual([
        spelling,
        'phone +4915112345678',
        'Ben',
      ]);
    }
  });

  it('finds an address whatever its case, and a value of a namespace that is named', () => {
    expect(find(' ADA@Post.Example ')).toEqual(['Ada Lindqvist']);
    expect(find('user_id:u1')).toEqual(['cleo@post.example']);
    expect(find('u1')).toEqual(['cleo@post.example']);
  });

  it('finds who has an event with a click id, which nobody owns', () => {
    expect(find('k1')).toEqual(['Ada Lindqvist']);
  });

  it('finds a profile by its id', () => {
    const { id } = ask(context, { search: 'ben@post.example' }).rows[0]!;
    expect(find(id)).toEqual(['Ben']);
    expect(find(id.toUpperCase())).toEqual(['Ben']);
  });

  it('finds by parts of name and identifiers when nothing carries the whole text', () => {
    expect(find('LIND')).toEqual(['Ada Lindqvist']);
    expect(find('lindq ada@')).toEqual(['Ada Lindqvist']);
    expect(find('post.example')).toHaveLength(3);
    expect(find('lindq ben')).toEqual([]);
    expect(ask(context, { search: 'lindq  ada@' }).searched).toBe('lindq  ada@');
  });

  it('looks for a part in one namespace only when it is named', () => {
    expect(find('email:cle')).toEqual(['cleo@post.example']);
    expect(find('phone:cle')).toEqual([]);
    expect(find('email:lindqvist')).toEqual([]);
  });

  it('finds nothing rather than everything for a text that nobody has', () => {
    expect(ask(context, { search: 'nobody@post.example' })).toMatchObject({ total: 0, rows: [] });
    expect(ask(context, { search: '%' }).total).toBe(0);
  });

  it('finds both who has a device and who had it', () => {
    const kiosk = contextOf([
      makeEvent('customerlabs_user_id:kiosk email:ada@post.example', { at: minute(1) }),
      makeEvent('customerlabs_user_id:kiosk email:ben@post.example', { at: minute(2) }),
    ]);
    expect(titles(kiosk, { search: 'kiosk' })).toEqual(['ada@post.example', 'ben@post.example']);
  });
});
