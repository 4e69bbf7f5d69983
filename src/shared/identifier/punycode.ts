/**
 * A domain name in its ASCII form: lower case, labels outside ASCII as `xn--` and Punycode (RFC 3492, encoding only).
 *
 * Characters are mapped as UTS 46 does without transitional processing, as far as lower-casing and NFKC go: `ß` stays
 * a letter of its own, the ideographic full stop separates labels. Which letters a registry allows is not checked.
 */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_N = 128;

/** Returns null when a label cannot be written. Assumes text in NFKC and lower case. */
export function domainToAscii(domain: string): string | null {
  const labels = domain.replaceAll('\u3002', '.').split('.');
  const ascii: string[] = [];
  for (const label of labels) {
    const encoded = isAscii(label) ? label : encodeLabel(label);
    if (encoded === null) return null;
    ascii.push(encoded);
  }
  return ascii.join('.');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}

function encodeLabel(label: string): string | null {
  const points = Array.from(label, (character) => character.codePointAt(0) ?? 0);
  // A label holds at most 63 characters: longer ones are not worth their quadratic cost.
  if (points.length > 63 || points.some(isSurrogate)) return null;
  let output = points
    .filter((point) => point < 0x80)
    .map((point) => String.fromCharCode(point))
    .join('');
  const basicLength = output.length;
  if (basicLength > 0) output += '-';
  let n = FIRST_N;
  let delta = 0;
  let bias = FIRST_BIAS;
  let handled = basicLength;
  while (handled < points.length) {
    const next = points.reduce((least, point) => (point >= n && point < least ? point : least), 0x110000);
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      output += encodeDelta(delta, bias);
      bias = adapt(delta, handled + 1, handled === basicLength);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return `xn--${output}`;
}

function encodeDelta(delta: number, bias: number): string {
  let text = '';
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (rest < threshold) break;
    text += digit(threshold + ((rest - threshold) % (BASE - threshold)));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
  return text + digit(rest);
}

function digit(value: number): string {
  return String.fromCharCode(value < 26 ? value + 0x61 : value - 26 + 0x30);
}

function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / DAMP) : delta >>> 1;
  rest += Math.floor(rest / count);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) >>> 1) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

function isSurrogate(point: number): boolean {
  return point >= 0xd800 && point <= 0xdfff;
}
