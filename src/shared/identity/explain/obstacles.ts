/**
 * What stands between two targets that are apart: refusals, hand-overs and cuts between their profiles or about an
 * identifier that events of both carry, and values common to both that the rules take for no key.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DecisionIndex, IdentifierRole, ProfileIndex } from '../identity.ts';
import type { Explainable, Target } from './explainable.ts';
import { compareIdentifiers, eventsCarrying, identifiersOn, profilesOf } from './explainable.ts';

export interface Obstacle {
  readonly kind: 'refused' | 'handed-over' | 'cut' | 'blocked' | 'demoted' | 'recorded';
  readonly identifier: IdentifierIndex;
  /** The row of the ledger; -1 for what leaves none. */
  readonly decision: DecisionIndex;
  /** The event of the decision, else the first of either side that carries the identifier. */
  readonly event: EventIndex;
  /** Between the two themselves, and not through what both met. */
  readonly isDirect: boolean;
}

/** One of the two, with all that is known of it. */
export interface Side {
  readonly target: Target;
  readonly profiles: readonly ProfileIndex[];
  /** Credited to the profiles; of a target that is nobody's, those that carry it. */
  readonly events: readonly EventIndex[];
  /** What the events carry → the first that does. */
  readonly carried: ReadonlyMap<IdentifierIndex, EventIndex>;
}

export function sideOf(engine: Explainable, target: Target): Side {
  const profiles = profilesOf(engine, target);
  const events =
    profiles.length > 0 ? profiles.flatMap((profile) => engine.eventsOf(profile)) : eventsOf(engine, target);
  const carried = new Map<IdentifierIndex, EventIndex>();
  for (const event of events)
    for (const identifier of identifiersOn(engine, event))
      if (!carried.has(identifier)) carried.set(identifier, event);
  return { target, profiles, events, carried };
}

/** Direct ones first, then in order of their events. */
export function obstaclesBetween(engine: Explainable, a: Side, b: Side): Obstacle[] {
  const found = [...decided(engine, a, b), ...setAside(engine, a, b)];
  return found.sort(
    (x, y) =>
      Number(y.isDirect) - Number(x.isDirect) ||
      engine.compareEvents(x.event, y.event) ||
      compareIdentifiers(engine, x.identifier, y.identifier) ||
      x.decision - y.decision,
  );
}

export function commonIdentifiers(a: Side, b: Side): IdentifierIndex[] {
  return [...a.carried.keys()].filter((identifier) => b.carried.has(identifier));
}

const KINDS = { refuse: 'refused', 'hand-over': 'handed-over', cut: 'cut' } as const;

function decided(engine: Explainable, a: Side, b: Side): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const rows = [...a.profiles, ...b.profiles].flatMap((profile) => engine.decisionsOf(profile));
  for (const index of new Set(rows)) {
    const { action, profile, other, identifier, event } = engine.decision(index);
    if (action !== 'refuse' && action !== 'hand-over' && action !== 'cut') continue;
    const parties = [profile, other].filter((one) => one >= 0).map((one) => engine.canonical(one));
    const isDirect = [a, b].every(({ profiles }) => profiles.some((one) => parties.includes(one)));
    if (!isDirect && !(action === 'refuse' && a.carried.has(identifier) && b.carried.has(identifier)))
      continue;
    obstacles.push({ kind: KINDS[action], identifier, decision: index, event, isDirect });
  }
  return obstacles;
}

const SET_ASIDE: readonly IdentifierRole[] = ['blocked', 'demoted', 'recorded'];

function setAside(engine: Explainable, a: Side, b: Side): Obstacle[] {
  const rows = [...a.profiles, ...b.profiles].flatMap((profile) => engine.decisionsOf(profile));
  const asked = [a, b].flatMap(({ target }) => (target.kind === 'identifier' ? [target.identifier] : []));
  const concerned = new Set([...commonIdentifiers(a, b), ...asked]);
  return [...concerned].flatMap((identifier) => {
    const kind = engine.role(identifier);
    if (!SET_ASIDE.includes(kind)) return [];
    const decision = rows.find((row) => {
      const { action, identifier: about } = engine.decision(row);
      return about === identifier && (action === 'block' || action === 'demote');
    });
    const event = a.carried.get(identifier) ?? b.carried.get(identifier);
    if (event === undefined) return [];
    const isDirect = asked.includes(identifier);
    return [{ kind: kind as Obstacle['kind'], identifier, decision: decision ?? -1, event, isDirect }];
  });
}

/** Events of a target that no profile holds. */
function eventsOf(engine: Explainable, target: Target): readonly EventIndex[] {
  return target.kind === 'event' ? [target.event] : eventsCarrying(engine, new Set([target.identifier]));
}
