// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { useViewState } from '#renderer/state/view-state.ts';
import type { ProfileView } from '#shared/protocol/results/profile.ts';
import { FakeBridge } from '../../../support/fake-bridge.ts';
import { giveElementsHeight, renderWindow, resetWindow } from '../../../support/render-weft.tsx';
import { EVENT, ROW, WORKSPACE } from '../../../support/sample-answers.ts';
import { PROFILE, TIMELINE } from './answers.ts';

beforeAll(() => {
  giveElementsHeight(400);
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 400 });
  Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => 1000 });
});
afterEach(resetWindow);

const BASE = `/w/spring/profiles/${ROW.id}`;

function show(profile: Partial<ProfileView> = {}, query = '') {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'profile.get': ({ id }) => ({ ...PROFILE, id, askedFor: id, ...profile }),
    'profile.timeline': () => ({ revision: 3, total: TIMELINE.length, offset: 0, rows: TIMELINE }),
    'profiles.page': () => ({
      revision: 3,
      total: 9,
      offset: 3,
      rows: ['aa', ROW.id, 'cc'].map((id) => ({ ...ROW, id })),
      states: { anonymous: 3, known: 3, unified: 3 },
      searched: null,
    }),
    'event.get': () => EVENT,
  });
  return { bridge, ...renderWindow(bridge, `${BASE}${query}`) };
}

test('explains the state and leads from merges to their decisions', async () => {
  show();
  expect(await screen.findByText(/anonymous history became part of it/)).toBeTruthy();
  const merges = screen.getByRole('link', { name: '2 merges' }).getAttribute('href') ?? '';
  expect(decodeURIComponent(merges)).toContain(`/w/spring/merges?profile=${ROW.id}&actions=["merge"]`);
  expect(screen.getByText('no refusal')).toBeTruthy();
});

test('says when the address was a former id', async () => {
  show({ id: ROW.id, askedFor: 'ab'.repeat(16) });
  expect(within(await screen.findByRole('note')).getByText('ab'.repeat(16))).toBeTruthy();
});

test('tells held from handed over and alone from shared', async () => {
  show();
  const table = await screen.findByRole('table', { name: 'Identifiers' });
  expect(within(table).getByText(/handed over 20 Mar 2026, 10:00/)).toBeTruthy();
  expect(within(table).getByRole('link', { name: '2 other profiles at some time' })).toBeTruthy();
  expect(within(table).getByText('held now')).toBeTruthy();
});

test('shows the values that lost when asked for', async () => {
  show();
  const more = await screen.findByRole('button', { name: '1 more' });
  expect(screen.queryByText('Kiel')).toBeNull();
  fireEvent.click(more);
  expect(screen.getByText('Kiel')).toBeTruthy();
});

test('marks refunds and orders that were sent again', async () => {
  show({}, '?tab=transactions');
  expect(await screen.findByText('EUR 12.50 refunded, said by 2 events')).toBeTruthy();
});

test.each([
  ['engagement', /No event says where the person came from/],
  ['external', /No event carries the id of another system/],
  ['companies', /No event says that the person belongs to a company/],
])('says in one sentence that there is nothing in %s', async (tab, sentence) => {
  show({}, `?tab=${tab}`);
  expect(await screen.findByText(sentence)).toBeTruthy();
});

test('says what is missing in identity and transactions too', async () => {
  show({ identity: { identifiers: [], traits: [] } });
  expect(await screen.findByText(/It holds no identifier any more/)).toBeTruthy();
  expect(screen.getByText(/No event says anything about the person/)).toBeTruthy();
});

test('keeps the layer in the address', async () => {
  const { router } = show();
  fireEvent.click(await screen.findByRole('tab', { name: /Timeline/ }));
  await waitFor(() => expect(router.state.location.search).toEqual({ tab: 'timeline' }));
});

test('shows identifications and decisions in the timeline and opens an event with Enter', async () => {
  show({}, '?tab=timeline');
  const grid = await screen.findByRole('grid', { name: /Events, times in UTC/ });
  expect(within(grid).getByText('Create user')).toBeTruthy();
  expect(within(grid).getByText('Two became one because of the email')).toBeTruthy();
  fireEvent.keyDown(grid, { key: 'j' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect(useViewState.getState().openEvent).toBe(2);
});

test('goes on to the neighbours in the list it came from', async () => {
  const { router } = show({}, '?list=%7B%22sort%22%3A%22title%22%7D&at=4');
  expect(await screen.findByText('5 of 9')).toBeTruthy();
  fireEvent.keyDown(document.body, { key: ']' });
  await waitFor(() => expect(router.state.location.pathname).toBe('/w/spring/profiles/cc'));
  expect(router.state.location.search).toEqual({ list: { sort: 'title' }, at: 5 });
});

test('draws markup in names as text', async () => {
  show({ title: '<img src=x onerror=alert(1)>' });
  expect(await screen.findByRole('heading', { name: '<img src=x onerror=alert(1)>' })).toBeTruthy();
  expect(document.querySelector('h1 img')).toBeNull();
});
