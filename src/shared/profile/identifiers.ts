/**
 * The identifiers of a profile: keys it holds or held, one entry a membership, and external ids, which are seen on its
 * events but are no keys (recorded and demoted values). Seen means: on an event credited to this profile; an event
 * between two memberships of one identifier counts for the one that began last before it.
 */

import type { EventIndex } from '../event/event-store.ts';
import type { IdentifierIndex } from '../event/identifier-table.ts';
import type { Membership, ProfileIndex } from '../identity/identity.ts';
import type { EngineView } from './engine-view.ts';

export interface Sightings {
  readonly identifier: IdentifierIndex;
  /** Epoch ms of the earliest and latest dated event that carries it; NaN when there is none. */
  firstAt: number;
  lastAt: number;
  events: number;
  /** The last event that carries it, in whichever spelling; -1 when there is none. */
  lastEvent: EventIndex;
}

export interface HeldIdentifier extends Sightings {
  readonly from: EventIndex;
  /** The event that took it away, or -1 while it is held. */
  readonly to: EventIndex;
}

export interface ExternalId extends Sightings {
  /** The first event that carries it. */
  readonly event: EventIndex;
}

export interface ProfileIdentifiers {
  /** In order of their start. */
  readonly held: readonly HeldIdentifier[];
  /** In order of their first event. */
  readonly external: readonly ExternalId[];
}

/** Cost: linear in the identifiers of the events, which are the profile's in canonical order. */
export function computeIdentifiers(
  engine: EngineView,
  profile: ProfileIndex,
  events: readonly EventIndex[],
): ProfileIdentifiers {
  const held = engine.membershipsOf(profile).map(toHeld);
  const byIdentifier = new Map<IdentifierIndex, HeldIdentifier[]>();
  for (const entry of held) {
    const entries = byIdentifier.get(entry.identifier);
    if (entries === undefined) byIdentifier.set(entry.identifier, [entry]);
    else entries.push(entry);
  }
  const external = new Map<IdentifierIndex, ExternalId>();
  const { identifierEnds, identifiers, at } = engine.store;
  for (const event of events) {
    const time = at.at(event);
    const end = identifierEnds.at(event);
    for (let i = engine.store.identifierStart(event); i < end; i += 1) {
      const key = engine.keyOf(identifiers.at(i));
      const entries = byIdentifier.get(key);
      if (entries !== undefined) {
        see(entries.length === 1 ? entries[0]! : entryAt(engine, entries, event), event, time);
      } else if (isExternal(engine, key)) {
        see(externalEntry(external, key, event), event, time);
      }
    }
  }
  return { held, external: [...external.values()] };
}

function toHeld({ identifier, from, to }: Membership): HeldIdentifier {
  return { identifier, from, to, firstAt: Number.NaN, lastAt: Number.NaN, events: 0, lastEvent: -1 };
}

function isExternal(engine: EngineView, identifier: IdentifierIndex): boolean {
  const role = engine.role(identifier);
  return role === 'recorded' || role === 'demoted';
}

function externalEntry(
  external: Map<IdentifierIndex, ExternalId>,
  identifier: IdentifierIndex,
  event: EventIndex,
): ExternalId {
  const known = external.get(identifier);
  if (known !== undefined) return known;
  const made = { identifier, event, firstAt: Number.NaN, lastAt: Number.NaN, events: 0, lastEvent: -1 };
  external.set(identifier, made);
  return made;
}

/** The entry that began last before or at the event; the first when none had. */
function entryAt(engine: EngineView, entries: readonly HeldIdentifier[], event: EventIndex): HeldIdentifier {
  let found = entries[0]!;
  for (const entry of entries) if (engine.compareEvents(entry.from, event) <= 0) found = entry;
  return found;
}

/** Counts an event once, however many spellings of the identifier it carries. */
function see(sightings: Sightings, event: EventIndex, time: number): void {
  if (sightings.lastEvent === event) return;
  sightings.lastEvent = event;
  sightings.events += 1;
  if (Number.isNaN(time)) return;
  if (!(sightings.firstAt <= time)) sightings.firstAt = time;
  if (!(sightings.lastAt >= time)) sightings.lastAt = time;
}
