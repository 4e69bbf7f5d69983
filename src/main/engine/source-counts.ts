/** Where the rows of every source have gone: one pass over the rows, with one small record a source. */

import { ROW_ACCEPTED } from '#shared/event/event-store.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { SourceCounts } from './engine-messages.ts';

type Counts = { -readonly [K in keyof SourceCounts]: SourceCounts[K] };

/** Assumes that all rows are resolved. */
export function countSources(engine: IdentityEngine): SourceCounts[] {
  const { source, status, at, rowCount } = engine.store;
  const sources = source.values;
  const statuses = status.values;
  const times = at.values;
  const found = new Map<number, Counts>();
  let counts = null as Counts | null;
  for (let row = 0; row < rowCount; row += 1) {
    // Rows of a source come in long runs.
    if (counts === null || counts.source !== sources[row]!) counts = countsOf(found, sources[row]!);
    counts.rows += 1;
    if (statuses[row] !== ROW_ACCEPTED) counts.duplicates += 1;
    else if (engine.unresolvedReason(row) !== null) counts.unresolved += 1;
    else counts.events += 1;
    if (statuses[row] === ROW_ACCEPTED) widen(counts, times[row]!);
  }
  return [...found.values()];
}

function countsOf(found: Map<number, Counts>, source: number): Counts {
  const known = found.get(source);
  if (known !== undefined) return known;
  const fresh = { source, rows: 0, events: 0, duplicates: 0, unresolved: 0, firstAt: null, lastAt: null };
  found.set(source, fresh);
  return fresh;
}

function widen(counts: Counts, at: number): void {
  if (Number.isNaN(at)) return;
  if (counts.firstAt === null || at < counts.firstAt) counts.firstAt = at;
  if (counts.lastAt === null || at > counts.lastAt) counts.lastAt = at;
}
