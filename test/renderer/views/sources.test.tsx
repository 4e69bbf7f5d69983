// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Params } from '#shared/protocol/requests.ts';
import type { RejectionRow } from '#shared/protocol/results/source.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { giveElementsHeight, renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { JOB, SOURCE, WORKSPACE } from '../../support/sample-answers.ts';

beforeAll(() => giveElementsHeight(400));
afterEach(resetWindow);

const REJECTION: RejectionRow = {
  source: 'shop.ndjson',
  line: 124,
  record: 0,
  field: 'timestamp',
  reason: 'bad-time',
  text: '"timestamp" is "yesterday"; expected ISO 8601 or epoch',
};

const PART = {
  ...SOURCE,
  source: 1,
  name: 'crm.csv',
  complete: false,
  events: 12,
  rejected: 0,
  rejectionsByReason: {},
};

async function show(address = '/w/spring/sources') {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'source.list': () => [SOURCE, PART],
    'source.rejections': ({ source, offset }: Params<'source.rejections'>) => ({
      revision: 1,
      total: source === 1 ? 0 : 1,
      offset,
      rows: source === 1 ? [] : [REJECTION],
    }),
    'source.remove': () => ({ ...JOB, phase: 'resolving' }),
    'import.resume': () => JOB,
  });
  const view = renderWindow(bridge, address);
  await screen.findByRole('region', { name: 'Sources' });
  return { bridge, ...view };
}

test('accounts for each source and shows every rejected record with place, field and reason', async () => {
  await show();
  expect(screen.getByRole('cell', { name: '11,800' })).toBeTruthy();
  expect(screen.getByText('11 × a time that cannot be read · 6 × not JSON')).toBeTruthy();
  const grid = await screen.findByRole('grid', { name: 'Rejected records' });
  expect(within(grid).getByText('shop.ndjson:124')).toBeTruthy();
  expect(within(grid).getByText(REJECTION.text)).toBeTruthy();
});

test('shows the rejections of the source that the address names', async () => {
  const { bridge } = await show('/w/spring/sources?source=1');
  expect(await screen.findByRole('heading', { name: 'Nothing rejected' })).toBeTruthy();
  expect(bridge.paramsOf('source.rejections').at(-1)).toMatchObject({ source: 1 });
});

test('puts the chosen source into the address', async () => {
  const { router } = await show();
  fireEvent.click(screen.getByRole('button', { name: '17' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ source: 0 }));
});

test('says what goes before a source goes', async () => {
  const { bridge } = await show();
  fireEvent.click(screen.getByRole('button', { name: 'Remove shop.ndjson' }));
  expect(await screen.findByText(/goes with 11,800 events, 33 unresolved and\s+17 rejections/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Remove the source' }));
  await waitFor(() => expect(screen.queryByText(/goes with/)).toBeNull());
  expect(bridge.paramsOf('source.remove')).toEqual([{ workspace: 'spring', source: 0 }]);
  expect(screen.queryByRole('region', { name: 'Import' })).toBeNull();
});

test('goes on with a source that was read in part', async () => {
  const { bridge } = await show();
  fireEvent.click(screen.getByRole('button', { name: 'Read on' }));
  expect(await screen.findByRole('heading', { name: /Reading shop\.ndjson/ })).toBeTruthy();
  expect(bridge.paramsOf('import.resume')).toEqual([{ workspace: 'spring', source: 1 }]);
});
