import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { HashedSource } from '#main/hosts/cli/hashed-source.ts';
import { bytesSource } from '#main/sources/byte-source.ts';
import { event, readAll, WEFT_OPTIONS } from '../../sources/read-all.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const LINES = Buffer.from(`${event('a')}\n`.repeat(30_000));
const SOURCES: readonly (readonly [string, Uint8Array])[] = [
  ['lines', LINES],
  ['a packed file', gzipSync(LINES)],
  ['a file with a byte order mark', Buffer.from(`\ufeff${event('a')}\n`)],
  ['a document whose list begins late', Buffer.from(`{"note":"${'x'.repeat(999)}","data":[${event('a')}]}`)],
];

test.each(SOURCES)('has the hash of %s once it is read, without reading more', async (_, content) => {
  let reads = 0;
  const bytes = bytesSource('log', content);
  const source = new HashedSource({
    ...bytes,
    read: (offset, length) => {
      reads += 1;
      return bytes.read(offset, length);
    },
  });
  await readAll(source, WEFT_OPTIONS);
  const before = reads;
  expect(await source.sha256()).toBe(sha256(content));
  expect(reads).toBe(before);
});

test('reads what nobody asked for', async () => {
  const source = new HashedSource(bytesSource('log', LINES));
  await source.read(1000, 10);
  expect(await source.sha256()).toBe(sha256(LINES));
});

test('has the hash of nothing', async () => {
  expect(await new HashedSource(bytesSource('log', new Uint8Array(0))).sha256()).toBe(
    sha256(new Uint8Array(0)),
  );
});
