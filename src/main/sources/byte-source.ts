/**
 * Where bytes come from, whatever holds them: a file of this machine, standard input, a file handle of the page.
 *
 * A source has a fixed size and is read by ranges, so that an import can resume anywhere. The fingerprint tells
 * whether it is still the same content: size, time of change, and a hash of the first and last 64 KB.
 */

import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Fault } from '#shared/protocol/fault.ts';

export interface ByteSource {
  /** What people call it: the file's name, or `standard input`. */
  readonly name: string;
  readonly size: number;
  readonly fingerprint: string;
  /** The bytes from `offset` on, fewer than `length` only at the end. The caller owns them. Rejects with a `Fault`. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

const FINGERPRINT_BYTES = 64 * 1024;

/** Opens a file. Rejects with a `Fault` of kind `file-missing` or `file-unreadable`. */
export async function openFile(path: string): Promise<ByteSource> {
  const handle = await openOrFault(path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) {
      throw new Fault('file-unreadable', `"${path}" is not a file`, { context: { file: path } });
    }
    const fingerprint = await fingerprintOf(handle, stat.size, stat.mtimeMs);
    return new FileSource(handle, { path: resolve(path), size: stat.size, fingerprint });
  } catch (cause) {
    await handle.close();
    throw cause;
  }
}

/** A source over bytes that are in memory already. */
export function bytesSource(name: string, content: Uint8Array): ByteSource {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 32);
  return {
    name,
    size: content.length,
    fingerprint: `${content.length}-${hash}`,
    read: (offset, length) => Promise.resolve(new Uint8Array(content.subarray(offset, offset + length))),
    close: () => Promise.resolve(),
  };
}

/** The fault that a failed call of `node:fs` stands for. */
export function fileFault(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const context = { file: path, code };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new Fault('file-missing', `"${path}" does not exist`, { context, cause });
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Fault('file-unreadable', `"${path}" cannot be read: ${why}`, { context, cause });
}

async function openOrFault(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw fileFault(path, cause);
  }
}

async function fingerprintOf(handle: FileHandle, size: number, modifiedAt: number): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readRange(handle, 0, Math.min(size, FINGERPRINT_BYTES)));
  if (size > FINGERPRINT_BYTES) {
    const tail = Math.min(size - FINGERPRINT_BYTES, FINGERPRINT_BYTES);
    hash.update(await readRange(handle, size - tail, tail));
  }
  return `${size}-${Math.trunc(modifiedAt)}-${hash.digest('hex').slice(0, 32)}`;
}

async function readRange(
  handle: FileHandle,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : bytes.slice(0, filled);
}

class FileSource implements ByteSource {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly fingerprint: string;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, facts: { path: string; size: number; fingerprint: string }) {
    this.#handle = handle;
    this.path = facts.path;
    this.name = basename(facts.path);
    this.size = facts.size;
    this.fingerprint = facts.fingerprint;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const bytes = await readRange(this.#handle, offset, wanted).catch((cause: unknown) => {
      throw fileFault(this.path, cause);
    });
    if (bytes.length < wanted) {
      throw new Fault('file-changed', `"${this.name}" became shorter while it was read`, {
        context: { file: this.path, expected: this.size, found: offset + bytes.length },
      });
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
