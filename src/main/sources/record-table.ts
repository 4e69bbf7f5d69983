/** Collects where records lie in a piece, for the parser. */

import { uint32Column } from '#shared/base/columns.ts';
import type { RecordTable } from '../parser/piece.ts';
import { STANDS_ALONE } from '../parser/piece.ts';

export class RecordTableBuilder {
  readonly #starts = uint32Column();
  readonly #ends = uint32Column();
  readonly #lines = uint32Column();
  readonly #records = uint32Column();

  /** `record` is the index inside the list that is open, or -1 when none is. */
  add(found: { start: number; end: number; line: number; record: number }): void {
    this.#starts.push(found.start);
    this.#ends.push(found.end);
    this.#lines.push(found.line);
    this.#records.push(found.record < 0 ? STANDS_ALONE : found.record);
  }

  /** The table, and an empty builder for the next piece. */
  finish(): RecordTable {
    const columns = [this.#starts, this.#ends, this.#lines, this.#records];
    const [starts, ends, lines, records] = columns.map((column) => Uint32Array.from(column.toArray()));
    for (const column of columns) column.clear();
    return { starts: starts!, ends: ends!, lines: lines!, records: records! };
  }
}
