/** One raw record out of a compressed chunk of records. */

import { readRecord } from '#shared/event/record-block.ts';

export async function readRecordText(packed: Uint8Array, row: number): Promise<string> {
  // Bytes out of the database are never shared between threads, which is all that the wider type leaves open.
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  return readRecord(new Uint8Array(await new Response(stream).arrayBuffer()), row);
}
