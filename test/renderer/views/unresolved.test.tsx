// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Fault } from '#shared/protocol/fault.ts';
import type { UnresolvedRow } from '#shared/protocol/results/decision.ts';
import type { Page } from '#shared/protocol/results/evidence.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { giveElementsHeight, renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { EVENT, UNRESOLVED, WORKSPACE } from '../../support/sample-answers.ts';

beforeAll(() => giveElementsHeight(400));
afterEach(resetWindow);

function show(page: () => Page<UnresolvedRow> | Promise<Page<UnresolvedRow>>) {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'unresolved.page': page,
    'event.get': () => EVENT,
  });
  renderWindow(bridge, '/w/spring/unresolved');
  return bridge;
}

const page = (rows: readonly UnresolvedRow[]) => ({ revision: 1, total: rows.length, offset: 0, rows });

test('says of every event why it belongs to nobody', async () => {
  show(() => page([UNRESOLVED]));
  const grid = await screen.findByRole('grid', { name: 'Unresolved events' });
  expect(within(grid).getByText(/demoted identifiers only/)).toBeTruthy();
  expect(within(grid).getByText('email: info@fernhill.example (demoted)')).toBeTruthy();
});

test('reaches the table from anywhere with j and opens the evidence with Enter', async () => {
  const bridge = show(() => page([{ ...UNRESOLVED, event: 41 }]));
  const grid = await screen.findByRole('grid', { name: 'Unresolved events' });
  fireEvent.keyDown(document.body, { key: 'j' });
  expect(document.activeElement).toBe(grid);
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect(await screen.findByRole('heading', { name: 'Form submitted' })).toBeTruthy();
  expect(bridge.paramsOf('event.get')).toEqual([{ workspace: 'spring', event: 41 }]);
});

test('is content when nothing is unresolved', async () => {
  show(() => page([]));
  expect(await screen.findByRole('heading', { name: 'Nothing unresolved' })).toBeTruthy();
});

test('explains a fault and tries again', async () => {
  let fails = true;
  show(() => (fails ? Promise.reject(new Fault('storage-failed', 'gone')) : page([UNRESOLVED])));
  expect(await screen.findByText('The database refused to store')).toBeTruthy();
  fails = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('grid', { name: 'Unresolved events' })).toBeTruthy();
  expect(screen.queryByText('The database refused to store')).toBeNull();
});
