// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Predicate } from '#shared/segment/predicate.ts';
import { FakeBridge } from '../../../support/fake-bridge.ts';
import { giveElementsHeight, renderWindow, resetWindow } from '../../../support/render-weft.tsx';
import { OVERVIEW, ROW, WORKSPACE } from '../../../support/sample-answers.ts';

beforeAll(() => giveElementsHeight(400));
afterEach(resetWindow);

const TWO: Predicate = {
  match: 'all',
  conditions: [
    { kind: 'state', states: ['unified'] },
    { kind: 'event', name: 'Purchased', did: true, atLeast: 2, window: { kind: 'last-days', days: 30 } },
  ],
};

function show(predicate?: Predicate, name = '') {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    overview: () => OVERVIEW,
    'segment.fields': () => ({
      revision: 3,
      events: [{ name: 'Purchased', count: 320 }],
      traits: [{ name: 'city', count: 12, values: ['Bremen', ''] }],
      namespaces: ['email', 'phone'],
    }),
    'segment.preview': ({ predicate: asked }) => ({
      revision: 3,
      count: 39 - 9 * asked.conditions.length,
      total: 39,
      funnel: asked.conditions.map((_, index) => 39 - 9 * (index + 1)),
      sentence: '',
      sample: [ROW],
      milliseconds: 2,
    }),
    export: () => ({ rows: 1, bytes: 10, fileName: 'x.csv', savedAt: '/x.csv', downloadUrl: null }),
  });
  const query = predicate === undefined ? '' : `?predicate=${encodeURIComponent(JSON.stringify(predicate))}`;
  return { bridge, ...renderWindow(bridge, `/w/spring/segments${query}${name && `&name=${name}`}`) };
}

const asked = (bridge: FakeBridge) => bridge.paramsOf('segment.preview').at(-1)?.predicate;
const rows = () =>
  screen.getAllByRole('group', { name: /^Condition \d/ }).map((row) => row.getAttribute('aria-label'));

test('is everybody without a condition, and says so', async () => {
  show();
  expect(await screen.findByText(/Without a condition a segment is everybody/)).toBeTruthy();
  expect(screen.getByText('Every profile.')).toBeTruthy();
});

test('reads its conditions from the address, counts each and says them as a sentence', async () => {
  show(TWO);
  expect(await screen.findAllByText('−9 here')).toHaveLength(2);
  expect(
    screen.getByText(/unified and that did “Purchased” at least 2 times in the last 30 days/),
  ).toBeTruthy();
});

test('adds a condition that does not count until it says enough', async () => {
  const { bridge } = show();
  fireEvent.click(await screen.findByRole('button', { name: 'Add a condition' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Trait' }));
  expect(await screen.findByText(/Say which trait. Until then it does not count/)).toBeTruthy();
  expect(asked(bridge)?.conditions).toEqual([]);
});

test('counts again as one types, and stops what was being counted', async () => {
  const { bridge } = show({
    match: 'all',
    conditions: [{ kind: 'trait', name: 'city', operator: 'is', value: '' }],
  });
  const value = await screen
    .findByRole('combobox', { name: 'Value' })
    .catch(() => screen.getByLabelText('Value'));
  fireEvent.change(value, { target: { value: 'Nowhere at all' } });
  await waitFor(() => expect(asked(bridge)?.conditions[0]).toMatchObject({ value: 'Nowhere at all' }));
  const before = bridge.asked.filter(({ method }) => method === 'segment.preview').at(-2);
  expect(before?.signal?.aborted).toBe(true);
});

test('moves a condition by Alt and an arrow', async () => {
  const { bridge } = show(TWO);
  await screen.findAllByText('−9 here');
  fireEvent.keyDown(screen.getByRole('combobox', { name: 'Event' }), { key: 'ArrowUp', altKey: true });
  expect(rows()).toEqual(['Condition 1, event', 'Condition 2, state']);
  await waitFor(() => expect(asked(bridge)?.conditions[0]?.kind).toBe('event'));
});

test('removes a condition and moves focus to what is left', async () => {
  show(TWO);
  await screen.findAllByText('−9 here');
  fireEvent.click(screen.getByRole('button', { name: 'Remove condition 1' }));
  expect(rows()).toEqual(['Condition 1, event']);
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Remove condition 1' })),
  );
});

test('keeps the question in the address', async () => {
  const { router } = show(TWO);
  await screen.findAllByText('−9 here');
  fireEvent.click(screen.getByRole('radio', { name: 'any condition' }));
  await waitFor(() => expect(router.state.location.search).toMatchObject({ predicate: { match: 'any' } }));
});

test('exports the segment that is shown under its name', async () => {
  const { bridge } = show(TWO, 'Buyers');
  await screen.findAllByText('−9 here');
  fireEvent.click(screen.getByRole('button', { name: /Export segment/ }));
  fireEvent.click(await screen.findByRole('button', { name: /CSV/ }));
  await waitFor(() =>
    expect(bridge.paramsOf('export').at(-1)?.what).toEqual({
      kind: 'segment',
      predicate: TWO,
      name: 'Buyers',
    }),
  );
});

test('lists members and says that the export has the rest', async () => {
  show(TWO);
  const members = await screen.findByRole('region', { name: 'Members' });
  expect(within(members).getByText('Yara Haddad')).toBeTruthy();
  expect(within(members).getByText(/The first 1 of 21; the export has them all/)).toBeTruthy();
});
