/** What a person did: how often each kind of event, first and last. */

import { EVENT_TYPES } from '../event/event.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';

export interface EventSummary {
  readonly name: string;
  count: number;
  /** Epoch ms of the earliest and latest dated one; NaN when all are undated. */
  firstAt: number;
  lastAt: number;
}

/** The name an event goes by: its own or, without one, its type. */
function eventLabel(store: EventStore, event: EventIndex): string {
  return store.nameText(event) ?? EVENT_TYPES[store.type.at(event)]!;
}

/** By label, most frequent first, then by name. */
export function computeBehaviour(store: EventStore, events: readonly EventIndex[]): EventSummary[] {
  const byName = new Map<string, EventSummary>();
  const byCode = new Map<number, EventSummary>();
  for (const event of events) {
    const name = store.name.at(event);
    const code = name === 0 ? -1 - store.type.at(event) : name;
    let summary = byCode.get(code);
    if (summary === undefined) {
      summary = summaryNamed(byName, eventLabel(store, event));
      byCode.set(code, summary);
    }
    summary.count += 1;
    const time = store.at.at(event);
    if (Number.isNaN(time)) continue;
    if (!(summary.firstAt <= time)) summary.firstAt = time;
    if (!(summary.lastAt >= time)) summary.lastAt = time;
  }
  return [...byName.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** An unnamed page event and one called `page` are the same kind. */
function summaryNamed(byName: Map<string, EventSummary>, name: string): EventSummary {
  const known = byName.get(name);
  if (known !== undefined) return known;
  const made = { name, count: 0, firstAt: Number.NaN, lastAt: Number.NaN };
  byName.set(name, made);
  return made;
}
