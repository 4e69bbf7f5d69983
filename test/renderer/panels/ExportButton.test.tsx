// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ExportButton } from '#renderer/panels/ExportButton.tsx';
import { Fault } from '#shared/protocol/fault.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderPart, resetWindow } from '../../support/render-weft.tsx';

afterEach(resetWindow);

const DELIVERED = {
  rows: 3,
  bytes: 1200,
  fileName: 'rejections.csv',
  savedAt: '/home/ana/rejections.csv',
  downloadUrl: null,
};

async function open(bridge: FakeBridge) {
  renderPart(bridge, <ExportButton workspace="spring" what={{ kind: 'rejections' }} noun="rejections" />);
  fireEvent.click(screen.getByRole('button', { name: 'Export rejections' }));
  return await screen.findByRole('button', { name: 'CSV, for a spreadsheet' });
}

test('exports what the view shows, guarded against formulas unless told otherwise', async () => {
  const bridge = new FakeBridge({ export: () => DELIVERED });
  const csv = await open(bridge);
  fireEvent.click(csv);
  expect(await screen.findByText(/Saved to \/home\/ana\/rejections\.csv: 3 rows, 1\.2 KB/)).toBeTruthy();
  fireEvent.click(screen.getByRole('checkbox', { name: /Guard against formulas/ }));
  fireEvent.click(screen.getByRole('button', { name: 'NDJSON, one object a line' }));
  expect(bridge.paramsOf('export')).toEqual([
    { workspace: 'spring', what: { kind: 'rejections' }, format: 'csv', guardFormulas: true },
    { workspace: 'spring', what: { kind: 'rejections' }, format: 'ndjson', guardFormulas: false },
  ]);
});

test('says what kept an export from being written', async () => {
  const bridge = new FakeBridge({ export: () => Promise.reject(new Fault('disk-full', 'no space in /tmp')) });
  fireEvent.click(await open(bridge));
  expect(await screen.findByText(/The disk is full\. no space in \/tmp/)).toBeTruthy();
});
