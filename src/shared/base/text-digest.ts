/**
 * Digests of a text as ad platforms and trackers carry them: SHA-256, SHA-1 or MD5 of its UTF-8 bytes, in hexadecimal.
 * Only here to recognise what a log has hashed; nothing of ours is protected by them. FIPS 180-4 and RFC 1321, by
 * @noble/hashes.
 */

import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encodeUtf8 } from './utf8.ts';

export const DIGEST_ALGORITHMS = ['SHA-256', 'SHA-1', 'MD5'] as const;
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

const HASHES = { 'SHA-256': sha256, 'SHA-1': sha1, MD5: md5 } as const;

/** In lower case. */
export function digestOfText(text: string, algorithm: DigestAlgorithm): string {
  const bytes = new Uint8Array(text.length * 3);
  const end = encodeUtf8(text, bytes, 0);
  let hex = '';
  for (const byte of HASHES[algorithm](bytes.subarray(0, end))) hex += HEX[byte]!;
  return hex;
}

/** What a text would be the digest of by its form, or null: 64, 40 or 32 hexadecimal digits in either case. */
export function digestForm(text: string): DigestAlgorithm | null {
  const { length } = text;
  const algorithm = FORMS.get(length) ?? null;
  return algorithm !== null && /^[0-9a-fA-F]+$/.test(text) ? algorithm : null;
}

const FORMS: ReadonlyMap<number, DigestAlgorithm> = new Map([
  [64, 'SHA-256'],
  [40, 'SHA-1'],
  [32, 'MD5'],
]);

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
