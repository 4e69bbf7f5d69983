/**
 * Snowplow Identities, after the pages "Identities concepts", "Merges" and "Unique identifiers and merge conflicts" of
 * docs.snowplow.io and the scenarios of the dbt-snowplow-identities test suite. Which identities do the identifiers of
 * an event lead to, and how many values of the unique identifier do these and the event have together?
 *
 * At most one: the identities become one, the oldest, which gets all identifiers of the event. More: nothing merges. If
 * the event carries a value, its identity, or a new one, gets all identifiers, so that a shared device belongs to
 * several. If not, the event goes to an anonymous identity of its own set of identifiers, the same every time.
 *
 * Our readings: who logged out of that anonymous identity by name is no longer anonymous, so the next event of the set
 * founds another; a profile whose number is lower was founded earlier. Cost: an event looks at two identities to see a
 * conflict and at all of its identities to merge them, once for each that is absorbed.
 */

import { must } from '../../base/assert.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandEvent, IslandKey } from '../island-event.ts';
import type { TakeIslandEvent } from './policy.ts';
import { isUnique, refuseSurplus, takeUnique } from './unique-keys.ts';

export function beginBySnowplow(draft: IslandDraft): TakeIslandEvent {
  const graph = new IdentityGraph(draft);
  return (event) => graph.take(event);
}

class IdentityGraph {
  readonly #draft: IslandDraft;
  /** DraftProfile that answers for itself → the value of the unique identifier it holds. */
  readonly #uniques = new Map<DraftProfile, IdentifierIndex>();
  /** The set of identifiers as a text → the anonymous identity founded for it last. */
  readonly #anonymous = new Map<string, DraftProfile>();
  /** Identifier → the identity that its previous event went to. */
  readonly #previous = new Map<IdentifierIndex, DraftProfile>();

  constructor(draft: IslandDraft) {
    this.#draft = draft;
  }

  take(event: IslandEvent): void {
    const { taken, surplus } = takeUnique(event.keys);
    const own = taken.find(isUnique);
    const isConflict = this.#isConflict(taken, own);
    const profile = isConflict ? this.#keepApart(taken, own, event) : this.#merge(taken, event);
    for (const { identifier } of taken) {
      this.#notePrevious(identifier, profile, { event, isAmbiguous: own === undefined });
      this.#draft.attach(identifier, profile, event.event);
      this.#previous.set(identifier, profile);
    }
    if (own !== undefined) this.#uniques.set(profile, own.identifier);
    refuseSurplus(this.#draft, surplus, profile, event.event);
    this.#draft.credit(event, profile);
  }

  /** True when the event and the identities it leads to have two values of the unique identifier. */
  #isConflict(keys: readonly IslandKey[], own: IslandKey | undefined): boolean {
    let known = own?.identifier;
    for (const { identifier } of keys) {
      for (const owner of this.#draft.eachOwner(identifier)) {
        const value = this.#uniques.get(owner);
        if (value === undefined || value === known) continue;
        if (known !== undefined) return true;
        known = value;
      }
    }
    return false;
  }

  /** Merges all identities of the keys into the oldest; founds one when there are none. */
  #merge(keys: readonly IslandKey[], { event }: IslandEvent): DraftProfile {
    const ties = new Map<DraftProfile, IdentifierIndex>();
    for (const { identifier } of keys)
      for (const owner of this.#draft.eachOwner(identifier))
        if (!ties.has(owner)) ties.set(owner, identifier);
    const [oldest, ...younger] = [...ties.keys()].sort((a, b) => a - b);
    if (oldest === undefined) return this.#draft.found(firstOf(keys), event);
    for (const absorbed of younger) {
      const tie = { survivor: must(ties.get(oldest), 'a tie'), absorbed: must(ties.get(absorbed), 'a tie') };
      this.#draft.merge(oldest, absorbed, tie, event);
      const value = this.#uniques.get(absorbed);
      if (value !== undefined) this.#uniques.set(oldest, value);
    }
    return oldest;
  }

  #keepApart(keys: readonly IslandKey[], own: IslandKey | undefined, event: IslandEvent): DraftProfile {
    if (own === undefined) return this.#anonymousOf(keys, event);
    const [owner] = this.#draft.eachOwner(own.identifier);
    return owner ?? this.#draft.found(own.identifier, event.event);
  }

  #anonymousOf(keys: readonly IslandKey[], { event }: IslandEvent): DraftProfile {
    const set = keys.map(({ identifier }) => identifier).join();
    const known = this.#anonymous.get(set);
    if (known !== undefined) {
      const present = this.#draft.canonical(known);
      if (!this.#uniques.has(present)) return present;
    }
    const founded = this.#draft.found(firstOf(keys), event);
    this.#anonymous.set(set, founded);
    return founded;
  }

  /** Notes that an identifier joined its identity not to the one that its previous event went to. */
  #notePrevious(
    identifier: IdentifierIndex,
    profile: DraftProfile,
    { event, isAmbiguous }: { readonly event: IslandEvent; readonly isAmbiguous: boolean },
  ): void {
    const previous = this.#previous.get(identifier);
    if (previous === undefined) return;
    const owner = this.#draft.canonical(previous);
    if (owner === profile) return;
    const reason = isAmbiguous ? 'AMBIGUOUS' : 'LIMIT_EXCEEDED';
    this.#draft.refuse(identifier, profile, { event: event.event, reason, owner });
  }
}

function firstOf(keys: readonly IslandKey[]): IdentifierIndex {
  return must(keys[0], 'an event with a key').identifier;
}
