// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { act } from 'react';
import { afterEach, describe, expect, test } from 'vitest';
import { addPendingFiles } from '#renderer/state/view-state.ts';
import { EMPTY_DRAFT, importOptionsOf, mappingProblem } from '#renderer/views/import/draft.ts';
import { MappingTable } from '#renderer/views/import/MappingTable.tsx';
import { listCountries } from '#renderer/views/import/places.ts';
import type { ColumnTarget } from '#shared/event/mapping.ts';
import { isKnownCountry } from '#shared/identifier/phone.ts';
import type { SourceInspection } from '#shared/protocol/results/source.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { renderPart, renderWindow, resetWindow } from '../../support/render-weft.tsx';
import { INSPECTION, JOB, OVERVIEW, WORKSPACE } from '../../support/sample-answers.ts';

afterEach(resetWindow);

describe('the columns', () => {
  test('say what they leave open', () => {
    const mapping = INSPECTION.mapping!.map((guess) => ({ ...guess, coverage: 0.2 }));
    const [time] = mapping.filter(({ target }) => target.kind === 'time');
    const table = (draft: typeof EMPTY_DRAFT) => (
      <MappingTable mapping={mapping} draft={draft} onDraft={() => undefined} />
    );
    const { unmount } = renderPart(new FakeBridge({}), table(EMPTY_DRAFT));
    expect(screen.queryByText(/No column is the time/)).toBeNull();
    expect(screen.getByText(/in 20 % of the records looked at/)).toBeTruthy();
    unmount();
    renderPart(
      new FakeBridge({}),
      table({ ...EMPTY_DRAFT, targets: new Map([[time!.column, { kind: 'ignore' }]]) }),
    );
    expect(screen.getByText(/No column is the time: the events are undated/)).toBeTruthy();
  });
});

describe('a draft', () => {
  test('takes what was recognised, and what was corrected', () => {
    const options = importOptionsOf(INSPECTION, {
      ...EMPTY_DRAFT,
      targets: new Map([['City', { kind: 'ignore' }]]),
    });
    expect(options).toMatchObject({ dialect: 'table', country: null, zone: 'UTC', eachLineIsAnEvent: false });
    expect(options?.columns?.map(({ target }) => target.kind)).toEqual([
      'identifier',
      'identifier',
      'time',
      'ignore',
    ]);
  });

  test('reads as the likeliest vendor', () => {
    const [segment] = INSPECTION.candidates;
    const candidates = [segment, { ...segment, dialect: 'weft' }];
    expect(importOptionsOf({ ...INSPECTION, candidates, mapping: null }, EMPTY_DRAFT)?.dialect).toBe(
      'segment',
    );
  });

  test('has no columns where the dialect knows its own', () => {
    expect(importOptionsOf(INSPECTION, { ...EMPTY_DRAFT, dialect: 'segment' })?.columns).toBeNull();
  });

  test('is nothing to import for a file that is no event log', () => {
    const fault = { kind: 'not-an-event-file', message: 'a picture', context: {} } as const;
    expect(importOptionsOf({ ...INSPECTION, candidates: [], fault }, EMPTY_DRAFT)).toBeNull();
  });

  test('is refused without an identifier, with two times, or without a namespace', () => {
    const problemWith = (targets: readonly (readonly [string, ColumnTarget])[]) => {
      const options = importOptionsOf(INSPECTION, { ...EMPTY_DRAFT, targets: new Map(targets) });
      return options && mappingProblem(options);
    };
    expect(problemWith([])).toBeNull();
    expect(problemWith([['City', { kind: 'time' }]])).toContain('More than one column is the time');
    expect(problemWith([['City', { kind: 'identifier', namespace: ' ' }]])).toContain('needs a namespace');
    expect(
      problemWith([
        ['Mail', { kind: 'ignore' }],
        ['Tel.', { kind: 'ignore' }],
      ]),
    ).toContain('No column is an identifier');
  });
});

