// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Fault } from '#shared/protocol/fault.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { INSPECTION, OVERVIEW, WORKSPACE } from '../../support/sample-answers.ts';

afterEach(resetWindow);

test('lists workspaces with their counts and where the data lies', async () => {
  renderWindow(new FakeBridge({ 'workspace.list': () => [WORKSPACE] }), '/');
  const link = await screen.findByRole('link', { name: 'Spring campaign' });
  expect(link.getAttribute('href')).toBe('/w/spring/overview');
  expect(screen.getByText('12,480')).toBeTruthy();
  expect(screen.getByText('shop.ndjson and 1 more')).toBeTruthy();
  expect(screen.getByText(/Neither is encrypted/)).toBeTruthy();
});

test('says so when there is no workspace yet', async () => {
  renderWindow(new FakeBridge({ 'workspace.list': () => [] }), '/');
  expect(await screen.findByRole('heading', { name: 'No workspace yet' })).toBeTruthy();
});

test('opens the sample shop', async () => {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'workspace.sample': () => WORKSPACE,
    overview: () => OVERVIEW,
  });
  const { router } = renderWindow(bridge, '/');
  fireEvent.click(await screen.findByRole('button', { name: 'Open the sample shop' }));
  await screen.findByRole('heading', { name: 'Overview' });
  expect(router.state.location.pathname).toBe('/w/spring/overview');
});

test('shows a fault nobody waited for, until it is dismissed', async () => {
  const bridge = new FakeBridge({
    'workspace.list': () => [],
    'workspace.sample': () => Promise.reject(new Fault('disk-full', 'no space left')),
  });
  renderWindow(bridge, '/');
  fireEvent.click(await screen.findByRole('button', { name: 'Open the sample shop' }));
  expect(await screen.findByText(/The disk is full/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByText(/The disk is full/)).toBeNull();
});

test('deletes a workspace only once its name was typed', async () => {
  const deleted: string[] = [];
  renderWindow(new FakeBridge({ 'workspace.list': () => [WORKSPACE] }), '/', {
    deleteWorkspace: async (workspace) => void deleted.push(workspace),
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Delete Spring campaign' }));
  const confirm = await screen.findByRole('button', { name: 'Delete the workspace' });
  expect(confirm.hasAttribute('disabled')).toBe(true);
  fireEvent.change(screen.getByRole('textbox', { name: /to confirm/ }), {
    target: { value: 'Spring campaign' },
  });
  fireEvent.click(confirm);
  await waitFor(() => expect(deleted).toEqual(['spring']));
});

test('renames a workspace', async () => {
  let name = WORKSPACE.name;
  const bridge = new FakeBridge({
    'workspace.list': () => [{ ...WORKSPACE, name }],
    'workspace.rename': (params) => {
      name = params.name;
      return { ...WORKSPACE, name };
    },
  });
  renderWindow(bridge, '/');
  fireEvent.click(await screen.findByRole('button', { name: 'Rename Spring campaign' }));
  fireEvent.change(await screen.findByRole('textbox', { name: 'Name' }), { target: { value: ' Summer ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Rename' }));
  expect(await screen.findByRole('link', { name: 'Summer' })).toBeTruthy();
  expect(bridge.paramsOf('workspace.rename')).toEqual([{ workspace: 'spring', name: 'Summer' }]);
});

test('takes files dropped anywhere on the window to the import', async () => {
  const bridge = new FakeBridge({ 'workspace.list': () => [], 'source.inspect': () => INSPECTION });
  renderWindow(bridge, '/');
  await screen.findByRole('heading', { name: 'No workspace yet' });
  const dataTransfer = { types: ['Files'], files: [new File(['x'], 'customers.csv')] };
  fireEvent.dragOver(window, { dataTransfer });
  expect(screen.getByRole('heading', { name: 'Drop to open in a new workspace' })).toBeTruthy();
  fireEvent.drop(window, { dataTransfer });
  expect(await screen.findByRole('heading', { name: 'customers 2026.csv' })).toBeTruthy();
  expect(bridge.paramsOf('source.inspect')[0]).toMatchObject({
    token: 'token of customers.csv',
    zone: 'UTC',
  });
});
