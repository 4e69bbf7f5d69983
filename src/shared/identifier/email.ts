/**
 * The normal form of an e-mail address as a key: trimmed, NFKC, lower case, domain in ASCII.
 *
 * The syntax is that of HTML's `input type=email`, with letters outside ASCII allowed before the `@` (RFC 6531). Dots
 * and `+tags` stay: whether `a.b+x@gmail.com` is `ab@gmail.com` is a product decision that ad platforms make and an
 * identity key must not.
 */

import { domainToAscii } from './punycode.ts';

const LOCAL = 1;
const ALPHANUMERIC = 2;
const MAX_LABEL = 63;

/** ASCII code → LOCAL and ALPHANUMERIC bits. */
const classes = makeClasses();

/** Normal form, or null when the text is no address. An address already in normal form is returned as it is. */
export function normalizeEmail(raw: string): string | null {
  let at = -1;
  let hasUpper = false;
  for (let i = 0; i < raw.length; i += 1) {
    const code = raw.charCodeAt(i);
    if (code >= 0x80) return normalizeUnusual(raw);
    if (code === 0x40) at = at < 0 ? i : raw.length;
    else if (code >= 0x41 && code <= 0x5a) hasUpper = true;
    else if (code <= 0x20) return normalizeUnusual(raw);
  }
  if (!isAddress(raw, at)) return null;
  return hasUpper ? raw.toLowerCase() : raw;
}

/** Blanks around it, invisible characters from a copied text, letters outside ASCII. */
function normalizeUnusual(raw: string): string | null {
  const visible = raw.replace(/[\u00ad\u200b\u2060\ufeff]/g, '').trim();
  const text = visible.normalize('NFKC').toLowerCase().normalize('NFKC');
  const at = text.indexOf('@');
  if (at < 0) return null;
  const domain = domainToAscii(text.slice(at + 1));
  if (domain === null) return null;
  const address = `${text.slice(0, at)}@${domain}`;
  return isAddress(address, at) ? address : null;
}

/** Assumes the domain in ASCII. `at` is the place of the only `@`, or outside the text. */
function isAddress(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length - 1) return false;
  for (let i = 0; i < at; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) {
      if (!isLetterOutsideAscii(text, i)) return false;
    } else if ((classes[code]! & LOCAL) === 0) return false;
  }
  return isDomain(text, at + 1);
}

function isDomain(text: string, start: number): boolean {
  let labelStart = start;
  for (let i = start; i <= text.length; i += 1) {
    const code = i < text.length ? text.charCodeAt(i) : 0x2e;
    if (code === 0x2e) {
      if (i === labelStart || i - labelStart > MAX_LABEL) return false;
      if (text.charCodeAt(labelStart) === 0x2d || text.charCodeAt(i - 1) === 0x2d) return false;
      labelStart = i + 1;
    } else if (code !== 0x2d && (code >= 0x80 || (classes[code]! & ALPHANUMERIC) === 0)) return false;
  }
  return true;
}

/** Letters, digits, marks and symbols, but neither spaces nor control or format characters. */
function isLetterOutsideAscii(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code >= 0xd800 && code <= 0xdfff) return !/\p{C}/u.test(String.fromCodePoint(pointAround(text, index)));
  return !/[\p{C}\p{Z}]/u.test(text.charAt(index));
}

function pointAround(text: string, index: number): number {
  const isTrail = text.charCodeAt(index) >= 0xdc00;
  return text.codePointAt(isTrail && index > 0 ? index - 1 : index) ?? 0;
}

function makeClasses(): Uint8Array {
  const table = new Uint8Array(128);
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  for (const character of letters) table[character.charCodeAt(0)] = LOCAL | ALPHANUMERIC;
  for (const character of ".!#$%&'*+/=?^_`{|}~-") table[character.charCodeAt(0)] = LOCAL;
  return table;
}
