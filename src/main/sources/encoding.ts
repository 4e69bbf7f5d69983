/**
 * Which character encoding a source is written in, seen from its first bytes, and the way from UTF-16 to UTF-8.
 *
 * Everything behind this file works on UTF-8. Single-byte text is not recognised here: a table's row that is not UTF-8
 * is read as Windows-1252 where it is parsed, row by row, so that mixed files come out right too.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface EncodingFound {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark, to be left out. */
  readonly markBytes: number;
}

/** Share of NUL bytes on one side of the pairs from which text counts as UTF-16 without a mark. */
const UTF16_SHARE = 0.4;
/** How many times as many there must be as on the other side, where few characters have one. */
const UTF16_MAJORITY = 20;
const UTF16_SAMPLE_BYTES = 4096;

export function detectEncoding(head: Uint8Array): EncodingFound {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 };
  return { encoding: withoutMark(head), markBytes: 0 };
}

/** ASCII text in UTF-16 has a NUL in every pair, always on the same side. */
function withoutMark(head: Uint8Array): Encoding {
  const pairs = Math.min(head.length, UTF16_SAMPLE_BYTES) >> 1;
  if (pairs < 2) return 'utf-8';
  let first = 0;
  let second = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    if (head[pair * 2] === 0) first += 1;
    if (head[pair * 2 + 1] === 0) second += 1;
  }
  if (second >= pairs * UTF16_SHARE && first * UTF16_MAJORITY <= second) return 'utf-16le';
  if (first >= pairs * UTF16_SHARE && second * UTF16_MAJORITY <= first) return 'utf-16be';
  return 'utf-8';
}

/** Turns UTF-16 that arrives in pieces into UTF-8; a surrogate pair may be cut anywhere. Lone halves become U+FFFD. */
export class Utf16Transcoder {
  readonly #bigEndian: boolean;
  readonly #decoder = new TextDecoder('utf-16le');
  readonly #encoder = new TextEncoder();
  #odd: number | null = null;

  constructor(encoding: Exclude<Encoding, 'utf-8'>) {
    this.#bigEndian = encoding === 'utf-16be';
  }

  push(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const whole = this.#pairs(bytes);
    if (this.#bigEndian) Buffer.from(whole.buffer, whole.byteOffset, whole.length).swap16();
    return this.#encoder.encode(this.#decoder.decode(whole, { stream: true }));
  }

  end(): Uint8Array<ArrayBuffer> {
    return this.#encoder.encode(this.#decoder.decode());
  }

  #pairs(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const carried = this.#odd === null ? 0 : 1;
    const total = carried + bytes.length;
    const whole = new Uint8Array(total - (total & 1));
    if (this.#odd !== null && whole.length > 0) whole[0] = this.#odd;
    whole.set(
      bytes.subarray(0, whole.length - (whole.length > 0 ? carried : 0)),
      whole.length > 0 ? carried : 0,
    );
    if ((total & 1) === 0) this.#odd = null;
    else if (bytes.length > 0) this.#odd = bytes[bytes.length - 1]!;
    return whole;
  }
}
