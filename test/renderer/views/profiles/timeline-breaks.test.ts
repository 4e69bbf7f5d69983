import { expect, test } from 'vitest';
import { breakBefore } from '#renderer/views/profiles/timeline-breaks.ts';

const dayOf = (at: number | null) => (at === null ? 'undated' : new Date(at).toISOString().slice(0, 10));
const NOON = Date.UTC(2026, 2, 9, 12);

test('names the day before the first event and where a day begins', () => {
  expect(breakBefore(NOON, undefined, dayOf).day).toBe('2026-03-09');
  expect(breakBefore(NOON, NOON - 86_400_000, dayOf).day).toBe('2026-03-09');
});

test('says how long nothing happened from half an hour on', () => {
  expect(breakBefore(NOON, NOON - 29 * 60_000, dayOf)).toEqual({ day: null, pauseMs: null });
  expect(breakBefore(NOON, NOON - 30 * 60_000, dayOf)).toEqual({ day: null, pauseMs: 1_800_000 });
});

test('keeps undated events together and apart from dated ones', () => {
  expect(breakBefore(null, null, dayOf)).toEqual({ day: null, pauseMs: null });
  expect(breakBefore(NOON, null, dayOf).day).toBe('2026-03-09');
});
