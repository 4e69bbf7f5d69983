/**
 * A value of a log → an identifier in normal form, so that two spellings of one address are one key.
 *
 * Addresses that are none and numbers that cannot be read get a recorded namespace of their own, with their text as
 * written: they are shown and never join anybody. Placeholders stay where they are, because it is for the rules to
 * block them, visibly. UUIDs are lower-cased; everything else is trimmed and NFC, its case kept.
 */

import type { JsonScalar } from '../base/types.ts';
import { normalizeEmail } from './email.ts';
import type { Identifier } from './identifier.ts';
import { CLICK_ID_NAMESPACES } from './namespaces.ts';
import { normalizePhone } from './phone.ts';
import { isPlaceholder } from './placeholders.ts';

export interface NormalizeOptions {
  /** ISO 3166-1 alpha-2, for phone numbers without a country code; null: such numbers are no keys. */
  readonly country: string | null;
}

const clickIds: ReadonlySet<string> = new Set(CLICK_ID_NAMESPACES);

/** Assumes a canonical namespace. The value is empty when there is nothing but blanks. */
export function normalizeIdentifier(
  namespace: string,
  raw: Exclude<JsonScalar, null>,
  options: NormalizeOptions,
): Identifier {
  const text = typeof raw === 'string' ? raw : scalarText(raw);
  if (namespace === 'email') return emailIdentifier(text);
  if (namespace === 'phone') return phoneIdentifier(text, typeof raw === 'number', options.country);
  const value = tidy(text);
  if (!isUuid(value) || clickIds.has(namespace)) return { namespace, value };
  return { namespace, value: value.toLowerCase() };
}

function emailIdentifier(text: string): Identifier {
  const address = normalizeEmail(text);
  if (address !== null) return { namespace: 'email', value: address };
  const value = tidy(text);
  if (value === '' || isPlaceholder(value)) return { namespace: 'email', value: value.toLowerCase() };
  return { namespace: 'email_invalid', value };
}

function phoneIdentifier(text: string, wasNumber: boolean, country: string | null): Identifier {
  const number = normalizePhone(text, { country, wasNumber });
  const value = tidy(text);
  if (value === '' || isPlaceholder(value)) return { namespace: 'phone', value: value.toLowerCase() };
  return number === null ? { namespace: 'phone_unparsed', value } : { namespace: 'phone', value: number };
}

/** Decimal digits for whole numbers of any size, never an exponent. */
function scalarText(raw: number | boolean): string {
  return typeof raw === 'number' && Number.isInteger(raw) ? BigInt(raw).toString() : String(raw);
}

/** Trimmed and NFC. Text of printable ASCII without outer blanks is returned as it is. */
function tidy(text: string): string {
  const last = text.length - 1;
  if (last < 0) return text;
  if (text.charCodeAt(0) <= 0x20 || text.charCodeAt(last) <= 0x20) return text.trim().normalize('NFC');
  for (let i = 0; i <= last; i += 1) if (text.charCodeAt(i) >= 0x80) return text.trim().normalize('NFC');
  return text;
}

function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let i = 0; i < 36; i += 1) {
    const code = text.charCodeAt(i);
    const isDash = i === 8 || i === 13 || i === 18 || i === 23;
    if (isDash ? code !== 0x2d : !isHex(code)) return false;
  }
  return true;
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
}
