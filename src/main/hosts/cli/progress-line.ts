/** One line of progress on a terminal, rewritten in place; a stream that is no terminal gets notes only. */

const REDRAW_MS = 200;

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #total: number;
  readonly #started = performance.now();
  #drawnAt = 0;
  #isDrawn = false;

  constructor(stream: NodeJS.WriteStream, totalBytes: number) {
    this.#stream = stream;
    this.#total = totalBytes;
  }

  show(bytes: number, records: number): void {
    const now = performance.now();
    if (!this.#stream.isTTY || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    const share = this.#total === 0 ? 100 : Math.floor((bytes / this.#total) * 100);
    const rate = Math.round(records / ((now - this.#started) / 1000));
    this.#stream.write(
      `\r\u001b[K${share} %  ${records.toLocaleString('en')} records  ${rate.toLocaleString('en')} a second`,
    );
    this.#isDrawn = true;
  }

  say(note: string): void {
    this.clear();
    this.#stream.write(`${note}\n`);
  }

  clear(): void {
    if (this.#isDrawn) this.#stream.write('\r\u001b[K');
    this.#isDrawn = false;
  }
}
