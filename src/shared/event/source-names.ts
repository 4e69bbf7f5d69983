/**
 * The names that the sources of a store go by. A store knows its sources by number; what they are called is known to
 * whoever reads them, and rules that prefer one source to another call them by name.
 */

import type { SourceIndex } from './event-store.ts';

/** Of sources that a list does not name: after all that it names. */
const UNNAMED = Number.MAX_SAFE_INTEGER;

export class SourceNames {
  readonly #names: (readonly string[])[] = [];
  /** List of names → SourceIndex → the first place in the list that names it. */
  #places = new WeakMap<readonly string[], number[]>();

  /**
   * `file` may come with its folders; without them it is one name, and without its endings another. `dialect`: how it was
   * read, which is a name of all sources that were read so.
   */
  set(source: SourceIndex, file: string, dialect: string): void {
    const base = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).toLowerCase();
    const dot = base.indexOf('.', 1);
    this.#names[source] = [base, dot < 0 ? base : base.slice(0, dot), dialect.toLowerCase()];
    this.#places = new WeakMap();
  }

  /** The place of a source in a list of names, which are compared without regard to case; the lower, the better. */
  placeIn(list: readonly string[], source: SourceIndex): number {
    let places = this.#places.get(list);
    if (places === undefined) {
      const wanted = list.map((name) => name.toLowerCase());
      places = this.#names.map((names) => wanted.findIndex((name) => names.includes(name)));
      this.#places.set(list, places);
    }
    const place = places[source] ?? -1;
    return place < 0 ? UNNAMED : place;
  }

  /** Those of a list that no source bears. */
  unknownIn(list: readonly string[]): string[] {
    return list.filter((name) => !this.#names.some((names) => names.includes(name.toLowerCase())));
  }
}
