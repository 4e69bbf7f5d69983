/**
 * 128-bit hashes of text and JSON, for event keys, profile ids and digests.
 *
 * MurmurHash3_x86_128 (Austin Appleby, public domain) over UTF-16 code units, two units a 32-bit word. It is not
 * cryptographic: it spreads well and is fast without BigInt, and equal input gives equal output on every machine.
 * A hash is written into four words of an Int32Array, so that hot loops allocate nothing.
 */

export type Hash128 = Int32Array;

const C1 = 0x239b961b;
const C2 = 0xab0e9789;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93;

export function makeHash(): Hash128 {
  return new Int32Array(4);
}

function mixFinal(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Writes the hash of `text` under `seed` into `out`. Cost: about one multiplication per code unit. */
export function hashText(text: string, seed: number, out: Hash128): void {
  out[0] = seed;
  out[1] = seed;
  out[2] = seed;
  out[3] = seed;
  absorbText(out, text);
}

/** Mixes a text into `into`, whose words are its seeds; order matters. */
export function absorbText(into: Hash128, text: string): void {
  let h1 = into[0]!;
  let h2 = into[1]!;
  let h3 = into[2]!;
  let h4 = into[3]!;
  const length = text.length;
  const blockEnd = length - (length & 7);
  let i = 0;
  for (; i < blockEnd; i += 8) {
    let k = Math.imul(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16), C1);
    h1 ^= Math.imul((k << 15) | (k >>> 17), C2);
    h1 = (Math.imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0;
    k = Math.imul(text.charCodeAt(i + 2) | (text.charCodeAt(i + 3) << 16), C2);
    h2 ^= Math.imul((k << 16) | (k >>> 16), C3);
    h2 = (Math.imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0;
    k = Math.imul(text.charCodeAt(i + 4) | (text.charCodeAt(i + 5) << 16), C3);
    h3 ^= Math.imul((k << 17) | (k >>> 15), C4);
    h3 = (Math.imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0;
    k = Math.imul(text.charCodeAt(i + 6) | (text.charCodeAt(i + 7) << 16), C4);
    h4 ^= Math.imul((k << 18) | (k >>> 14), C1);
    h4 = (Math.imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0;
  }
  for (; i < length; i += 1) {
    const k = Math.imul(text.charCodeAt(i) + 1, C1);
    h1 = (Math.imul(h1 ^ ((k << 15) | (k >>> 17)), C2) + h2) | 0;
    h2 = (Math.imul(h2 ^ k, C3) + h3) | 0;
    h3 = (h3 + h1) | 0;
    h4 = (h4 ^ h2) | 0;
  }
  finish(h1, h2, h3, h4, length, into);
}

/**
 * The same as `hashText` for text whose UTF-8 is `bytes[start … end)`, as long as it is ASCII; false, with `out` left
 * undefined, when it is not. Spares decoding text that is only hashed.
 */
export function hashAscii(
  bytes: Uint8Array,
  start: number,
  end: number,
  seed: number,
  out: Hash128,
): boolean {
  let h1 = seed;
  let h2 = seed;
  let h3 = seed;
  let h4 = seed;
  let all = 0;
  const length = end - start;
  const blockEnd = end - (length & 7);
  let i = start;
  for (; i < blockEnd; i += 8) {
    const w1 = bytes[i]! | (bytes[i + 1]! << 16);
    const w2 = bytes[i + 2]! | (bytes[i + 3]! << 16);
    const w3 = bytes[i + 4]! | (bytes[i + 5]! << 16);
    const w4 = bytes[i + 6]! | (bytes[i + 7]! << 16);
    all |= w1 | w2 | w3 | w4;
    let k = Math.imul(w1, C1);
    h1 ^= Math.imul((k << 15) | (k >>> 17), C2);
    h1 = (Math.imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0;
    k = Math.imul(w2, C2);
    h2 ^= Math.imul((k << 16) | (k >>> 16), C3);
    h2 = (Math.imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0;
    k = Math.imul(w3, C3);
    h3 ^= Math.imul((k << 17) | (k >>> 15), C4);
    h3 = (Math.imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0;
    k = Math.imul(w4, C4);
    h4 ^= Math.imul((k << 18) | (k >>> 14), C1);
    h4 = (Math.imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0;
  }
  for (; i < end; i += 1) {
    all |= bytes[i]!;
    const k = Math.imul(bytes[i]! + 1, C1);
    h1 = (Math.imul(h1 ^ ((k << 15) | (k >>> 17)), C2) + h2) | 0;
    h2 = (Math.imul(h2 ^ k, C3) + h3) | 0;
    h3 = (h3 + h1) | 0;
    h4 = (h4 ^ h2) | 0;
  }
  if ((all & NOT_ASCII) !== 0) return false;
  finish(h1, h2, h3, h4, length, out);
  return true;
}

/** The high bits of two bytes, one in each half of a word. */
const NOT_ASCII = 0x00800080;

function finish(a: number, b: number, c: number, d: number, length: number, out: Hash128): void {
  let h1 = a ^ length;
  let h2 = b ^ length;
  let h3 = c ^ length;
  let h4 = d ^ length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = (h2 + h1) | 0;
  h3 = (h3 + h1) | 0;
  h4 = (h4 + h1) | 0;
  h1 = mixFinal(h1);
  h2 = mixFinal(h2 + 0x9e3779b9);
  h3 = mixFinal(h3 + 0x7f4a7c15);
  h4 = mixFinal(h4 + 0x165667b1);
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[0] = h1;
  out[1] = (h2 + h1) | 0;
  out[2] = (h3 + h1) | 0;
  out[3] = (h4 + h1) | 0;
}

/** Mixes `part` into `into`, order mattering: combine(a, b) differs from combine(b, a). */
export function combineHash(into: Hash128, part: Hash128): void {
  const a = into[0]!;
  const b = into[1]!;
  const c = into[2]!;
  const d = into[3]!;
  finish(
    Math.imul(a, C1) ^ part[0]!,
    Math.imul(b, C2) + part[1]!,
    Math.imul(c, C3) ^ part[2]!,
    Math.imul(d, C4) + part[3]!,
    16,
    into,
  );
}

/** Mixes a number (by its 64 bits, -0 as 0) into `into`. */
export function combineNumber(into: Hash128, value: number): void {
  numberBits[0] = value === 0 ? 0 : value;
  numberHash[0] = numberWords[0]!;
  numberHash[1] = numberWords[1]!;
  numberHash[2] = 0x6e756d;
  numberHash[3] = 0;
  combineHash(into, numberHash);
}

const numberBits = new Float64Array(1);
const numberWords = new Int32Array(numberBits.buffer);
const numberHash = makeHash();

/** Adds `part` to the 128-bit sum `into`, modulo 2^128, so that sums of disjoint sets add up. */
export function addHash(into: Hash128, part: Hash128): void {
  let carry = 0;
  for (let word = 0; word < 4; word += 1) {
    const sum = (into[word]! >>> 0) + (part[word]! >>> 0) + carry;
    into[word] = sum | 0;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

/** Adds `part` to `into` word by word: cheaper than `addHash`, for sums that are never taken apart. */
export function addWords(into: Hash128, part: Hash128): void {
  into[0] = into[0]! + part[0]!;
  into[1] = into[1]! + part[1]!;
  into[2] = into[2]! + part[2]!;
  into[3] = into[3]! + part[3]!;
}

/** Takes `part` out of the 128-bit sum `from`, modulo 2^128. */
export function subtractHash(from: Hash128, part: Hash128): void {
  let borrow = 0;
  for (let word = 0; word < 4; word += 1) {
    const difference = (from[word]! >>> 0) - (part[word]! >>> 0) - borrow;
    from[word] = difference | 0;
    borrow = difference < 0 ? 1 : 0;
  }
}

/** The 32 lower-case hexadecimal digits of a hash, most significant word first. */
export function hashToHex(hash: ArrayLike<number>, at = 0): string {
  let text = '';
  for (let word = 3; word >= 0; word -= 1) text += (hash[at + word]! >>> 0).toString(16).padStart(8, '0');
  return text;
}

export function hexToHash(hex: string): Hash128 | null {
  if (!/^[0-9a-f]{32}$/.test(hex)) return null;
  const hash = makeHash();
  for (let word = 0; word < 4; word += 1)
    hash[3 - word] = Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16) | 0;
  return hash;
}
