/**
 * Where a record plainly begins, told without trusting quotes or brackets: what the search behind a broken record of a
 * JSON document goes by. An object begins one when it is first on a line that is not indented deeper than the broken
 * record, or when it follows another object and opens like the document's first record, `{"event"` for example: the
 * objects inside a record look like records too, but hardly begin alike.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Bytes in which the first member's name of a record is looked for. */
export const LONGEST_OPENING = 256;

/** The record that is broken, by offsets into the bytes that are scanned. */
export interface BrokenRecord {
  readonly start: number;
  /** Bytes between the start of its line and its own. */
  readonly column: number;
  readonly startsAsObject: boolean;
}

export class RecordOpenings {
  #opening: Uint8Array | null = null;

  /** Remembers how the document's first record opens; later ones change nothing. */
  note(bytes: Uint8Array, start: number, length: number): void {
    if (this.#opening !== null || bytes[start] !== OPEN_OBJECT) return;
    const head = bytes.subarray(start, Math.min(start + LONGEST_OPENING, length));
    const quote = head.indexOf(QUOTE);
    const closing = quote === -1 ? -1 : head.indexOf(QUOTE, quote + 1);
    if (closing !== -1) this.#opening = head.slice(0, closing + 1);
  }

  /** Whether the object at `at` begins a record. `lineStart` may be negative: the line began before the bytes. */
  beginsAt(bytes: Uint8Array, at: number, lineStart: number, broken: BrokenRecord): boolean {
    if ((!broken.startsAsObject || followsObject(bytes, at, broken.start)) && this.#opensAt(bytes, at))
      return true;
    if (at - lineStart > broken.column) return false;
    for (let i = Math.max(0, lineStart); i < at; i += 1) if (bytes[i]! > 0x20) return false;
    return true;
  }

  #opensAt(bytes: Uint8Array, at: number): boolean {
    const opening = this.#opening;
    if (opening === null) return false;
    for (let i = 0; i < opening.length; i += 1) if (bytes[at + i] !== opening[i]) return false;
    return true;
  }
}

function followsObject(bytes: Uint8Array, at: number, start: number): boolean {
  let before = at - 1;
  while (before > start && (bytes[before]! <= 0x20 || bytes[before] === COMMA)) before -= 1;
  return bytes[before] === CLOSE_OBJECT;
}
