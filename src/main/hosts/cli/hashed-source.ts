/**
 * A source whose whole content is hashed while it is read. Reading goes from the beginning to the end, apart from looks
 * back at the head, so every byte is taken when it first comes by; what nobody asked for is read at last.
 */

import { createHash } from 'node:crypto';
import type { ByteSource } from '../../sources/byte-source.ts';

const READ_BYTES = 1024 * 1024;

export class HashedSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly fingerprint: string;
  readonly #source: ByteSource;
  readonly #hash = createHash('sha256');
  /** Bytes from the beginning that the hash has seen. */
  #hashed = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.name = source.name;
    this.size = source.size;
    this.fingerprint = source.fingerprint;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#source.read(offset, length);
    const end = offset + bytes.length;
    if (offset <= this.#hashed && this.#hashed < end) {
      this.#hash.update(bytes.subarray(this.#hashed - offset));
      this.#hashed = end;
    }
    return bytes;
  }

  /** SHA-256 of the content in hexadecimal digits. Called once, when reading is over. */
  async sha256(): Promise<string> {
    while (this.#hashed < this.size) await this.read(this.#hashed, READ_BYTES);
    return this.#hash.digest('hex');
  }

  close(): Promise<void> {
    return this.#source.close();
  }
}
