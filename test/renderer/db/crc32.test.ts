import { crc32 as reference } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from '#renderer/db/crc32.ts';
import { bytes } from './commits.ts';

test('agrees with zlib for every length around the step of eight', () => {
  for (let length = 0; length < 40; length += 1) {
    expect(crc32(bytes(length, length))).toBe(reference(bytes(length, length)));
  }
  expect(crc32(bytes(100_003, 5))).toBe(reference(bytes(100_003, 5)));
});
