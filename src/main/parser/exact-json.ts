/**
 * JSON.parse that loses no integer. Vendors' ids are 64-bit numbers and JSON.parse rounds them above 2^53, which would
 * make two people one; such integers come as text of their digits instead, as the same vendors' string exports have it.
 *
 * The plain parse is kept for everything else: `hasLongDigits` finds runs of 16 digits by looking at every sixteenth
 * byte, and only records that hold one are rewritten first.
 */

import type { JsonValue } from '#shared/base/types.ts';

/** The fewest digits of an integer that is not safe. */
const LONG_DIGITS = 16;

const LONG_INTEGER = /^-?\d{16,300}$/;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

export function hasLongDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + LONG_DIGITS - 1; at < end; at += LONG_DIGITS) {
    if (!isDigit(bytes[at]!)) continue;
    let first = at;
    while (first > start && isDigit(bytes[first - 1]!)) first -= 1;
    let last = at;
    while (last + 1 < end && isDigit(bytes[last + 1]!)) last += 1;
    if (last - first + 1 >= LONG_DIGITS) return true;
  }
  return false;
}

/** Throws SyntaxError like JSON.parse. */
export function parseExactly(text: string): JsonValue {
  return JSON.parse(quoteLongIntegers(text)) as JsonValue;
}

/** Puts quotes around the integers of a JSON text that a number cannot hold. */
function quoteLongIntegers(text: string): string {
  let out = '';
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
      continue;
    }
    if (!isDigit(code) && code !== 0x2d) {
      at += 1;
      continue;
    }
    const end = endOfNumber(text, at);
    const number = text.slice(at, end);
    if (LONG_INTEGER.test(number) && BigInt(number) !== BigInt(Number(number))) {
      out += `${text.slice(copied, at)}"${number}"`;
      copied = end;
    }
    at = end;
  }
  return out + text.slice(copied);
}

function endOfString(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    at += code === 0x5c ? 2 : 1;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && /[\d.eE+-]/.test(text[at]!)) at += 1;
  return at;
}
