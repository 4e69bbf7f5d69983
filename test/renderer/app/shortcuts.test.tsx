// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { setPreference } from '#renderer/state/view-state.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { OVERVIEW, RULES, WORKSPACE } from '../../support/sample-answers.ts';

afterEach(resetWindow);

async function show() {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    overview: () => OVERVIEW,
    'rules.get': () => RULES,
  });
  const { router } = renderWindow(bridge, '/w/spring/overview');
  await screen.findByRole('heading', { name: 'Overview' });
  return { bridge, router };
}

function press(target: Element, ...keys: string[]) {
  for (const key of keys) fireEvent.keyDown(target, { key });
}

test('reaches a view by two letters', async () => {
  await show();
  press(document.body, 'g', 'r');
  expect(await screen.findByRole('heading', { name: 'Rules' })).toBeTruthy();
});

test('leaves letters to whoever types', async () => {
  const { router } = await show();
  press(screen.getByRole('textbox', { name: /Find a person/ }), 'g', 'r');
  expect(router.state.location.pathname).toBe('/w/spring/overview');
});

test('does nothing on letters once they are turned off', async () => {
  const { router } = await show();
  act(() => setPreference('letterKeys', false));
  press(document.body, 'g', 'r', '?');
  expect(router.state.location.pathname).toBe('/w/spring/overview');
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('puts the cursor into the search with a slash', async () => {
  await show();
  press(document.body, '/');
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Find a person/ }));
});

test('lists every key', async () => {
  await show();
  press(document.body, '?');
  expect(await screen.findByText('Go to Unresolved')).toBeTruthy();
});

test('does what the menu of the host says', async () => {
  const { bridge } = await show();
  act(() => bridge.push({ type: 'menu', command: 'go-rules' }));
  expect(await screen.findByRole('heading', { name: 'Rules' })).toBeTruthy();
});

test('looks for a person with what was typed', async () => {
  const { router } = await show();
  const box = screen.getByRole('textbox', { name: /Find a person/ });
  fireEvent.change(box, { target: { value: ' +1 415 ' } });
  fireEvent.submit(box);
  await waitFor(() => expect(router.state.location.pathname).toBe('/w/spring/profiles'));
  expect(router.state.location.search).toEqual({ q: '+1 415' });
});
