// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Fault } from '#shared/protocol/fault.ts';
import type { Overview } from '#shared/protocol/results/overview.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { OPENED, OVERVIEW, WORKSPACE } from '../../support/sample-answers.ts';

afterEach(resetWindow);

function show(overview: () => Overview | Promise<Overview>, parts = {}) {
  const bridge = new FakeBridge({ 'workspace.list': () => [WORKSPACE], overview });
  return { bridge, ...renderWindow(bridge, '/w/spring/overview', parts) };
}

test('accounts for every record and leads from each number to what it counts', async () => {
  show(() => OVERVIEW);
  expect(await screen.findByText(/12,700 records read = 12,480 events credited/)).toBeTruthy();
  const unified = screen.getByRole('link', { name: /Unified\s*700/ });
  expect(unified.getAttribute('href')).toContain('/w/spring/profiles?states=');
  expect(screen.getByRole('link', { name: '41 unresolved' }).getAttribute('href')).toBe(
    '/w/spring/unresolved',
  );
  expect(screen.getByRole('img', { name: /Seen anonymously: 2,800.*Unified: 700/ })).toBeTruthy();
});

test('keeps currencies apart', async () => {
  show(() => OVERVIEW);
  expect(await screen.findByText('EUR 18,240.50')).toBeTruthy();
  expect(screen.getByText('USD 920.00')).toBeTruthy();
});

test('invites to add files while nothing was read', async () => {
  show(() => ({ ...OVERVIEW, summary: { ...OVERVIEW.summary, read: 0 } }));
  expect(await screen.findByRole('heading', { name: 'Nothing read yet' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Choose files' })).toBeTruthy();
});

test('follows an import while it runs, the last numbers staying until the next ones come', async () => {
  let revision = 3;
  const { bridge } = show(() => ({
    ...OVERVIEW,
    revision,
    summary: { ...OVERVIEW.summary, merges: revision },
  }));
  await screen.findByRole('heading', { name: 'Overview' });
  revision = 4;
  act(() => bridge.push({ type: 'changed', workspace: 'spring', revision: 4 }));
  expect(screen.getByRole('heading', { name: 'Overview' })).toBeTruthy();
  await waitFor(() =>
    expect(within(screen.getByRole('link', { name: /^Merges\s*4/ })).getByText('4')).toBeTruthy(),
  );
  expect(screen.getByText('Revision 4')).toBeTruthy();
});

test('explains a fault and tries again', async () => {
  let fails = true;
  show(() => (fails ? Promise.reject(new Fault('storage-failed', 'disk gone')) : OVERVIEW));
  expect(await screen.findByText('The database refused to store')).toBeTruthy();
  expect(screen.getByText('disk gone')).toBeTruthy();
  fails = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeTruthy();
});

test('says which sources are lost for good', async () => {
  show(() => OVERVIEW, { openWorkspace: async () => ({ ...OPENED, lost: ['old.csv'] }) });
  expect(await screen.findByText(/can no longer be\s+read: old\.csv/)).toBeTruthy();
});

test('says why a workspace does not open, and opens it afresh on demand', async () => {
  let attempts = 0;
  const closed: string[] = [];
  show(() => OVERVIEW, {
    openWorkspace: () => {
      attempts += 1;
      return attempts === 1
        ? Promise.reject(new Fault('opened-elsewhere', 'held by another window'))
        : Promise.resolve(OPENED);
    },
    forgetWorkspace: (workspace: string) => closed.push(workspace),
  });
  expect(await screen.findByText('This workspace is open in another window')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeTruthy();
  expect(closed).toEqual(['spring']);
});
