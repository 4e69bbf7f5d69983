// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { ProfilesPage } from '#shared/protocol/results/profile.ts';
import { FakeBridge } from '../../../support/fake-bridge.ts';
import { giveElementsHeight, renderWindow, resetWindow } from '../../../support/render-weft.tsx';
import { ROW, WORKSPACE } from '../../../support/sample-answers.ts';
import { PROFILE } from './answers.ts';

beforeAll(() => giveElementsHeight(400));
afterEach(resetWindow);

const PAGE: ProfilesPage = {
  revision: 3,
  total: 2,
  offset: 0,
  rows: [ROW, { ...ROW, id: '1a'.repeat(16), title: 'Zeno Vitale', state: 'known' }],
  states: { anonymous: 7, known: 1, unified: 1 },
  searched: null,
};

function show(page: Partial<ProfilesPage> = {}, address = '/w/spring/profiles') {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'profiles.page': () => ({ ...PAGE, ...page }),
    'profile.get': () => PROFILE,
  });
  return { bridge, ...renderWindow(bridge, address) };
}

const lastFilter = (bridge: FakeBridge) => bridge.paramsOf('profiles.page').at(-1)?.filter;

test('asks for what the address says', async () => {
  const { bridge } = show({}, '/w/spring/profiles?states=%5B%22known%22%5D&q=zeno&sort=title');
  await screen.findByRole('grid', { name: 'Profiles' });
  expect(lastFilter(bridge)).toEqual({ states: ['known'], search: 'zeno', sort: 'title', descending: false });
});

test('counts every state and keeps those that are chosen', async () => {
  const { bridge, router } = show();
  const states = await screen.findByRole('group', { name: 'States' });
  fireEvent.click(await within(states).findByRole('button', { name: /Anonymous\s*7/ }));
  await waitFor(() => expect(lastFilter(bridge)?.states).toEqual(['anonymous']));
  expect(router.state.location.search).toEqual({ states: ['anonymous'] });
});

test('walks through the states by arrows', async () => {
  show();
  const states = await screen.findByRole('group', { name: 'States' });
  const [all, anonymous] = within(states).getAllByRole('button');
  all.focus();
  fireEvent.keyDown(all, { key: 'ArrowRight' });
  expect(document.activeElement).toBe(anonymous);
});

test('sorts by a heading and turns round on the second click', async () => {
  const { bridge } = show();
  const heading = () => screen.getByRole('button', { name: /^Revenue/ });
  await screen.findByRole('grid', { name: 'Profiles' });
  fireEvent.click(heading());
  await waitFor(() => expect(lastFilter(bridge)).toMatchObject({ sort: 'revenue', descending: true }));
  fireEvent.click(heading());
  await waitFor(() => expect(lastFilter(bridge)).toMatchObject({ sort: 'revenue', descending: false }));
});

test('searches as one types and says what was looked up', async () => {
  const { bridge } = show({ searched: 'phone +4917139200' });
  const box = await screen.findByRole('textbox', { name: 'Search profiles' });
  fireEvent.change(box, { target: { value: '0171 39200' } });
  await waitFor(() => expect(lastFilter(bridge)?.search).toBe('0171 39200'));
  expect(screen.getByText('phone +4917139200')).toBeTruthy();
});

test('takes a slash to its own search and j to the list', async () => {
  show();
  const grid = await screen.findByRole('grid', { name: 'Profiles' });
  fireEvent.keyDown(document.body, { key: '/' });
  const box = screen.getByRole('textbox', { name: 'Search profiles' });
  expect(document.activeElement).toBe(box);
  box.blur();
  fireEvent.keyDown(document.body, { key: 'j' });
  expect(document.activeElement).toBe(grid);
});

test('opens a profile with Enter and remembers the list it came from', async () => {
  const { router } = show();
  const grid = await screen.findByRole('grid', { name: 'Profiles' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  await waitFor(() => expect(router.state.location.pathname).toBe(`/w/spring/profiles/${ROW.id}`));
  expect(router.state.location.search).toEqual({ list: {}, at: 0 });
});

test('links every name with its place, so that a click leads on to the neighbours too', async () => {
  show();
  const link = await screen.findByRole('link', { name: 'Zeno Vitale' });
  expect(link.getAttribute('href')).toContain('at=1');
});

test('offers a way out when nobody is found', async () => {
  const { router } = show(
    { total: 0, rows: [], states: { anonymous: 0, known: 0, unified: 0 }, searched: 'nobody@x.example' },
    '/w/spring/profiles?q=nobody@x.example',
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Show everybody' }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

test('says that others match in another state', async () => {
  show({ total: 0, rows: [] }, '/w/spring/profiles?states=%5B%22unified%22%5D');
  expect(await screen.findByText(/9 profiles match the search in another state/)).toBeTruthy();
});
