/**
 * What explanations look at, and what they explain: two identifiers, or two events. A profile is stood for by the best
 * identifier that came with it and that its present profile still holds.
 */

import type { Result } from '../../base/types.ts';
import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Identity, ProfileIndex } from '../identity.ts';
import type { Resolution } from '../resolution.ts';

export type Explainable = Identity & Pick<Resolution, 'store' | 'ruleset' | 'overrides' | 'timeline'>;

export type Target =
  | { readonly kind: 'identifier'; readonly identifier: IdentifierIndex }
  | { readonly kind: 'event'; readonly event: EventIndex };

/** The identifier, if an accepted event carries it. Cost: for one that nobody ever held, a look at the whole log. */
export function identifierTarget(
  engine: Explainable,
  namespace: string,
  value: string,
): Result<Target, 'carried-by-nobody'> {
  const identifier = engine.find(namespace, value);
  if (identifier < 0) return { ok: false, error: 'carried-by-nobody' };
  const isHeld = engine.membershipsOfIdentifier(identifier).length > 0;
  if (!isHeld && eventsCarrying(engine, new Set([identifier])).length === 0)
    return { ok: false, error: 'carried-by-nobody' };
  return { ok: true, value: { kind: 'identifier', identifier } };
}

/** `profile` may have been absorbed since. */
export function profileTarget(engine: Explainable, profile: ProfileIndex): Target {
  const came = engine
    .membershipsOf(engine.canonical(profile))
    .filter((membership) => membership.profile === profile && membership.to < 0)
    .map(({ identifier }) => identifier)
    .sort((a, b) => engine.rank(a) - engine.rank(b));
  return { kind: 'identifier', identifier: came[0] ?? engine.founder(profile) };
}

/** Present profiles that hold the identifier, or the one that is credited with the event. */
export function profilesOf(engine: Identity, target: Target): ProfileIndex[] {
  if (target.kind === 'identifier') return engine.ownersOf(target.identifier);
  const profile = engine.creditOf(target.event);
  return profile < 0 ? [] : [profile];
}

/** Present profiles that both belong to: without one they are apart. */
export function commonProfiles(engine: Identity, a: Target, b: Target): ProfileIndex[] {
  const others = profilesOf(engine, b);
  return profilesOf(engine, a).filter((profile) => others.includes(profile));
}

export function isSameTarget(a: Target, b: Target): boolean {
  if (a.kind === 'identifier') return b.kind === 'identifier' && a.identifier === b.identifier;
  return b.kind === 'event' && a.event === b.event;
}

/** The keys, and what is none, that an event carries, each once, in the order of the record. */
export function identifiersOn(engine: Explainable, event: EventIndex): IdentifierIndex[] {
  const { store } = engine;
  const carried = new Set<IdentifierIndex>();
  const end = store.identifierEnds.at(event);
  for (let i = store.identifierStart(event); i < end; i += 1)
    carried.add(engine.keyOf(store.identifiers.at(i)));
  return [...carried];
}

/** Accepted events that carry one of the identifiers, in order. Cost: one look at every identifier of the log. */
export function eventsCarrying(engine: Explainable, wanted: ReadonlySet<IdentifierIndex>): EventIndex[] {
  const { store, timeline } = engine;
  const identifiers = store.identifiers.values;
  const ends = store.identifierEnds.values;
  const rows: EventIndex[] = [];
  for (let row = 0, at = 0; row < store.rowCount; row += 1) {
    let isWanted = false;
    for (; at < ends[row]!; at += 1) isWanted ||= wanted.has(engine.keyOf(identifiers[at]!));
    if (isWanted && timeline.isAccepted(row)) rows.push(row);
  }
  const ordered = Uint32Array.from(rows);
  timeline.sort(ordered);
  return Array.from(ordered);
}

/** By rank, then namespace, then value: an order that nothing about reading can change. */
export function compareIdentifiers(engine: Explainable, a: IdentifierIndex, b: IdentifierIndex): number {
  const byRank = engine.rank(a) - engine.rank(b);
  if (byRank !== 0 || a === b) return byRank;
  const { identifierTable } = engine.store;
  const [first, second] = [identifierTable.get(a), identifierTable.get(b)];
  if (first.namespace !== second.namespace) return first.namespace < second.namespace ? -1 : 1;
  return first.value < second.value ? -1 : 1;
}
