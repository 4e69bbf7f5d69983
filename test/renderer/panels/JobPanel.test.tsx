// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Fault } from '#shared/protocol/fault.ts';
import type { JobProgress } from '#shared/protocol/results/job.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { JOB, OVERVIEW, WORKSPACE } from '../../support/sample-answers.ts';

afterEach(resetWindow);

async function showJob() {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    overview: () => OVERVIEW,
    'job.cancel': () => null,
    'job.choose': () => null,
  });
  renderWindow(bridge, '/w/spring/overview');
  await screen.findByRole('heading', { name: 'Overview' });
  const tell = (progress: JobProgress) =>
    act(() => bridge.push({ type: 'job', workspace: WORKSPACE.id, progress }));
  return { bridge, tell };
}

test('shows what an import reads, and its counts', async () => {
  const { tell } = await showJob();
  tell(JOB);
  expect(screen.getByRole('heading', { name: 'Reading shop.ndjson (1 of 2)' })).toBeTruthy();
  expect(screen.getByText('6,000')).toBeTruthy();
  expect(screen.getByText(/12,400 records a second/)).toBeTruthy();
});

test('says at its end what it changed', async () => {
  const { tell } = await showJob();
  tell({ ...JOB, phase: 'done', changed: { created: 1, gone: 0, changedState: 2, moved: 0 } });
  expect(screen.getByText('1 new profile, 2 in another state.')).toBeTruthy();
});

test('asks whether to keep or discard once it was cancelled', async () => {
  const { bridge, tell } = await showJob();
  tell(JOB);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(bridge.paramsOf('job.cancel')).toEqual([{ workspace: 'spring', job: 'job-1' }]);
  tell({ ...JOB, phase: 'waiting-for-choice' });
  fireEvent.click(screen.getByRole('button', { name: 'Discard it' }));
  expect(bridge.paramsOf('job.choose')).toEqual([{ workspace: 'spring', job: 'job-1', choice: 'discard' }]);
});

test('says why an import stopped', async () => {
  const { tell } = await showJob();
  tell({
    ...JOB,
    phase: 'failed',
    fault: { kind: 'disk-full', message: 'no space left in /data', context: {} },
  });
  expect(screen.getByText('The disk is full')).toBeTruthy();
  expect(screen.getByText('no space left in /data')).toBeTruthy();
});

test('gives the button back when a cancel did not reach main', async () => {
  const { bridge, tell } = await showJob();
  bridge.answer('job.cancel', () => Promise.reject(new Fault('disconnected', 'gone')));
  tell(JOB);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(await screen.findByText(/lost its connection/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Cancel' }).hasAttribute('disabled')).toBe(false);
});

test('leaves when it is done and dismissed', async () => {
  const { tell } = await showJob();
  tell({ ...JOB, phase: 'done' });
  fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByRole('region', { name: 'Import' })).toBeNull();
});
