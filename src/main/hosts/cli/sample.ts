/** `weft sample`: a generated log, to standard output or a file, and the truth behind it. */

import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { LOG_SHAPES } from '../../sample/generate-log.ts';
import { writeSample } from '../../sample/write-sample.ts';
import { fileFault } from '../../sources/byte-source.ts';
import type { CommandLine } from './usage.ts';
import { COMMAND_FORMS, UsageError, wholeNumber } from './usage.ts';

export async function sampleCommand(line: CommandLine): Promise<number> {
  if (line.paths.length > 0) throw new UsageError(`sample reads no files; right is: ${COMMAND_FORMS.sample}`);
  const shape = LOG_SHAPES.find((known) => known === (line.text('shape') ?? 'clean'));
  if (shape === undefined) {
    throw new UsageError(`--shape is "${line.text('shape')}", expected ${LOG_SHAPES.join(' or ')}`);
  }
  const events = wholeNumber(line, 'events', 10_000, 1);
  const seed = wholeNumber(line, 'seed', 1, 0);
  const out = line.text('out');
  const truth = line.text('truth');
  const targets = {
    out: out === undefined ? process.stdout : createWriteStream(out),
    truth: truth === undefined ? null : createWriteStream(truth),
  };
  const files = [out === undefined ? null : targets.out, targets.truth].filter((stream) => stream !== null);
  try {
    // Watched from the start, so that a file that cannot be opened is reported and not thrown past us.
    const written = files.map((stream) => finished(stream));
    const failure = Promise.all(written);
    await Promise.race([writeSample({ events, seed, shape, ...targets }), failure]);
    for (const stream of files) stream.end();
    await failure;
  } catch (cause) {
    throw fileFault(out ?? truth ?? 'standard output', cause);
  }
  return 0;
}
