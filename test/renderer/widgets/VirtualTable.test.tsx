// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core';
import { cleanup, createEvent, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { TableSettingsContext } from '#renderer/widgets/table-settings.ts';
import type { Column } from '#renderer/widgets/VirtualTable.tsx';
import { VirtualTable } from '#renderer/widgets/VirtualTable.tsx';
import { giveElementsHeight } from '../../support/render-weft.tsx';

beforeAll(() => giveElementsHeight(280));
afterEach(cleanup);

interface Person {
  readonly name: string;
  readonly events: number;
}

const COLUMNS: readonly Column<Person>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 200,
    grows: true,
    cell: (row) => row.name,
    text: (row) => row.name,
  },
  {
    id: 'events',
    header: 'Events',
    width: 80,
    numeric: true,
    sortable: true,
    cell: (row) => row.events,
    text: (row) => String(row.events),
  },
];

const personAt = (index: number): Person => ({ name: `person ${index}`, events: index });

function show(props: Partial<Parameters<typeof VirtualTable<Person>>[0]> = {}, letterKeys = true) {
  render(
    <MantineProvider env="test">
      <TableSettingsContext value={{ rowHeight: 28, letterKeys }}>
        <VirtualTable label="People" columns={COLUMNS} rowCount={5000} rowAt={personAt} {...props} />
      </TableSettingsContext>
    </MantineProvider>,
  );
  return screen.getByRole('grid', { name: 'People' });
}

function activeRow(grid: HTMLElement): string | null {
  const id = grid.getAttribute('aria-activedescendant') ?? '';
  return document.getElementById(id)?.getAttribute('aria-rowindex') ?? null;
}

test('draws the rows in view and says how many there are', () => {
  const grid = show();
  expect(grid.getAttribute('aria-rowcount')).toBe('5001');
  const rows = within(grid).getAllByRole('row');
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.length).toBeLessThan(60);
  expect(rows[1].getAttribute('aria-rowindex')).toBe('2');
});

test('moves the active row by arrows and by j and k', () => {
  const grid = show();
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'j' });
  expect(activeRow(grid)).toBe('4');
  fireEvent.keyDown(grid, { key: 'k' });
  expect(activeRow(grid)).toBe('3');
  fireEvent.keyDown(grid, { key: 'Home' });
  expect(activeRow(grid)).toBe('2');
});

test('goes to the last row and no further', () => {
  const grid = show({ rowCount: 3 });
  fireEvent.keyDown(grid, { key: 'End' });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  expect(activeRow(grid)).toBe('4');
});

test('leaves letters alone when they are turned off', () => {
  const grid = show({}, false);
  fireEvent.keyDown(grid, { key: 'j' });
  expect(activeRow(grid)).toBe('2');
});

test('opens the active row with Enter', () => {
  const onOpen = vi.fn();
  const grid = show({ onOpen });
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  fireEvent.keyDown(grid, { key: 'Enter' });
  expect(onOpen).toHaveBeenCalledWith(personAt(1), 1);
});

test('copies the active row as tab-separated text', () => {
  const grid = show();
  fireEvent.keyDown(grid, { key: 'ArrowDown' });
  const clipboard = new Map<string, string>();
  const event = createEvent.copy(grid);
  Object.defineProperty(event, 'clipboardData', {
    value: { setData: (kind: string, text: string) => clipboard.set(kind, text) },
  });
  fireEvent(grid, event);
  expect(clipboard.get('text/plain')).toBe('person 1\t1');
});

test('says how it is sorted and asks for another order', () => {
  const onSort = vi.fn();
  const grid = show({ sort: { column: 'events', descending: true }, onSort });
  const header = within(grid).getByRole('columnheader', { name: /Events/ });
  expect(header.getAttribute('aria-sort')).toBe('descending');
  fireEvent.click(within(header).getByRole('button'));
  expect(onSort).toHaveBeenCalledWith('events');
});

test('tells which rows are in view, and draws those on their way as pending', () => {
  const onView = vi.fn();
  const grid = show({ onView, rowAt: () => undefined });
  expect(onView.mock.calls.at(-1)?.[0]).toBe(0);
  expect(grid.querySelectorAll('.cell-pending').length).toBeGreaterThan(0);
});

test('shows longer lists a window at a time, because no element can be that tall', () => {
  const grid = show({ rowCount: 1_200_000 });
  expect(screen.getByText(/Rows 1 to 500,000 of 1,200,000/)).toBeTruthy();
  fireEvent.keyDown(grid, { key: 'End' });
  expect(screen.getByText(/Rows 1,000,001 to 1,200,000/)).toBeTruthy();
});
