/** Writes a generated log and its truth to streams, waiting whenever a reader is slower than the generator. */

import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { generateLog, type LogSettings } from './generate-log.ts';

const CHUNK_CHARACTERS = 1 << 16;

export interface SampleTargets {
  readonly out: Writable;
  /** One line `{"line", "eventId", "person"}` for every line of the log; null: the truth is not asked for. */
  readonly truth: Writable | null;
}

/** Resolves when every line has been handed to the streams, which stay open. Rejects when a stream fails. */
export async function writeSample(settings: LogSettings & SampleTargets): Promise<void> {
  const { out, truth } = settings;
  let records = '';
  let answers = '';
  let line = 0;
  for (const { record, eventId, person } of generateLog(settings)) {
    line += 1;
    records += `${record}\n`;
    if (truth !== null) answers += `${JSON.stringify({ line, eventId, person })}\n`;
    if (records.length < CHUNK_CHARACTERS) continue;
    await write(out, records);
    if (truth !== null) await write(truth, answers);
    records = '';
    answers = '';
  }
  await write(out, records);
  if (truth !== null) await write(truth, answers);
}

async function write(stream: Writable, text: string): Promise<void> {
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}
