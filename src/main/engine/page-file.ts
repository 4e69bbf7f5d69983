/**
 * A file that the page holds, as a source: a range is asked for by a push and comes back as a request. The page may be
 * gone at any moment, so every read has a time limit, and what does not come is a missing file.
 */

import { createHash } from 'node:crypto';
import type { DurationMs } from '#shared/base/types.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { Push } from '#shared/protocol/results/push.ts';
import type { ByteSource } from '../sources/byte-source.ts';

export interface PageFileFacts {
  readonly name: string;
  readonly size: number;
  readonly modifiedAt: number;
}

interface Waiting {
  readonly settle: (data: Uint8Array | null) => void;
}

const PATIENCE_MS: DurationMs = 30_000;
const FINGERPRINT_BYTES = 64 * 1024;

/** Reads under way, by number. */
export class PageReads {
  readonly #push: (push: Push) => void;
  readonly #patienceMs: DurationMs;
  readonly #waiting = new Map<number, Waiting>();
  #lastRequest = 0;

  constructor(push: (push: Push) => void, patienceMs = PATIENCE_MS) {
    this.#push = push;
    this.#patienceMs = patienceMs;
  }

  /** The bytes of a range; null when the page cannot read it any more or does not answer. */
  ask(token: string, offset: number, length: number): Promise<Uint8Array | null> {
    const request = ++this.#lastRequest;
    return new Promise((resolve) => {
      const settle = (data: Uint8Array | null): void => {
        clearTimeout(timer);
        this.#waiting.delete(request);
        resolve(data);
      };
      const timer = setTimeout(settle, this.#patienceMs, null);
      this.#waiting.set(request, { settle });
      this.#push({ type: 'read', token, request, offset, length });
    });
  }

  /** Answers that nobody waits for any more are dropped. */
  answer(request: number, data: Uint8Array | null): void {
    this.#waiting.get(request)?.settle(data);
  }

  close(): void {
    for (const { settle } of [...this.#waiting.values()]) settle(null);
  }
}

/** Rejects with a `file-missing` Fault when the page does not have the file any more. */
export async function openPageFile(
  token: string,
  facts: PageFileFacts,
  reads: PageReads,
): Promise<ByteSource> {
  const { name, size, modifiedAt } = facts;
  const read = async (offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const wanted = Math.max(0, Math.min(length, size - offset));
    if (wanted === 0) return new Uint8Array(0);
    const data = await reads.ask(token, offset, wanted);
    if (data === null) throw missing(name);
    if (data.byteLength === wanted) return new Uint8Array(data);
    const context = { file: name, expected: size, found: offset + data.byteLength };
    throw new Fault('file-changed', `"${name}" became shorter while it was read`, { context });
  };
  return {
    name,
    size,
    fingerprint: await fingerprintOf(size, modifiedAt, read),
    read,
    close: () => Promise.resolve(),
  };
}

/** Equal to that of the same file opened by its path, so that either way of choosing it is recognised. */
async function fingerprintOf(size: number, modifiedAt: number, read: ByteSource['read']): Promise<string> {
  const hash = createHash('sha256').update(await read(0, FINGERPRINT_BYTES));
  if (size > FINGERPRINT_BYTES) {
    const tail = Math.min(size - FINGERPRINT_BYTES, FINGERPRINT_BYTES);
    hash.update(await read(size - tail, tail));
  }
  return `${size}-${Math.trunc(modifiedAt)}-${hash.digest('hex').slice(0, 32)}`;
}

function missing(name: string): Fault {
  return new Fault('file-missing', `"${name}" cannot be read any more: the page has let go of it`, {
    context: { file: name },
  });
}
