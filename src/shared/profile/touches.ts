/**
 * Where a person came from: events with a source, medium, campaign or click id. A referrer alone is no touch, because
 * every page of a visit has one.
 */

import type { Identifier } from '../event/event.ts';
import { entryOfRow, runStart } from '../event/event-facts.ts';
import type { EventIndex, EventStore } from '../event/event-store.ts';

export interface Touch {
  readonly event: EventIndex;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly clickIds: readonly Identifier[];
}

export interface Engagement {
  readonly firstTouch: Touch | null;
  readonly lastTouch: Touch | null;
  readonly touches: number;
}

/** First and last touch of events in canonical order. */
export function computeEngagement(store: EventStore, events: readonly EventIndex[]): Engagement {
  let first = -1;
  let last = -1;
  let touches = 0;
  for (const event of events) {
    const entry = entryOfRow(store.facts.touchRow, event);
    if (entry < 0 || !isTouch(store, entry)) continue;
    if (first < 0) first = entry;
    last = entry;
    touches += 1;
  }
  if (first < 0) return { firstTouch: null, lastTouch: null, touches };
  return { firstTouch: readTouch(store, first), lastTouch: readTouch(store, last), touches };
}

function isTouch({ facts }: EventStore, entry: number): boolean {
  return (
    facts.touchSource.at(entry) !== 0 ||
    facts.touchMedium.at(entry) !== 0 ||
    facts.touchCampaign.at(entry) !== 0 ||
    facts.touchClickIdEnds.at(entry) > runStart(facts.touchClickIdEnds, entry)
  );
}

function readTouch(store: EventStore, entry: number): Touch {
  const { facts, dictionary, identifierTable } = store;
  const text = (code: number): string | null => (code === 0 ? null : dictionary.text(code));
  const clickIds: Identifier[] = [];
  const end = facts.touchClickIdEnds.at(entry);
  for (let i = runStart(facts.touchClickIdEnds, entry); i < end; i += 1)
    clickIds.push(identifierTable.get(facts.touchClickIds.at(i)));
  return {
    event: facts.touchRow.at(entry),
    source: text(facts.touchSource.at(entry)),
    medium: text(facts.touchMedium.at(entry)),
    campaign: text(facts.touchCampaign.at(entry)),
    clickIds,
  };
}
