import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { writeSample } from '#main/sample/write-sample.ts';
import { generatedLog } from '../../support/generated-logs.ts';

/** Takes one chunk at a time and counts how many were ever waiting. */
class SlowSink extends Writable {
  readonly chunks: string[] = [];
  mostWaiting = 0;

  constructor() {
    super({ highWaterMark: 1 });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.mostWaiting = Math.max(this.mostWaiting, this.writableLength);
    this.chunks.push(chunk.toString());
    setImmediate(done);
  }
}

describe('writing a generated log', () => {
  const settings = { events: 1500, seed: 9, shape: 'tangled' } as const;

  it('writes every line of the log, and the truth of each by its line', async () => {
    const out = new SlowSink();
    const truth = new SlowSink();
    await writeSample({ ...settings, out, truth });
    const log = generatedLog(settings);
    expect(out.chunks.join('')).toBe(log.records.map((record) => `${record}\n`).join(''));
    const answers = truth.chunks
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map((answer) => answer.person)).toEqual(log.people);
    expect(answers.map((answer) => answer.line)).toEqual(log.people.map((_, index) => index + 1));
    log.records.forEach((record, index) => {
      expect(JSON.parse(record).event_id ?? null).toBe(answers[index].eventId);
    });
  });

  it('never lets more than one chunk wait for a slow reader', async () => {
    const out = new SlowSink();
    await writeSample({ ...settings, out, truth: null });
    expect(out.chunks.length).toBeGreaterThan(5);
    expect(out.mostWaiting).toBeLessThan(100_000);
  });

  it('rejects when the stream fails', async () => {
    const out = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => done(new Error('disk is full')),
    });
    await expect(writeSample({ ...settings, out, truth: null })).rejects.toThrow('disk is full');
  });
});
