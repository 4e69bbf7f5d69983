import { expect, test } from 'vitest';
import { textOfBlock } from '#shared/base/dictionary.ts';
import { places, readAll } from './read-all.ts';

const batchText = (mpid: string, events: readonly object[]): string =>
  `{"mpid":${mpid},"batch_id":"b","timestamp_unixtime_ms":1704164645000,"events":${JSON.stringify(events)}}`;
const event = (event_name: string) => ({ event_type: 'custom_event', data: { event_name } });

/** Every identifier's value, in the order of first sight. */
async function valuesOf(content: string): Promise<string[]> {
  const { stretches } = await readAll(content, { dialect: 'mparticle' });
  return stretches.flatMap(({ batch }) =>
    [...batch.columns.identifierValue].map((value) => textOfBlock(batch.texts, value)),
  );
}

test('reads every event of a batch, and a batch that has none', async () => {
  const lines = [batchText('"1"', [event('a'), event('b')]), batchText('"2"', []), batchText('"3"', [{}])];
  const read = await readAll(lines.join('\n'), { dialect: 'mparticle' });
  expect(read.rows.map((row) => row.trim())).toEqual(['1:0 a', '1:1 b', '2:0']);
  expect(places(read)).toEqual(['3:0 missing-field']);
});

test('keeps people apart whose ids differ beyond what a number holds', async () => {
  const lines = [
    batchText('-4693474329486342001', [event('a')]),
    batchText('-4693474329486342002', [event('a')]),
  ];
  expect(await valuesOf(lines.join('\n'))).toEqual(['-4693474329486342001', '-4693474329486342002']);
  expect(await valuesOf(`[${lines.join(',\n')}]`)).toEqual(['-4693474329486342001', '-4693474329486342002']);
});

test('reads a batch that is a whole document with its person', async () => {
  const document = JSON.stringify(JSON.parse(batchText('"7"', [event('a'), event('b')])), null, 2);
  expect((await readAll(document, { dialect: 'mparticle' })).rows.length).toBe(2);
  expect(await valuesOf(document)).toEqual(['7']);
});
