// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { showEvent } from '#renderer/state/view-state.ts';
import { Fault } from '#shared/protocol/fault.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { EVENT, OVERVIEW, WORKSPACE } from '../../support/sample-answers.ts';

afterEach(resetWindow);

async function open(record: () => Promise<string | null>, event = EVENT) {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    overview: () => OVERVIEW,
    'event.get': () => event,
  });
  renderWindow(bridge, '/w/spring/overview', { readRecord: record });
  await screen.findByRole('heading', { name: 'Overview' });
  act(() => showEvent(7));
  return await screen.findByRole('dialog');
}

test('walks an event back to its source and shows the record', async () => {
  await open(async () => '{"event":"Form submitted"}');
  expect(await screen.findByRole('heading', { name: 'Form submitted' })).toBeTruthy();
  expect(screen.getByText(/shop\.ndjson, line 812/)).toBeTruthy();
  expect(screen.getByText(/joined yara\.haddad@post\.example because/)).toBeTruthy();
  expect((await screen.findByLabelText('Record')).textContent).toContain('"event": "Form submitted"');
});

test('keeps hostile records text, with what hides in them made visible', async () => {
  await open(async () => '{"a":"<img src=x onerror=alert(1)>\u202e"}', {
    ...EVENT,
    name: '<b>bold</b>',
  });
  const record = await screen.findByLabelText('Record');
  expect(record.textContent).toContain('<img src=x onerror=alert(1)>⟨U+202E⟩');
  expect(document.querySelector('img, b[dir]')).toBeNull();
  expect(screen.getByRole('heading', { name: '<b>bold</b>' })).toBeTruthy();
});

test('says so when the record is not kept, or cannot be read', async () => {
  await open(async () => null);
  expect(await screen.findByText('The database does not hold this record.')).toBeTruthy();
  resetWindow();
  await open(() => Promise.reject(new Fault('storage-failed', 'chunk 4 is damaged')));
  expect(await screen.findByText('chunk 4 is damaged')).toBeTruthy();
});
