/**
 * Windows-1252, as the WHATWG Encoding Standard has it (https://encoding.spec.whatwg.org/index-windows-1252.txt): Latin-1
 * but for 0x80 to 0x9F. Node 20's TextDecoder takes it for Latin-1 throughout and would lose the euro sign.
 */

/** Code points of 0x80 to 0x9F; five of them stand for themselves. */
const HIGH_HALF =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

export function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (unit) => HIGH_HALF[unit.charCodeAt(0) - 0x80]!);
}
