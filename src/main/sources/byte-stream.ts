/**
 * A source's content from some place on, unpacked and in UTF-8, piece by piece.
 *
 * Plain UTF-8 is read by ranges and can start anywhere. Packed or recoded content has no random access: it is read
 * from the beginning and what lies before the place is dropped. zlib works on its own threads; it is given small
 * slices, so that even a bomb cannot unpack more than about 32 MB between two looks at the ratio.
 */

import type { Gunzip } from 'node:zlib';
import { createGunzip } from 'node:zlib';
import type { ByteSource } from './byte-source.ts';
import type { EncodingFound } from './encoding.ts';
import { Utf16Transcoder } from './encoding.ts';

export interface StreamOptions {
  readonly compressed: boolean;
  readonly encoding: EncodingFound;
  /** Offset in the unpacked UTF-8 content. */
  readonly from: number;
  readonly readBytes: number;
  /** Unpacked bytes a packed byte may become. */
  readonly maxExpansion: number;
}

const GZIP_SLICE_BYTES = 32 * 1024;
/** What was unpacked and not handed out yet is lost when the data turns out to be damaged. */
const UNPACKED_BYTES = 64 * 1024;
/** The ratio is not looked at before so much came out: a small file may be as repetitive as it likes. */
const EXPANSION_FREE_BYTES = 16 * 1024 * 1024;

export class ByteStream {
  /** Bytes of the source itself that were used so far. */
  sourceBytes = 0;
  /** Why the content ends before its time, or null. Known when the iteration has ended. */
  problem: string | null = null;
  readonly #source: ByteSource;
  readonly #options: StreamOptions;

  constructor(source: ByteSource, options: StreamOptions) {
    this.#source = source;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { compressed, encoding, from } = this.#options;
    const isPlain = !compressed && encoding.encoding === 'utf-8';
    let drop = isPlain ? 0 : from;
    for await (const bytes of this.#decoded(isPlain ? from : 0)) {
      if (drop >= bytes.length) {
        drop -= bytes.length;
        continue;
      }
      yield drop === 0 ? bytes : bytes.slice(drop);
      drop = 0;
    }
  }

  async *#decoded(from: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { encoding, markBytes } = this.#options.encoding;
    const unpacked = this.#options.compressed ? this.#unpacked() : this.#plain(from + markBytes);
    let drop = this.#options.compressed ? markBytes : 0;
    const transcoder = encoding === 'utf-8' ? null : new Utf16Transcoder(encoding);
    for await (const bytes of unpacked) {
      const rest = drop === 0 ? bytes : bytes.slice(drop);
      drop = Math.max(0, drop - bytes.length);
      if (rest.length > 0) yield transcoder === null ? rest : transcoder.push(rest);
    }
    if (transcoder !== null) yield transcoder.end();
  }

  async *#plain(from: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    this.sourceBytes = Math.min(from, this.#source.size);
    while (this.sourceBytes < this.#source.size) {
      const bytes = await this.#source.read(this.sourceBytes, this.#options.readBytes);
      this.sourceBytes += bytes.length;
      yield bytes;
    }
  }

  async *#unpacked(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const gunzip = new GunzipSteps();
    let cameOut = 0;
    try {
      while (this.sourceBytes < this.#source.size && this.problem === null) {
        const read = await this.#source.read(this.sourceBytes, this.#options.readBytes);
        for (let at = 0; at < read.length && this.problem === null; at += GZIP_SLICE_BYTES) {
          const slice = read.subarray(at, at + GZIP_SLICE_BYTES);
          this.sourceBytes += slice.length;
          for (const bytes of await gunzip.push(slice)) {
            cameOut += bytes.length;
            yield bytes;
          }
          this.problem = gunzip.problem ?? this.#tooExpansive(cameOut);
        }
      }
      if (this.problem === null) {
        yield* await gunzip.end();
        this.problem = gunzip.problem;
      }
    } finally {
      gunzip.destroy();
    }
  }

  #tooExpansive(cameOut: number): string | null {
    const ratio = cameOut / this.sourceBytes;
    if (cameOut < EXPANSION_FREE_BYTES || ratio <= this.#options.maxExpansion) return null;
    return (
      `${this.sourceBytes} compressed bytes became ${cameOut} (${Math.round(ratio)} to 1); ` +
      `expected at most ${this.#options.maxExpansion} to 1`
    );
  }
}

/** zlib's stream driven step by step: what a slice unpacks to is at hand before the next one goes in. */
class GunzipSteps {
  problem: string | null = null;
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: UNPACKED_BYTES });
  #out: Uint8Array<ArrayBuffer>[] = [];
  #wake: (() => void) | null = null;

  constructor() {
    this.#gunzip.on('data', (bytes: Buffer) => this.#out.push(new Uint8Array(bytes)));
    this.#gunzip.on('error', (error: NodeJS.ErrnoException) => {
      this.problem ??=
        error.code === 'Z_BUF_ERROR' ? 'the compressed data ends in the middle' : `gzip: ${error.message}`;
      this.#wake?.();
    });
  }

  async push(slice: Uint8Array): Promise<Uint8Array<ArrayBuffer>[]> {
    await this.#step((done) => this.#gunzip.write(slice, done));
    return this.#take();
  }

  async end(): Promise<Uint8Array<ArrayBuffer>[]> {
    await this.#step((done) => {
      this.#gunzip.once('end', done);
      this.#gunzip.end();
    });
    return this.#take();
  }

  destroy(): void {
    this.#gunzip.destroy();
  }

  #step(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      start(() => resolve());
    });
  }

  #take(): Uint8Array<ArrayBuffer>[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }
}
