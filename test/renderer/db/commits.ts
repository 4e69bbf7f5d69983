import { crc32, deflateRawSync } from 'node:zlib';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { DatabaseServiceOptions } from '#renderer/db/database-service.ts';
import { DatabaseService } from '#renderer/db/database-service.ts';
import type { LockRequests } from '#renderer/db/writer-lock.ts';
import { RecordBlockBuilder } from '#shared/event/record-block.ts';
import type { Commit, StoredChunk } from '#shared/protocol/results/workspace.ts';
import { summaryOf } from '../../main/journal/manifests.ts';

export function chunk(source: number, firstRow: number, data: Uint8Array, change: Partial<StoredChunk> = {}) {
  const info = { kind: 'columns' as const, source, firstRow, rowCount: 10 };
  return { ...info, bytes: data.byteLength, crc: crc32(data), data, ...change };
}

export function recordsChunk(source: number, firstRow: number, texts: readonly string[]): StoredChunk {
  const block = new RecordBlockBuilder();
  for (const text of texts) block.addText(text);
  const data = new Uint8Array(deflateRawSync(block.finish()));
  return chunk(source, firstRow, data, { kind: 'records', rowCount: texts.length });
}

export function commit(number: number, chunks: readonly StoredChunk[], change: Partial<Commit> = {}): Commit {
  return { number, follows: number - 1, chunks, removedSources: [], summary: summaryOf(0), ...change };
}

export function bytes(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17) & 0xff);
}

/** Exclusive locks by name, as the browser gives them. */
function makeLocks(): LockRequests {
  const tails = new Map<string, Promise<unknown>>();
  const request = async (
    name: string,
    { signal }: { signal?: AbortSignal },
    run: () => Promise<unknown>,
  ): Promise<unknown> => {
    const before = tails.get(name) ?? Promise.resolve();
    let end: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => {
      end = resolve;
    });
    tails.set(
      name,
      before.then(() => mine),
    );
    const stopped = new Promise<never>((_, reject) => {
      if (signal?.aborted === true) reject(new DOMException('waited too long', 'AbortError'));
      signal?.addEventListener('abort', () => reject(new DOMException('waited too long', 'AbortError')));
    });
    try {
      await Promise.race([before, stopped]);
      return await run();
    } finally {
      end();
    }
  };
  return { request } as unknown as LockRequests;
}

/** What a browser profile holds: databases and locks that outlive a page. */
export class BrowserProfile {
  readonly indexedDB = new IDBFactory();
  readonly locks = makeLocks();

  service(change: Partial<DatabaseServiceOptions> = {}): DatabaseService {
    const dexie = { indexedDB: this.indexedDB, IDBKeyRange };
    return new DatabaseService({ locks: this.locks, dexie, onTakenAway: () => undefined, ...change });
  }

  async databaseNames(): Promise<string[]> {
    return (await this.indexedDB.databases()).map(({ name }) => name ?? '');
  }
}
