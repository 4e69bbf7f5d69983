/**
 * Adobe's identity graph linking rules: graphs of identities that unique namespaces keep apart.
 *
 * An event links every pair of its identities (identity-graph.ts); a namespace with a limit of 1 is unique. Where the
 * links lead to two values of one, those of the graphs concerned are played again and the ones that lose are gone: their
 * ends are cut off (LINK_CUT_OLDER), into the profile of the graph they are in now or one of their own. An event with two
 * values of a unique namespace is rejected: it links nothing (TWO_UNIQUES_ON_EVENT) and counts for its primary identity
 * like any other. An event with one identity links nothing either.
 *
 * Every event belongs to its primary identity, the best-ranked one, and follows it: events of a person to the person,
 * anonymous ones with their cookie to whoever was authenticated on it last, with its whole history.
 *
 * A profile stands for a graph. A graph keeps the profile that has its best identity, the better graph first; a profile
 * that no graph keeps goes where its own best identity went.
 *
 * Cost: at most 50 identities a graph and 50 linked an event, the others staying outside (MAPPING_CAP), so a replay costs
 * what a few graphs hold, however large the island. Nothing is replayed where no unique namespace conflicts.
 *
 * Source: Adobe Experience Platform, Identity Service, identity graph linking rules.
 */

import type { EventIndex } from '../../event/event-store.ts';
import type { IdentifierIndex } from '../../event/identifier-table.ts';
import type { DraftProfile } from '../draft-bodies.ts';
import type { ReasonCode } from '../identity.ts';
import type { IslandDraft } from '../island-draft.ts';
import type { IslandEvent, IslandKey } from '../island-event.ts';
import { writeGraphs } from './graph-profiles.ts';
import type { Graph } from './identity-graph.ts';
import {
  isCollapsed,
  isUnique,
  linkPairs,
  MAX_IDENTITIES,
  rebuild,
  trim,
  uniteGraphs,
} from './identity-graph.ts';
import type { TakeIslandEvent } from './policy.ts';

export function beginByAdobeIgl(draft: IslandDraft): TakeIslandEvent {
  const linking = new Linking(draft);
  let place = 0;
  return (event) => {
    linking.take(event, place);
    draft.follow(event, event.keys[0]!.identifier);
    place += 1;
  };
}

class Linking {
  readonly #draft: IslandDraft;
  readonly #graphs = new Map<DraftProfile, Graph>();

  constructor(draft: IslandDraft) {
    this.#draft = draft;
  }

  /** The one profile that holds an identity; undefined before any event has brought it in. */
  ownerOf({ identifier }: IslandKey): DraftProfile | undefined {
    return this.#draft.ownersOf(identifier)[0];
  }

  /** Ensures that the primary identity has an owner. */
  take({ event, keys }: IslandEvent, place: number): void {
    if (hasTwoUniques(keys)) {
      this.#link(keys.slice(0, 1), place, event);
      this.#leaveOut(keys, 'TWO_UNIQUES_ON_EVENT', event);
      return;
    }
    this.#link(keys.slice(0, MAX_IDENTITIES), place, event);
    this.#leaveOut(keys, 'MAPPING_CAP', event);
  }

  #link(keys: readonly IslandKey[], place: number, event: EventIndex): void {
    const owners = new Map<DraftProfile, IdentifierIndex>();
    for (const key of keys) {
      const owner = this.ownerOf(key);
      if (owner !== undefined && !owners.has(owner)) owners.set(owner, key.identifier);
    }
    const [sole] = owners.keys();
    const isKnown = owners.size === 1 && keys.every((key) => this.ownerOf(key) === sole);
    if (isKnown) {
      linkPairs(this.#graphs.get(sole!)!, keys, place);
      return;
    }
    const before = [...owners.keys()].map((owner) => this.#graphs.get(owner)!);
    const graph = uniteGraphs(before);
    linkPairs(graph, keys, place);
    const split = isCollapsed(graph) ? rebuild(graph, place) : [graph];
    this.#write(split, { owners, event, reason: 'LINK_CUT_OLDER' });
    for (const part of split) this.#trim(part, event);
  }

  #trim(graph: Graph, event: EventIndex): void {
    if (graph.members.size <= MAX_IDENTITIES) return;
    const [first] = graph.members.values();
    const owners = new Map([[this.ownerOf(first!)!, first!.identifier]]);
    this.#write(trim(graph), { owners, event, reason: 'MAPPING_CAP' });
  }

  /** Lets profiles be what the graphs are. `owners`: the profiles they were, and through which key each was reached. */
  #write(
    graphs: readonly Graph[],
    why: {
      readonly owners: ReadonlyMap<DraftProfile, IdentifierIndex>;
      readonly event: EventIndex;
      readonly reason: ReasonCode;
    },
  ): void {
    for (const owner of why.owners.keys()) this.#graphs.delete(owner);
    for (const [profile, graph] of writeGraphs(this.#draft, graphs, why)) this.#graphs.set(profile, graph);
  }

  /** Notes the keys of an event that are not in the graph of its primary identity. */
  #leaveOut(keys: readonly IslandKey[], reason: ReasonCode, event: EventIndex): void {
    const anchor = this.ownerOf(keys[0]!)!;
    for (const key of keys) {
      const owner = this.ownerOf(key) ?? null;
      if (owner !== anchor) this.#draft.refuse(key.identifier, anchor, { event, reason, owner });
    }
  }
}

function hasTwoUniques(keys: readonly IslandKey[]): boolean {
  // Keys of a namespace stand side by side.
  return keys.some((key, place) => isUnique(key) && key.namespace === keys[place + 1]?.namespace);
}
