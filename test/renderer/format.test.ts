import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatCounted,
  formatDuration,
  formatMoney,
  formatMoneys,
  formatShare,
  formatTime,
  revealInvisible,
  truncateMiddle,
} from '#renderer/format.ts';

describe('numbers', () => {
  test('are written with their noun', () => {
    expect(formatCounted(1, 'event')).toBe('1 event');
    expect(formatCounted(18_204, 'event')).toBe('18,204 events');
    expect(formatCounted(0, 'company', 'companies')).toBe('0 companies');
  });

  test('become shares, and a dash where there is no whole', () => {
    expect(formatShare(127, 1000)).toBe('12.7\u00a0%');
    expect(formatShare(1, 100_000)).toBe('<\u00a00.1\u00a0%');
    expect(formatShare(0, 0)).toBe('–');
  });

  test('become sizes and lengths of time', () => {
    expect(formatBytes(999)).toBe('999 bytes');
    expect(formatBytes(8_400_000)).toBe('8.4 MB');
    expect(formatDuration(59_400)).toBe('59 s');
    expect(formatDuration(125_000)).toBe('2 min 5 s');
    expect(formatDuration(7_380_000)).toBe('2 h 3 min');
  });
});

describe('money', () => {
  test('names its currency and is never added up across currencies', () => {
    expect(formatMoneys({ EUR: 12.5, USD: 3 }).replaceAll('\u00a0', ' ')).toBe('EUR 12.50 + USD 3.00');
    expect(formatMoneys({})).toBe('–');
  });

  test('survives what is no currency', () => {
    expect(formatMoney(5, null)).toBe('5 (no currency)');
    expect(formatMoney(5, 'points')).toBe('5 points');
  });
});

describe('times', () => {
  test('name their zone', () => {
    expect(formatTime(Date.UTC(2026, 2, 18, 9, 14, 5), 'utc')).toMatch(/^18 Mar 2026, 09:14:05 (UTC|GMT)$/);
  });

  test('may be missing or beyond any calendar', () => {
    expect(formatTime(null, 'utc')).toBe('undated');
    expect(formatTime(9e15, 'utc')).toBe('9000000000000000 ms');
  });
});

describe('identifiers', () => {
  test('are cut in the middle, between code points', () => {
    expect(truncateMiddle('yara.haddad@post.example', 11)).toBe('yara.…ample');
    expect(truncateMiddle('short', 11)).toBe('short');
    expect(truncateMiddle('🌱🌱🌱🌱🌱🌱', 3)).toBe('🌱…🌱');
  });

  test('show characters that would otherwise hide', () => {
    expect(revealInvisible('a\u202eb')).toBe('a⟨U+202E⟩b');
    expect(revealInvisible('nul\u0000')).toBe('nul⟨U+0000⟩');
    expect(revealInvisible('zero\u200bwidth')).toBe('zero⟨U+200B⟩width');
    expect(revealInvisible('plain text, ümlaut, 日本')).toBe('plain text, ümlaut, 日本');
  });
});
