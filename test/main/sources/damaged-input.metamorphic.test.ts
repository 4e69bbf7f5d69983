/** Sound content with random damage: never a throw but the fault of a file that is none, and the sum stays exact. */

import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '#shared/protocol/fault.ts';
import { UNIFY_SEED } from '../../support/seeds.ts';
import { event, readAll } from './read-all.ts';

const events = Array.from({ length: 12 }, (_, i) =>
  event(`e${i}`, { properties: { products: [{ id: `p${i}` }, { id: 'é' }], note: 'a "quoted", note' } }),
);
const table = `what,who\n${events.map((_, i) => `"e ""${i}""\nnote",a${i}@x.example`).join('\n')}\n`;
const SOUND: readonly Buffer[] = [
  events.join('\n'),
  `[\n${events.join(',\n')}\n]`,
  JSON.stringify({ sentAt: 1, batch: events.map((text) => JSON.parse(text) as unknown) }, null, 2),
  events.map((text) => JSON.stringify(JSON.parse(text), null, '\t')).join('\n'),
  table,
].map((text) => Buffer.from(text));
const ALL = [
  ...SOUND,
  ...SOUND.map((bytes) => gzipSync(bytes)),
  ...SOUND.map((bytes) => Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le')),
];
const TABLE = {
  type: { fixed: 'track' },
  name: { column: 'what' },
  at: null,
  id: null,
  identifiers: [['email', { column: 'who' }]],
  traits: [],
  properties: [],
  group: null,
  items: null,
} as const;

type Damage = readonly [place: number, removed: number, inserted: Uint8Array];

function damage(bytes: Buffer, [place, removed, inserted]: Damage): Buffer {
  const at = Math.floor(place * bytes.length);
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
}

test('reads on behind any damage', async () => {
  const inserted = fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc
      .constantFrom('"', '{', '}', '[', ']', '\n', ',', '\\', '""', '{"', '\u0000')
      .map((text) => Buffer.from(text)),
  );
  const damages = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(8), inserted);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ALL),
      fc.array(damages, { minLength: 1, maxLength: 4 }),
      async (sound, list) => {
        const content = list.reduce(damage, sound);
        for (const options of [{}, { dialect: 'table', mapping: TABLE }]) {
          try {
            // `readAll` checks the sum.
            const read = await readAll(content, { ...options, keepChunks: true });
            expect(read.read).toBeGreaterThanOrEqual(0);
          } catch (thrown) {
            if (!(thrown instanceof Fault)) throw thrown;
            expect(thrown.kind).toBe('not-an-event-file');
          }
        }
      },
    ),
    { seed: UNIFY_SEED, numRuns: 300 },
  );
});

test('one damaged record costs no other, in lines and in documents', async () => {
  const lost = fc.tuple(fc.nat(11), fc.constantFrom('"', '{', '}', ']', 'x'));
  await fc.assert(
    fc.asyncProperty(lost, fc.boolean(), async ([index, torn], isDocument) => {
      const broken = events.with(index, `{"type":"track",${torn}"name":1}`);
      const read = await readAll(isDocument ? `[\n${broken.join(',\n')}\n]` : broken.join('\n'));
      const names = read.rows.map((row) => row.split(' ')[1]);
      expect(names).toEqual(events.flatMap((_, i) => (i === index ? [] : [`e${i}`])));
      expect(read.rejections.every(({ line }) => line === index + (isDocument ? 2 : 1))).toBe(true);
    }),
    { seed: UNIFY_SEED, numRuns: 60 },
  );
});