test('knows every country once, by its present code', () => {
  const codes = listCountries().map(({ value }) => value);
  expect(codes.length).toBeGreaterThan(190);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toEqual(expect.arrayContaining(['DE', 'US', 'IN', 'BR', 'JP']));
  expect(codes).not.toContain('DD');
  expect(codes).not.toContain('EU');
  expect(codes.filter((code) => !isKnownCountry(code))).toEqual([]);
});

function show(inspection: (country: string | null) => SourceInspection, address = '/import') {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    'workspace.create': ({ name }) => ({ ...WORKSPACE, name }),
    'source.inspect': ({ token, country }) => ({ ...inspection(country), token }),
    'import.start': () => JOB,
    overview: () => OVERVIEW,
  });
  addPendingFiles(['file-1']);
  return { bridge, ...renderWindow(bridge, address) };
}

test('shows what a file was recognised as, why, and its first records', async () => {
  show(() => INSPECTION);
  expect(await screen.findByText(/No vendor’s way of writing events was recognised/)).toBeTruthy();
  const rows = screen.getByRole('region', { name: 'First records of customers 2026.csv' });
  expect(within(rows).getByText('0171 3920077')).toBeTruthy();
  expect(screen.getByText(/every value is an email address/)).toBeTruthy();
  expect(screen.getByText(/"Ordered at" is "yesterday"/)).toBeTruthy();
});

test('asks for country and zone only where the file leaves them open', async () => {
  show(() => ({ ...INSPECTION, nationalPhones: 0, zonelessTimes: 0 }));
  await screen.findByText('First records');
  expect(screen.queryByText(/Phone numbers without a country code/)).toBeNull();
  expect(screen.queryByText(/Times without a zone/)).toBeNull();
});

test('starts in a new workspace named after the file, and leads to its overview', async () => {
  const { bridge, router } = show(() => INSPECTION);
  await screen.findByText('First records');
  expect(screen.getByLabelText<HTMLInputElement>('New workspace').value).toBe('customers 2026');
  fireEvent.click(screen.getByRole('button', { name: 'Start the import' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/w/spring/overview'));
  expect(bridge.paramsOf('workspace.create')).toEqual([{ name: 'customers 2026' }]);
  const [started] = bridge.paramsOf('import.start');
  expect(started.workspace).toBe('spring');
  expect(started.sources[0]).toMatchObject({ token: 'file-1', options: { dialect: 'table', zone: 'UTC' } });
  expect(await screen.findByRole('heading', { name: /Reading shop\.ndjson/ })).toBeTruthy();
});

test('adds to the workspace that the address names', async () => {
  const { bridge } = show(() => INSPECTION, '/import?workspace=spring');
  await screen.findByText('First records');
  fireEvent.click(screen.getByRole('button', { name: 'Start the import' }));
  await waitFor(() => expect(bridge.paramsOf('import.start')).toHaveLength(1));
  expect(bridge.paramsOf('workspace.create')).toEqual([]);
});

test('shows the files that the host hands over, for the workspace that is open', async () => {
  const bridge = new FakeBridge({
    'workspace.list': () => [WORKSPACE],
    overview: () => OVERVIEW,
    'source.inspect': ({ token }) => ({ ...INSPECTION, token }),
  });
  const { router } = renderWindow(bridge, '/w/spring/overview');
  await screen.findByRole('heading', { name: 'Overview' });
  act(() => bridge.push({ type: 'open-files', tokens: ['from-host'] }));
  expect(await screen.findByRole('heading', { name: 'customers 2026.csv' })).toBeTruthy();
  expect(router.state.location.search).toEqual({ workspace: 'spring' });
});

test('leaves out a file that is no event log, and says what it is', async () => {
  show(() => ({
    ...INSPECTION,
    candidates: [],
    fault: { kind: 'not-an-event-file', message: 'the file is a PNG picture', context: {} },
  }));
  expect(await screen.findByText('the file is a PNG picture')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Start the import' }).hasAttribute('disabled')).toBe(true);
});
