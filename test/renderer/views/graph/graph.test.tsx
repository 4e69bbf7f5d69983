// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { useViewState } from '#renderer/state/view-state.ts';
import { FakeBridge } from '../../../support/fake-bridge.ts';
import { giveElementsHeight, renderWindow, resetWindow } from '../../../support/render-weft.tsx';
import { EVENT, ROW, WORKSPACE } from '../../../support/sample-answers.ts';
import { PROFILE } from '../profiles/answers.ts';
import { GRAPH } from './answers.ts';

beforeAll(() => giveElementsHeight(400));
afterEach(resetWindow);

function show(address = `/w/spring/graph?profile=${ROW.id}`) {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'profile.get': () => PROFILE,
    'profile.graph': () => GRAPH,
    'profiles.page': () => ({
      revision: 3,
      total: 1,
      offset: 0,
      rows: [ROW],
      states: { anonymous: 0, known: 0, unified: 1 },
      searched: null,
    }),
    'event.get': () => EVENT,
  });
  return { bridge, ...renderWindow(bridge, address) };
}

const picture = () => screen.findByRole('group', { name: /^Identity graph\./ });
const identifier = (name: string) => screen.getByRole('button', { name: new RegExp(`^email ${name}`) });

test('says the picture in words, with what was left out', async () => {
  show();
  const words = (await picture()).getAttribute('aria-label');
  expect(words).toContain('2 identifiers, 1 pair together on events.');
  expect(words).toContain('1 merge joined 2 former profiles.');
  expect(words).toContain('1 link to somebody else refused.');
  expect(words).toContain('4 identifiers with the fewest events left out');
});

test('is one stop for Tab on a node, whose links follow', async () => {
  show();
  await picture();
  expect(identifier('a@x').getAttribute('tabindex')).toBe('0');
  expect(identifier('b@x').getAttribute('tabindex')).toBe('-1');
  const tie = screen.getByRole('button', {
    name: /a@x.example and b@x.example: together on events, 7 events, a bridge/,
  });
  const refusal = screen.getByRole('button', { name: /b@x.example and c@x.example: refused/ });
  expect(tie.getAttribute('tabindex')).toBe('0');
  expect(refusal.getAttribute('tabindex')).toBe('-1');
});

test('walks along a link by an arrow and opens what it comes to', async () => {
  show();
  await picture();
  const start = identifier('a@x');
  start.focus();
  const moved = ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'].some((key) => {
    fireEvent.keyDown(document.activeElement ?? start, { key });
    return document.activeElement !== start;
  });
  expect(moved).toBe(true);
  fireEvent.keyDown(document.activeElement ?? start, { key: 'Enter' });
  expect(await screen.findByRole('heading', { name: 'Identifier' })).toBeTruthy();
  expect(useViewState.getState().selectedIdentifier).toMatch(/^email:[bc]@x/);
});

test('opens a link with its merge, its events and their evidence', async () => {
  show();
  await picture();
  fireEvent.keyDown(screen.getByRole('button', { name: /merge 1 came about here/ }), { key: 'Enter' });
  const details = await screen.findByRole('complementary', { name: 'Details' });
  expect(within(details).getByText(/Without these events the profile falls in two/)).toBeTruthy();
  expect(within(details).getByRole('heading', { name: 'Merge 1' })).toBeTruthy();
  expect(within(details).getByText(/and 6 more/)).toBeTruthy();
  fireEvent.click(within(details).getByRole('button', { name: 'shop.ndjson:812' }));
  expect(useViewState.getState().openEvent).toBe(7);
});

test('lets go with Escape and explains its signs again', async () => {
  show();
  await picture();
  fireEvent.click(identifier('a@x'));
  expect(await screen.findByRole('heading', { name: 'Identifier' })).toBeTruthy();
  fireEvent.keyDown(identifier('a@x'), { key: 'Escape' });
  expect(await screen.findByRole('heading', { name: 'How to read it' })).toBeTruthy();
});

test('zooms by keys and fits again', async () => {
  show();
  const svg = await picture();
  const whole = svg.getAttribute('viewBox');
  const focus = identifier('a@x');
  fireEvent.keyDown(focus, { key: '+' });
  expect(Number(svg.getAttribute('viewBox')?.split(' ')[2])).toBeLessThan(Number(whole?.split(' ')[2]));
  fireEvent.keyDown(focus, { key: 'f' });
  expect(svg.getAttribute('viewBox')).toBe(whole);
});

test('says the same in tables, and keeps that in the address', async () => {
  const { router } = show();
  await picture();
  fireEvent.click(screen.getByRole('radio', { name: 'Tables' }));
  const nodes = await screen.findByRole('grid', { name: 'Identifiers of the graph' });
  expect(within(nodes).getByText('former profile 2')).toBeTruthy();
  expect(within(nodes).getByText('somebody else')).toBeTruthy();
  const links = screen.getByRole('grid', { name: 'Links of the graph' });
  expect(within(links).getByText('refused')).toBeTruthy();
  expect(router.state.location.search).toEqual({ profile: ROW.id, show: 'tables' });
});

test('asks whose graph while the address names nobody', async () => {
  const { bridge, router } = show('/w/spring/graph');
  const grid = await screen.findByRole('grid', { name: 'Profiles to choose from' });
  expect(bridge.paramsOf('profiles.page').at(-1)?.filter).toMatchObject({ sort: 'merges', descending: true });
  fireEvent.keyDown(grid, { key: 'Enter' });
  await waitFor(() => expect(router.state.location.search).toEqual({ profile: ROW.id }));
});
