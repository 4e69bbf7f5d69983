/** Bytes that arrive in pieces and are scanned in one place, for cutters that must look around a boundary. */

import { MAX_RECORD_BYTES } from './cutter.ts';

/** Room beyond one record of the largest size, so that the buffer stops growing there. */
const LARGEST_BUFFER = MAX_RECORD_BYTES + 16 * 1024 * 1024;

export class ScanBuffer {
  bytes = new Uint8Array(1 << 16);
  length = 0;

  push(bytes: Uint8Array): void {
    const needed = this.length + bytes.length;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, Math.min(this.bytes.length * 2, LARGEST_BUFFER)));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(bytes, this.length);
    this.length = needed;
  }

  /** Takes the first `count` bytes out, as a buffer of their own. */
  take(count: number): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.slice(0, count);
    this.drop(count);
    return taken;
  }

  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
  }
}
