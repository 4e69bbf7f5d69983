/**
 * The two sides of one merge as they were when they met: which of the events and memberships of the present profile
 * each had brought. For one merge that is looked at; scores of all merges come from one replay (`merge-signs.ts`).
 * Cost: linear in events and memberships of the profile.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { Census } from '../census.ts';
import type { DecisionIndex, Membership, ProfileIndex } from '../identity.ts';

export interface MetSide {
  /** In canonical order, before the merging event. */
  readonly events: EventIndex[];
  /** In order of their start. */
  readonly memberships: Membership[];
}

export interface MetSides {
  readonly survivor: MetSide;
  readonly absorbed: MetSide;
}

/** Assumes a live merge. */
export function sidesOfMerge(census: Census, merge: DecisionIndex): MetSides {
  const { engine } = census;
  const { event, profile, other } = engine.decision(merge);
  const present = engine.canonical(profile);
  const root = rootsBefore(census, merge, present);
  const survivor: MetSide = { events: [], memberships: [] };
  const absorbed: MetSide = { events: [], memberships: [] };
  const [survivorRoot, absorbedRoot] = [root(profile), root(other)];
  const sideOf = (one: ProfileIndex): MetSide | null => {
    if (root(one) === survivorRoot) return survivor;
    return root(one) === absorbedRoot ? absorbed : null;
  };
  const memberships = engine
    .membershipsOf(present)
    .filter(({ from }) => engine.compareEvents(from, event) <= 0);
  for (const membership of memberships)
    if (engine.compareEvents(membership.from, event) < 0)
      sideOf(membership.profile)?.memberships.push(membership);
  const ownerAt = new Owners(census, memberships);
  for (const one of engine.eventsOf(present)) {
    if (engine.compareEvents(one, event) >= 0) break;
    const owner = ownerAt.ofEvent(one);
    if (owner >= 0) sideOf(owner)?.events.push(one);
  }
  return { survivor, absorbed };
}

/** Who answered for a profile right before the merge. */
function rootsBefore(
  { engine }: Census,
  merge: DecisionIndex,
  present: ProfileIndex,
): (profile: ProfileIndex) => ProfileIndex {
  const into = new Map<ProfileIndex, ProfileIndex>();
  for (const row of engine.decisionsOf(present)) {
    if (row === merge) break;
    const { action, profile, other } = engine.decision(row);
    if (action === 'merge') into.set(other, profile);
  }
  return (profile) => {
    let node = profile;
    for (let up = into.get(node); up !== undefined; up = into.get(node)) {
      into.set(node, into.get(up) ?? up);
      node = up;
    }
    return node;
  };
}

/** Whose an identifier was at an event. Assumes to be asked about events in canonical order. */
class Owners {
  readonly #census: Census;
  readonly #memberships = new Map<IdentifierIndex, { list: Membership[]; next: number }>();

  constructor(census: Census, memberships: readonly Membership[]) {
    this.#census = census;
    for (const membership of memberships) {
      const known = this.#memberships.get(membership.identifier) ?? { list: [], next: 0 };
      known.list.push(membership);
      this.#memberships.set(membership.identifier, known);
    }
  }

  /** By the first of its keys that the profile held; -1 when there is none. */
  ofEvent(event: EventIndex): ProfileIndex {
    for (const key of this.#census.keysOn(event)) {
      const membership = this.#heldAt(key, event);
      if (membership !== null) return membership.profile;
    }
    return -1;
  }

  #heldAt(identifier: IdentifierIndex, event: EventIndex): Membership | null {
    const { engine } = this.#census;
    const known = this.#memberships.get(identifier);
    if (known === undefined) return null;
    while (known.next < known.list.length && engine.compareEvents(known.list[known.next]!.from, event) <= 0)
      known.next += 1;
    const membership = known.list[known.next - 1];
    if (membership === undefined) return null;
    const { to } = membership;
    return to < 0 || engine.compareEvents(event, to) < 0 ? membership : null;
  }
}
