/**
 * Work that can stop and go on. It is a generator that pauses after every slice, so whoever drives it can look at the
 * clock, do something else meanwhile, or let go of it: what is not driven any more never happens. Slices are counted in
 * items and not in time, because nothing here knows a clock; one takes a millisecond or a few.
 */

/** Ends with what came out. */
export type Slices<T = void> = Generator<undefined, T, undefined>;

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Items of a cheap loop, such as moving numbers, between two pauses. */
export const CHEAP_ITEMS = 1 << 16;

/** Drives work to its end in one go. */
export function finish<T>(work: Generator<unknown, T, undefined>): T {
  for (;;) {
    const slice = work.next();
    if (slice.done === true) return slice.value;
  }
}

/** The same work, saying at every pause how far it is. */
export function* withProgress<T>(
  work: Slices<T>,
  progress: () => Progress,
): Generator<Progress, T, undefined> {
  for (;;) {
    const slice = work.next();
    if (slice.done === true) return slice.value;
    yield progress();
  }
}

/** Sorts in place by a comparison, stable: short pieces at once, which are then merged. */
export function* sortInSlices(rows: Uint32Array, compare: (a: number, b: number) => number): Slices {
  for (let start = 0; start < rows.length; start += SORTED_AT_ONCE) {
    rows.subarray(start, start + SORTED_AT_ONCE).sort(compare);
    yield;
  }
  let from: Uint32Array = rows;
  let to: Uint32Array = new Uint32Array(rows.length > SORTED_AT_ONCE ? rows.length : 0);
  for (let width = SORTED_AT_ONCE; width < rows.length; width *= 2) {
    for (let start = 0; start < rows.length; start += 2 * width)
      yield* mergeInSlices(from, to, { start, width, compare });
    [from, to] = [to, from];
  }
  if (from !== rows) rows.set(from);
}

const SORTED_AT_ONCE = 4096;

interface MergedPiece {
  readonly start: number;
  readonly width: number;
  readonly compare: (a: number, b: number) => number;
}

function* mergeInSlices(from: Uint32Array, to: Uint32Array, { start, width, compare }: MergedPiece): Slices {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(middle + width, from.length);
  let left = start;
  let right = middle;
  for (let place = start; place < end; place += 1) {
    const takesLeft = right >= end || (left < middle && compare(from[left]!, from[right]!) <= 0);
    to[place] = from[takesLeft ? left++ : right++]!;
    if (place % SORTED_AT_ONCE === 0) yield;
  }
}
