// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { RULES, WORKSPACE } from '../../support/sample-answers.ts';

afterEach(resetWindow);

function show(address = '/w/spring/rules') {
  return renderWindow(
    new FakeBridge({ 'workspace.list': () => [WORKSPACE], 'rules.get': () => RULES }),
    address,
  );
}

test('reads the rules out: tiers, sentences and lists', async () => {
  show();
  expect(await screen.findByText(/Whoever shares an email is one person/)).toBeTruthy();
  expect(screen.getByText('at most 5 a profile')).toBeTruthy();
  expect(screen.getByText('shopify_cart_token')).toBeTruthy();
  expect(screen.getByText('noreply@')).toBeTruthy();
});

test('searches the lists, and keeps the search in the address', async () => {
  const { router } = show();
  fireEvent.change(await screen.findByRole('textbox', { name: 'Search the lists' }), {
    target: { value: 'INFO' },
  });
  expect(await screen.findByText('1 of 3')).toBeTruthy();
  expect(screen.queryByText('noreply@')).toBeNull();
  expect(screen.getByText('Nothing in this list matches.')).toBeTruthy();
  await waitFor(() => expect(router.state.location.search).toEqual({ q: 'INFO' }));
});

test('shows the ruleset as the document it is', async () => {
  show('/w/spring/rules?show=json');
  const json = await screen.findByLabelText('Ruleset as JSON');
  expect(JSON.parse(json.textContent ?? '')).toEqual(RULES.json);
});
