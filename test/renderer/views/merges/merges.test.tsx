// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { changeOf } from '#renderer/panels/DecisionChange.tsx';
import type { DecisionRow, DecisionsPage } from '#shared/protocol/results/decision.ts';
import { FakeBridge } from '../../../support/fake-bridge.ts';
import { giveElementsHeight, renderWindow, resetWindow } from '../../../support/render-weft.tsx';
import { EVENT, ROW, WORKSPACE } from '../../../support/sample-answers.ts';
import { PROFILE } from '../profiles/answers.ts';

beforeAll(() => giveElementsHeight(400));
afterEach(resetWindow);

const MERGE: DecisionRow = {
  ...EVENT.decisions[0]!,
  other: { id: 'ab'.repeat(16), title: 'cl_yara_phone' },
  identifiers: [{ namespace: 'email', value: 'yara.haddad@post.example', role: 'strong' }],
};
const ACTIONS = {
  create: 4,
  attach: 3,
  merge: 1,
  refuse: 2,
  'hand-over': 0,
  block: 0,
  demote: 0,
  link: 0,
  cut: 0,
};

function show(page: Partial<DecisionsPage> = {}, address = '/w/spring/merges') {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'decisions.page': () => ({ revision: 3, total: 1, offset: 0, rows: [MERGE], actions: ACTIONS, ...page }),
    'event.get': () => ({ ...EVENT, decisions: [MERGE] }),
    'profile.get': () => PROFILE,
  });
  return { bridge, ...renderWindow(bridge, address) };
}

test('writes a decision as a sentence with its profiles and its place', async () => {
  show();
  const grid = await screen.findByRole('grid', { name: 'Decisions' });
  expect(within(grid).getByText(/because both are on this event/)).toBeTruthy();
  expect(within(grid).getByRole('link', { name: 'Yara Haddad' }).getAttribute('href')).toBe(
    `/w/spring/profiles/${ROW.id}`,
  );
  expect(within(grid).getByRole('button', { name: 'shop.ndjson:812' })).toBeTruthy();
});

test('asks for the kinds, the profile and the words of the address', async () => {
  const { bridge } = show({}, `/w/spring/merges?actions=%5B%22refuse%22%5D&profile=${ROW.id}&q=kiosk`);
  expect(await screen.findByText(/^Only/)).toBeTruthy();
  expect(bridge.paramsOf('decisions.page').at(-1)?.filter).toEqual({
    actions: ['refuse'],
    profile: ROW.id,
    search: 'kiosk',
  });
});

test('counts every kind and adds a chosen one to the address', async () => {
  const { router } = show();
  const kinds = await screen.findByRole('group', { name: 'Kinds of decisions' });
  expect(await within(kinds).findByRole('button', { name: /All\s*10/ })).toBeTruthy();
  fireEvent.click(within(kinds).getByRole('button', { name: /Refused\s*2/ }));
  await waitFor(() => expect(router.state.location.search).toEqual({ actions: ['refuse'] }));
});

test('goes back to everybody from one profile', async () => {
  const { router } = show({}, `/w/spring/merges?profile=${ROW.id}&q=x`);
  fireEvent.click(await screen.findByRole('button', { name: 'Show decisions about everybody' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ q: 'x' }));
});

test('opens the event with how things stood before and after', async () => {
  show();
  const grid = await screen.findByRole('grid', { name: 'Decisions' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect(await screen.findByText('two profiles, Yara Haddad and cl_yara_phone')).toBeTruthy();
  expect(screen.getByText('one profile, Yara Haddad')).toBeTruthy();
});

test('offers a way out when no decision fits', async () => {
  const { router } = show({ total: 0, rows: [] }, '/w/spring/merges?q=nothing');
  fireEvent.click(await screen.findByRole('button', { name: 'Show all decisions' }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

test('says whether earlier events move along, and that nobody holds what somebody let go of', () => {
  const handOver: DecisionRow = { ...MERGE, action: 'hand-over', reason: 'HANDED_OVER' };
  expect(changeOf(handOver).after).toBe(
    'Yara Haddad holds yara.haddad@post.example; earlier events stay with cl_yara_phone',
  );
  expect(changeOf({ ...handOver, reason: 'HISTORY_MOVED' }).after).toBe(
    'Yara Haddad holds yara.haddad@post.example; earlier events moved along',
  );
  expect(changeOf({ ...MERGE, action: 'cut', reason: 'RELEASED', other: null })).toEqual({
    before: 'Yara Haddad held yara.haddad@post.example',
    after: 'yara.haddad@post.example left Yara Haddad; earlier events stay',
  });
});

test('says that a refusal merges nothing, with or without a profile on the other side', () => {
  const refusal: DecisionRow = { ...MERGE, action: 'refuse' };
  expect(changeOf(refusal).after).toBe('no merge: Yara Haddad and cl_yara_phone stay two profiles');
  expect(changeOf({ ...refusal, other: null }).after).toBe(
    'no change: Yara Haddad without yara.haddad@post.example',
  );
});
