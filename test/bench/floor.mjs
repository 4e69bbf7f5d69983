/** The parse floor: one thread reads a file, decodes UTF-8 and runs JSON.parse on every line, and nothing else. */

import { openSync, readSync } from 'node:fs';

const READ_BYTES = 4 << 20;
const file = openSync(process.argv[2], 'r');
const started = performance.now();
let buffer = Buffer.allocUnsafe(READ_BYTES * 2);
let held = 0;
let records = 0;
for (;;) {
  if (buffer.length - held < READ_BYTES)
    buffer = Buffer.concat([buffer.subarray(0, held), Buffer.allocUnsafe(READ_BYTES)]);
  const count = readSync(file, buffer, held, READ_BYTES, null);
  if (count === 0) break;
  const end = held + count;
  let start = 0;
  for (;;) {
    const newline = buffer.indexOf(10, start);
    if (newline < 0 || newline >= end) break;
    JSON.parse(buffer.toString('utf8', start, newline));
    records += 1;
    start = newline + 1;
  }
  buffer.copy(buffer, 0, start, end);
  held = end - start;
}
process.stdout.write(JSON.stringify({ records, seconds: (performance.now() - started) / 1000 }));
