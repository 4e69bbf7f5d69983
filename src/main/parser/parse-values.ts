/** Values of JSON documents, at the places where the cutter found them → rows. */

import { hasLongDigits } from './exact-json.ts';
import { parseOrReject, TextReader, takeValue } from './parse-lines.ts';
import type { ParseSettings, Piece } from './piece.ts';
import { STANDS_ALONE } from './piece.ts';
import type { RecordSink } from './record-sink.ts';

export function parseValues(piece: Piece, settings: ParseSettings, sink: RecordSink): void {
  const { bytes, table } = piece;
  if (table === null) return;
  const text = new TextReader(bytes);
  for (let index = 0; index < table.starts.length; index += 1) {
    const first = table.starts[index]!;
    const last = table.ends[index]!;
    const isAlone = table.records[index] === STANDS_ALONE;
    const place = { line: table.lines[index]!, record: isAlone ? 0 : table.records[index]! };
    const record = text.slice(first, last);
    if (record === null) {
      sink.reject(place, 'bad-encoding', 'the record is not UTF-8; expected JSON in UTF-8');
      continue;
    }
    const isExact = hasLongDigits(bytes, first, last);
    const value = parseOrReject(record, { place, isExact, isLast: last === bytes.length }, sink);
    if (value === undefined) continue;
    if (isAlone) takeValue(value, { bytes, first, last, place, settings }, sink);
    else if (sink.accept(value, place)) sink.texts?.addRange(bytes, first, last);
  }
}
