/**
 * What every query is given: the engine and what only its host knows of the sources. Queries are pure functions of it
 * and their parameters; they never keep engine numbers across revisions.
 */

import type { Identifier } from '#shared/event/event.ts';
import { EVENT_TYPES } from '#shared/event/event.ts';
import type { EventIndex, SourceIndex } from '#shared/event/event-store.ts';
import type { IdentifierIndex } from '#shared/event/identifier-table.ts';
import type { IdentityEngine } from '#shared/identity/engine.ts';
import type { ProfileIndex } from '#shared/identity/identity.ts';
import type { EngineView } from '#shared/profile/engine-view.ts';
import { orNull, timeOf } from '#shared/profile/engine-view.ts';
import { ownedBestFirst } from '#shared/profile/profile-columns.ts';
import { summarizeProfile, titleOf } from '#shared/profile/profile-summary.ts';
import { moneyRecord } from '#shared/profile/records.ts';
import { Fault } from '#shared/protocol/fault.ts';
import type { Evidence, IdentifierText } from '#shared/protocol/results/evidence.ts';
import type { ProfileRow } from '#shared/protocol/results/profile.ts';

export interface QuerySource {
  readonly source: SourceIndex;
  readonly name: string;
  readonly dialect: string;
}

export interface QueryContext {
  readonly engine: IdentityEngine;
  readonly sources: readonly QuerySource[];
  /** ISO 3166-1 alpha-2 for numbers typed without a country code; null: none. */
  readonly country: string | null;
  /** Records that did not become events, over all sources. */
  readonly rejected: number;
  readonly rejectedByReason: { readonly [reason: string]: number };
}

export function sourceOf(context: QueryContext, source: SourceIndex): QuerySource {
  return (
    context.sources.find((known) => known.source === source) ?? {
      source,
      name: `source ${source}`,
      dialect: '',
    }
  );
}

export function evidenceOf(context: QueryContext, event: EventIndex): Evidence {
  const { store } = context.engine;
  return {
    event,
    eventId: store.eventId(event),
    source: sourceOf(context, store.source.at(event)).name,
    line: store.line.at(event),
    record: store.record.at(event),
    at: timeOf(context.engine, event),
    type: EVENT_TYPES[store.type.at(event)]!,
    name: store.nameText(event),
  };
}

export function identifierText(engine: EngineView, identifier: IdentifierIndex): IdentifierText {
  const { namespace, value }: Identifier = engine.store.identifierTable.get(identifier);
  return { namespace, value, role: engine.role(identifier) };
}

/** Identifiers that an event carries, in the order of the record. */
export function identifiersOfEvent(engine: EngineView, event: EventIndex): IdentifierText[] {
  const { store } = engine;
  const list: IdentifierText[] = [];
  const end = store.identifierEnds.at(event);
  for (let i = store.identifierStart(event); i < end; i += 1)
    list.push(identifierText(engine, store.identifiers.at(i)));
  return list;
}

/** The present profile an id answers to. Throws a Fault when no identifier has ever had this id. */
export function mustFindProfile(context: QueryContext, id: string): ProfileIndex {
  const profile = context.engine.findProfile(id);
  if (profile < 0) throw new Fault('not-found', `no profile has the id ${id}`, { context: { id } });
  return profile;
}

/** Throws a Fault for the number of an event that has not been read, or not been resolved. */
export function checkEvent(context: QueryContext, event: EventIndex): void {
  const { rowCount } = context.engine.timeline.rows;
  if (event < rowCount) return;
  throw new Fault('not-found', `there is no event ${event}; this workspace has ${rowCount}`, {
    context: { event },
  });
}

const SHOWN_IDENTIFIERS = 6;

export function profileRow(engine: EngineView, profile: ProfileIndex): ProfileRow {
  const owned = ownedBestFirst(engine, profile);
  const { revenue, ...summary } = summarizeProfile(engine, profile);
  return {
    id: engine.profileId(profile),
    state: engine.state(profile),
    ...summary,
    identifiers: owned.slice(0, SHOWN_IDENTIFIERS).map((identifier) => identifierText(engine, identifier)),
    identifierCount: owned.length,
    events: engine.eventCount(profile),
    revenue: moneyRecord(revenue),
    firstSeenAt: orNull(engine.firstSeenAt(profile)),
    lastSeenAt: orNull(engine.lastSeenAt(profile)),
  };
}

/** Id and title of the present profile that answers for one. */
export function profileName(engine: EngineView, profile: ProfileIndex): { id: string; title: string } {
  const present = engine.canonical(profile);
  return { id: engine.profileId(present), title: titleOf(engine, present) };
}
