/** One raw record out of a compressed chunk of records. */

import { readRecord } from '#shared/event/record-block.ts';

export async function readRecordText(packed: Uint8Array<ArrayBuffer>, row: number): Promise<string> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return readRecord(new Uint8Array(await new Response(stream).arrayBuffer()), row);
}
