import { intlFormatDistance } from 'date-fns';

export type ZoneMode = 'local' | 'utc';

const LOCALE = 'en-GB';
const count = new Intl.NumberFormat(LOCALE);
const decimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const plurals = new Intl.PluralRules(LOCALE);

export function formatCount(value: number): string {
  return count.format(value);
}

/** `1 event`, `2 events`. */
export function formatCounted(value: number, one: string, many = `${one}s`): string {
  return `${count.format(value)} ${plurals.select(value) === 'one' ? one : many}`;
}

/** `12.7 %`, with a space that does not break; a dash when there is no whole. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (part / whole) * 100;
  if (share > 0 && share < 0.1) return '<\u00a00.1\u00a0%';
  return `${decimal.format(share)}\u00a0%`;
}

export function formatMoney(amount: number, currency: string | null): string {
  if (currency === null || !/^[A-Z]{3}$/.test(currency))
    return `${count.format(amount)} ${currency ?? '(no currency)'}`;
  return new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'code' }).format(
    amount,
  );
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });

/** `Euro`; a code that is none stands for itself. */
export function formatCurrencyName(currency: string): string {
  return /^[A-Z]{3}$/.test(currency)
    ? (currencyNames.of(currency) ?? currency)
    : currency || 'Without a currency';
}

/** One text a currency; amounts in different currencies are never added up. */
export function formatMoneys(amounts: { readonly [currency: string]: number }): string {
  const texts = Object.entries(amounts).map(([currency, amount]) => formatMoney(amount, currency || null));
  return texts.length === 0 ? '–' : texts.join(' + ');
}

const BYTE_UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? count.format(value) : decimal.format(value)} ${BYTE_UNITS[unit]}`;
}

export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The zone that times are shown in, as it is named beside them: `UTC`, `Europe/Berlin`. */
export function zoneName(mode: ZoneMode): string {
  return mode === 'utc' ? 'UTC' : new Intl.DateTimeFormat(LOCALE).resolvedOptions().timeZone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(mode: ZoneMode, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${mode} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALE, mode === 'utc' ? { ...options, timeZone: 'UTC' } : options);
    formats.set(key, format);
  }
  return format;
}

const MAX_DATE_MS = 8.64e15;

function isDate(at: number): boolean {
  return Number.isFinite(at) && Math.abs(at) <= MAX_DATE_MS;
}

/** `18 Mar 2026, 09:14:05 UTC`: exact, zone named. */
export function formatTime(at: number | null, mode: ZoneMode): string {
  if (at === null) return 'undated';
  if (!isDate(at)) return `${at} ms`;
  return dateFormat(mode, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** `18 Mar 2026, 09:14`, for table cells whose heading names the zone. */
export function formatShortTime(at: number | null, mode: ZoneMode): string {
  if (at === null) return 'undated';
  if (!isDate(at)) return `${at} ms`;
  return dateFormat(mode, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** `18 Mar 2026`. */
export function formatDay(at: number | null, mode: ZoneMode): string {
  if (at === null) return 'undated';
  if (!isDate(at)) return `${at} ms`;
  return dateFormat(mode, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

/** `3 hours ago`. */
export function formatRelative(at: number, now: number): string {
  return isDate(at) ? intlFormatDistance(at, now, { locale: 'en' }) : `${at} ms`;
}

/** `john.doe…@example.com`: keeps both ends, because both tell identifiers apart. Cuts between code points. */
export function truncateMiddle(text: string, max: number): string {
  const points = Array.from(text);
  if (points.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  const tail = max - 1 - head;
  return `${points.slice(0, head).join('')}…${points.slice(points.length - tail).join('')}`;
}

/** Control, zero-width and direction-changing characters, which could make one identifier look like another. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u3000]/gu;

/** Writes every invisible character as its code: `a\u202Eb` → `a⟨U+202E⟩b`. */
export function revealInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}
